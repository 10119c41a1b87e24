"""What is tried again, and when it is given up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.retries import RetryPolicy


class _BusyError(Exception):
    def __init__(self, seconds: float | None = None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def _tried(patience: RetryPolicy, errors: list[Exception]) -> tuple[int, list[float]]:
    waited: list[float] = []
    left = list(errors)

    def attempt() -> int:
        if left:
            raise left.pop(0)
        return len(errors) + 1

    asked = patience.retrying(
        lambda error: getattr(error, "seconds", None), lambda error: isinstance(error, _BusyError), waited.append
    )
    return asked(attempt), waited


def test_what_asks_to_wait_is_obeyed_and_what_does_not_is_waited_for_ever_longer() -> None:
    tries, waited = _tried(RetryPolicy(1.0, 60.0, 5), [_BusyError(7.0), _BusyError(), _BusyError()])
    assert (tries, waited[0]) == (4, 7.0)
    assert [low <= seconds <= high for seconds, low, high in zip(waited[1:], (1.5, 3), (2.5, 5), strict=True)] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("errors", "waits"),
    [([_BusyError(61.0)], 0), ([_BusyError(1.0)] * 3, 2), ([ValueError()], 0), ([_BusyError(1.0), ValueError()], 1)],
)
def test_it_ends_with_the_last_error_when_that_is_too_long_too_often_or_no_reason_to_wait(
    errors: list[Exception], waits: int
) -> None:
    waited: list[float] = []
    left = list(errors)

    def attempt() -> None:
        raise left.pop(0)

    again = RetryPolicy(1.0, 60.0, 3).retrying(
        lambda error: getattr(error, "seconds", None), lambda error: isinstance(error, _BusyError), waited.append
    )
    with pytest.raises(type(errors[-1])):
        again(attempt)
    assert len(waited) == waits


@given(st.integers(-3, 200))
def test_no_pause_is_longer_than_the_longest(attempt: int) -> None:
    assert 0 < RetryPolicy(1.0, 60.0).pause(attempt) <= 60.0
