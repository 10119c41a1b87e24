"""Traces: from a request to the database and the platform, with nothing in them that was said."""

import sys

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from bot.tracing import note, span, start_tracing
from briefings.errors import JbzError
from tests.stand_ins import slack_server, telegram_server
from tests.stand_ins.clock import Clock
from tests.stand_ins.collector import Collector
from tests.world import World, make_world


async def _ask_everywhere(world: World) -> None:
    await world.http.get("/gesprek?q=insolventierecht")
    await world.slack_types("insolventierecht")
    await world.telegram_types("insolventierecht")


async def test_a_request_is_followed_to_database_and_platform_and_nothing_that_was_said_is_told(
    filled_url: str, clock: Clock
) -> None:
    with Collector() as collector:
        async with make_world(filled_url, clock) as world, world.running():
            end = start_tracing(collector.url, "1.2.3")
            await _ask_everywhere(world)
            end()
    named = {one.span_id: one for one in collector.spans}
    ways = {_way(one, named) for one in collector.spans}
    assert {
        ("GET gesprek", "command ask", "database SELECT"),
        ("POST slack", "command ask", "database SELECT"),
        ("POST slack", "answer slack"),
        ("POST telegram", "command ask"),
        ("POST telegram", "answer telegram"),
    } - ways == set()
    secrets = (slack_server.TOKEN, telegram_server.TOKEN, "insolventie")
    assert [one for one in secrets if one.encode() in collector.bytes] == []


def _way(one: Span, named: dict[bytes, Span]) -> tuple[str, ...]:
    """The names from the request down to this span."""
    above = named.get(one.parent_span_id)
    return (*(_way(above, named) if above else ()), one.name)


def test_an_error_is_told_by_its_kind_alone() -> None:
    with Collector() as collector:
        end = start_tracing(collector.url, "1.2.3")
        with pytest.raises(ZeroDivisionError), span("step"):
            raise ZeroDivisionError("a secret")
        end()
    assert [(one.name, one.status.message) for one in collector.spans] == [("step", "ZeroDivisionError")]
    assert b"secret" not in collector.bytes


def test_without_traces_a_step_costs_nothing_and_is_told_nobody() -> None:
    with span("step"):
        note("database SELECT", 0.1)


def test_a_collector_that_is_gone_stops_nothing() -> None:
    end = start_tracing("http://127.0.0.1:9/v1/traces", "1.2.3")
    with span("step"):
        pass
    end()


def test_packages_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(JbzError, match=r"traces\.not_installed"):
        start_tracing("http://localhost:4318/v1/traces", "1.2.3")
