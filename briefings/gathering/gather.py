"""Asks the sources, writes down what they name, fetches what is new, and takes it in.

A process may be killed anywhere: what a page named is written down together with the place to go on after it, and a
publication stays to be fetched until what became of it is written down. Taking in the same bytes twice changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from briefings.errors import ForeignLetter, JbzError
from briefings.gathering.ledger import Kept, Ledger, Noted, OfferOutcome, OfferState
from briefings.gathering.quarantine import Quarantine
from briefings.intake.decide import Decision
from briefings.intake.take_in import Intake
from briefings.model.document import Provenance, Registered
from briefings.retries import RetryPolicy
from briefings.sources.source import (
    Changed,
    NotThere,
    Offer,
    OfferPage,
    Silent,
    Source,
    SourceError,
    Unacceptable,
    changed,
)

_LEASE = timedelta(minutes=10)
_PATIENCE = RetryPolicy(first=60.0, longest=6 * 3600.0)
_MOST_ATTEMPTS = 8  #: of fetching a publication that is not whole or not there: about six hours
_MOST_SILENCES = 3  #: in a row, while fetching; then the source is left alone for a while


class _InterruptedError(Exception):
    """The process stops, or another one gathers now; what is not done is done later."""


@dataclass
class Progress:
    """What a round did with one source."""

    source: str
    noted: Noted = field(default_factory=Noted)
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: list[tuple[str, str, JbzError]] = field(default_factory=list)  #: (outcome, title, why)
    trouble: JbzError | None = None
    in_all: int | None = None  #: how many there are in all, where the source says


@dataclass(frozen=True)
class Gathering:
    """One round over the sources."""

    ledger: Ledger
    intake: Intake
    quarantine: Quarantine
    clock: Callable[[], datetime]
    owner: str
    every: timedelta = timedelta(minutes=5)  #: between two questions to a source that answers
    going_on: Callable[[], bool] = lambda: True
    tell: Callable[[Progress], None] = lambda _progress: None

    def round(self, sources: Iterable[Source], *, now: bool = False) -> list[Progress] | None:
        """Asks every source whose time has come (`now`: every one); None when another process is at it."""
        due = [source for source in sources if now or self._is_due(source)]
        if not due:
            return []
        if not self._lease():
            return None
        try:
            return [self._one(source) for source in due if self.going_on()]
        finally:
            self.ledger.release_lease(self.owner, self.clock())

    def preview(self, source: Source) -> Progress:
        """What a round would find; keeps and fetches nothing."""
        progress = Progress(source.name)
        try:
            for _ in self._ask(source, progress, keep=False):
                pass
        except JbzError as error:
            progress.trouble = error
        return progress

    def _lease(self) -> bool:
        return self.ledger.lease(self.owner, self.clock(), _LEASE)

    def _is_due(self, source: Source) -> bool:
        again = self.ledger.feed(source.name).next_ask_at
        return again is None or again <= self.clock()

    def _one(self, source: Source) -> Progress:
        progress = Progress(source.name)
        try:
            for _ in self._ask(source, progress):
                self._go_on()
            self._hide(source, progress)
            self._fetch(source, progress)
            self.ledger.answered(source.name, self.clock(), self.clock() + self.every)
        except _InterruptedError:
            return progress
        except JbzError as error:
            progress.trouble = error
            failures = self.ledger.feed(source.name).failures
            wish = error.until if isinstance(error, Silent) else None
            self.ledger.failed(source.name, self.clock(), wish or self._later(failures), error)
        self.tell(progress)
        return progress

    def _ask(self, source: Source, progress: Progress, *, keep: bool = True) -> Iterator[OfferPage]:
        """The pages, each after it was noted."""
        for page in _pages(source, self.ledger.feed(source.name).checkpoint):
            progress.noted += self.ledger.note(source.name, page, self.clock(), keep=keep)
            progress.in_all = page.in_all or progress.in_all
            self.tell(progress)
            yield page

    def _go_on(self) -> None:
        """Renews the lease between two steps."""
        if not self.going_on() or not self._lease():
            raise _InterruptedError

    def _hide(self, source: Source, progress: Progress) -> None:
        for kept in self.ledger.leaving(source.name):
            hidden = self.intake.withdraw(kept.offer.key)
            progress.outcomes["withdrawn"] += hidden
            self.ledger.settle(kept.id, kept.offer.version, OfferOutcome(OfferState.GONE), self.clock())

    def _fetch(self, source: Source, progress: Progress) -> None:
        silences = 0
        while kept := self.ledger.next(source.name, self.clock()):
            self._go_on()
            try:
                self._settle(kept, self._take(source, kept), progress)
                silences = 0
            except Silent as error:
                silences += 1
                self._wait_for(kept, error, error.until)
                if silences >= _MOST_SILENCES or error.until is not None:
                    raise
            except Changed as error:
                self._wait_for(kept, error)
                raise
            except (NotThere, Unacceptable) as error:
                self._not_whole(kept, error, progress)
            self.tell(progress)

    def _wait_for(self, kept: Kept, error: SourceError, wish: datetime | None = None) -> None:
        """The source fails, not the publication: however long that lasts, it is not refused for it."""
        until = wish or self._later(kept.attempts)
        self.ledger.postpone(kept.id, until, error, attempts=min(kept.attempts, _MOST_ATTEMPTS // 2))

    def _take(self, source: Source, kept: Kept) -> OfferOutcome:
        """Fetches and takes in; a letter that was refused stays in quarantine to be looked at."""
        offer = kept.offer
        if kept.attempts > _MOST_ATTEMPTS:  # each time the process died
            return OfferOutcome(OfferState.REFUSED, reason=_too_often(offer.title))
        content = source.fetch(offer, kept.validators, checked=not kept.is_released)
        if content is None:
            if kept.document_id is not None and offer.annex_of is None:
                self.intake.number(kept.document_id, self._provenance(kept))
            return OfferOutcome(OfferState.TAKEN, Decision.SAME, None, kept.document_id, kept.validators)
        place = self.quarantine.put(offer.key, content.data)
        try:
            taken = self.intake.take_in(
                content.data, self._provenance(kept), first_seen=kept.first_seen_at, history=kept.is_history
            )
        except ForeignLetter as error:
            self.quarantine.clear(place)
            state = OfferState.SKIPPED if offer.official else OfferState.REFUSED
            return OfferOutcome(state, reason=error, validators=content.validators)
        except SourceError:
            raise
        except JbzError as error:
            return OfferOutcome(OfferState.REFUSED, reason=error)
        self.quarantine.clear(place)
        return OfferOutcome(OfferState.TAKEN, taken.decision, None, taken.document_id, content.validators)

    def _provenance(self, kept: Kept) -> Provenance:
        offer = kept.offer
        letter = self.ledger.with_key(offer.annex_of) if offer.annex_of else None
        return Provenance(
            name=offer.title or offer.address,
            kamerstuk=offer.kamerstuk,
            document_number=offer.document_number,
            chamber=offer.chamber,
            origin=offer.key if offer.official else None,
            annex_of=letter.document_id if letter else None,
            registered=_registered(offer, letter) if offer.official else None,
        )

    def _settle(self, kept: Kept, outcome: OfferOutcome, progress: Progress) -> None:
        self.ledger.settle(kept.id, kept.offer.version, outcome, self.clock())
        progress.outcomes[outcome.decision.value if outcome.decision else outcome.state.value] += 1
        if outcome.state is OfferState.REFUSED and outcome.reason is not None:
            progress.reasons.append(("refused", kept.offer.title or kept.offer.key, outcome.reason))

    def _not_whole(self, kept: Kept, error: SourceError, progress: Progress) -> None:
        """Perhaps it is whole later; when it stays so it is refused, with what was received to be looked at."""
        if kept.attempts < _MOST_ATTEMPTS and not kept.is_released:
            self.ledger.postpone(kept.id, self._later(kept.attempts), error)
            progress.outcomes["postponed"] += 1
            progress.reasons.append(("postponed", kept.offer.title or kept.offer.key, error))
            return
        if isinstance(error, Unacceptable):
            self.quarantine.put(kept.offer.key, error.data)
        self._settle(kept, OfferOutcome(OfferState.REFUSED, reason=error), progress)

    def _later(self, failures: int) -> datetime:
        """Twice as long each time, and spread by chance so that not everybody comes back at once."""
        return self.clock() + timedelta(seconds=_PATIENCE.pause(failures + 1))


def _pages(source: Source, checkpoint: str | None) -> Iterator[OfferPage]:
    """The pages; an answer that has not the parts it should have is one in another form."""
    try:
        yield from source.pages(checkpoint)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OSError) as error:
        raise changed(source.name, f"{type(error).__name__}: {error}") from error


def _registered(offer: Offer, letter: Kept | None) -> Registered:
    kind = "Bijlage" if offer.annex_of else "Brief regering"
    return Registered(offer.title, kind, offer.day, letter.offer.title if letter else "")


def _too_often(title: str) -> JbzError:
    return JbzError("publication.tried_too_often", title=title, times=_MOST_ATTEMPTS)
