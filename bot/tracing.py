"""Traces (OpenTelemetry): where the time of a request went, from its arrival to database and platform. Off by default.

What is recorded is the kind of each step and nothing that was said or asked: the ready-made instrumentations put whole
addresses in their spans, and those hold questions and Telegram's token.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import time_ns
from typing import TYPE_CHECKING

from briefings.errors import JbzError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Tracer

_tracer: "Tracer | None" = None


def start_tracing(address: str, version: str) -> Callable[[], None]:
    """Sends spans to `address` (OTLP over HTTP, as in "http://collector:4318/v1/traces"); what ends it, all being sent.

    Raises JbzError where the packages of the extra `traces` are not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # the extra `traces`
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise JbzError("traces.not_installed") from error
    provider = TracerProvider(resource=Resource({"service.name": "jbz", "service.version": version}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address, timeout=5)))
    _use(provider)

    def end() -> None:
        _use(None)
        provider.shutdown()

    return end


def _use(provider: "TracerProvider | None") -> None:
    global _tracer  # noqa: PLW0603 - one for the process, as logs and metrics are
    _tracer = provider.get_tracer("jbz") if provider else None


@contextmanager
def span(name: str, **attributes: str) -> Iterator[None]:
    """A step, within the step that is under way; nothing when traces are off. Of an error only its kind is told."""
    if _tracer is None:
        yield
        return
    from opentelemetry.trace import StatusCode  # the extra is there, as traces were started

    with _tracer.start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except BaseException as error:
            current.set_status(StatusCode.ERROR, type(error).__name__)
            raise


def note(name: str, seconds: float) -> None:
    """A step that took so long and ended now, within the step that is under way."""
    if _tracer is not None:
        ended = time_ns()
        _tracer.start_span(name, start_time=ended - int(seconds * 1e9)).end(ended)
