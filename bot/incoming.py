"""Gathers letters as long as the service lives, in a thread of its own."""

import threading
from collections.abc import Sequence
from datetime import timedelta

from bot.app import App
from bot.delivery.failures import log_failure
from bot.telemetry import GATHERED, LETTER_AGE, LETTER_USUAL, SILENCE, log
from bot.words import Words
from briefings.gathering.gather import Progress
from briefings.gathering.ledger import SourceProgress
from briefings.gathering.rhythm import usual_pause
from briefings.sources.polite import Polite

_LOOK_SECONDS = 10.0  #: between two looks at whether a source is due
SILENT_FOR = timedelta(hours=24)  #: without an answer, after which it is said in the log


class Incoming:
    """Asks the sources when they are due.

    It may be ended in the middle of anything (briefings.gathering), so the service does not wait for a slow download:
    the thread is a daemon.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._warned: set[str] = set()
        self._thread: threading.Thread | None = None
        self._measured = False  #: how long each source is usually without a letter

    def start(self) -> None:
        """Begins, when there is any source."""
        client = self._app.client()
        if self._app.sources(client):
            client.wait = self._stopping.wait
            self._thread = threading.Thread(target=self._run, args=(client,), name="incoming", daemon=True)
            self._thread.start()

    def stop(self, seconds: float = 3.0) -> None:
        """Ends after the letter under way, or without it."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, client: Polite) -> None:
        gathering = self._app.gathering(lambda: not self._stopping.is_set())
        while not self._stopping.is_set():
            try:
                sources = self._app.sources(client)
                done = gathering.round(sources) or []
                for progress in done:
                    self._tell(progress)
                if done and not self._app.settings.jbz_keep_withdrawn:
                    self._app.library.forget_withdrawn(self._app.clock())
                self._measure({source.name for source in sources})
                if done or not self._measured:
                    self._measure_letters([source.name for source in sources])
            except Exception as error:  # noqa: BLE001 - whatever it is must not end the coming in of letters
                log_failure("gathering_failed", error)
            self._stopping.wait(_LOOK_SECONDS)
        client.close()

    def _tell(self, progress: Progress) -> None:
        for outcome, number in progress.outcomes.items():
            GATHERED.labels(progress.source, outcome).inc(number)
        if progress.trouble is not None:
            log.info("source_failed", source=progress.source, reason=Words("en").say(progress.trouble.message))
        elif any(progress.outcomes.values()) or progress.noted.new:
            log.info("gathered", source=progress.source, new=progress.noted.new, **progress.outcomes)

    def _measure(self, mine: set[str]) -> None:
        """How long each source has been silent; said once when it is long, and once when it answers again."""
        for feed in self._app.ledger.feeds():
            if feed.name in mine:
                silence = self._silence(feed)
                SILENCE.labels(feed.name).set(silence.total_seconds())
                self._warn(feed, silence)

    def _measure_letters(self, names: Sequence[str]) -> None:
        """How old the newest letter of each source is, against what is usual."""
        self._measured = True
        today = self._app.today()
        for name in names:
            days = self._app.ledger.days(name)
            usual = usual_pause(days, today)
            if days and usual is not None:
                LETTER_AGE.labels(name).set((today - days[-1]).total_seconds())
                LETTER_USUAL.labels(name).set(usual.total_seconds())

    def _silence(self, feed: SourceProgress) -> timedelta:
        if feed.trouble is None or feed.answered_at is None:
            return timedelta(0)
        return self._app.clock() - feed.answered_at

    def _warn(self, feed: SourceProgress, silence: timedelta) -> None:
        if silence < SILENT_FOR:
            if feed.name in self._warned:
                self._warned.discard(feed.name)
                log.info("source_answers_again", source=feed.name)
            return
        if feed.name not in self._warned:
            self._warned.add(feed.name)
            hours = round(silence.total_seconds() / 3600)
            log.warning(
                "source_silent",
                source=feed.name,
                hours=hours,
                reason=feed.trouble and Words("en").say(feed.trouble.message),
            )
