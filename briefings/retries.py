"""One policy for what is tried again: ever longer pauses spread by chance, or the wait that was asked for; then an end.

Delivery's lanes have their own (bot.attempts): what they promise is about time itself.
"""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tenacity import AsyncRetrying, RetryCallState, Retrying, retry_if_exception

_SPREAD = 0.5  #: of a pause: what failed together is not tried together
_MOST_DOUBLED = 20


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long is waited between attempts, and how many there are."""

    first: float  #: seconds before the second attempt; doubled each time
    longest: float  #: seconds; who asks for more is not waited for here
    attempts: int | None = None  #: in all; None: as many as it takes

    def pause(self, attempt: int) -> float:
        """Seconds after the attempt with this number, of which the first is 1."""
        doubled = self.first * 2.0 ** min(max(attempt - 1, 0), _MOST_DOUBLED)
        by_chance = 1 + _SPREAD * (random.random() - 0.5)  # noqa: S311 - no secret
        return min(doubled * by_chance, self.longest)

    def retrying(
        self,
        asked: Callable[[BaseException], float | None],
        worth: Callable[[BaseException], bool],
        sleep: Callable[[float], object],
    ) -> Retrying:
        """Tries again what fails with an error that is `worth` it; `asked`: the seconds that it asks to wait."""

        def waited(seconds: float) -> None:
            sleep(seconds)

        return Retrying(**self._policy(asked, worth), sleep=waited)

    def retrying_async(
        self,
        asked: Callable[[BaseException], float | None],
        worth: Callable[[BaseException], bool],
        sleep: Callable[[float], Awaitable[None]],
    ) -> AsyncRetrying:
        """The same for what is awaited."""
        return AsyncRetrying(**self._policy(asked, worth), sleep=sleep)

    def _policy(
        self, asked: Callable[[BaseException], float | None], worth: Callable[[BaseException], bool]
    ) -> dict[str, Any]:
        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            wish = asked(error) if error else None
            return self.pause(state.attempt_number) if wish is None else max(0.0, wish)

        def stop(state: RetryCallState) -> bool:
            is_last = self.attempts is not None and state.attempt_number >= self.attempts
            return is_last or state.upcoming_sleep > self.longest

        return {"wait": wait, "stop": stop, "retry": retry_if_exception(worth), "reraise": True}
