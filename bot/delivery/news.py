"""Subscription -> Briefing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefings.composing.compose import Calls, Composer, InterestNews
from briefings.composing.upcoming import MOST_DUE, window
from briefings.model.briefing import Briefing, PaperElsewhere
from briefings.model.interest import Interest
from briefings.model.recall import Amended
from briefings.model.subscription import Followed, Missed, Subscription, Watermark
from storage.followed import Letters


@dataclass(frozen=True, slots=True)
class SubscriptionNews:
    """What the letters, numbered up to `sequence`, have for a subscription."""

    letters: Letters
    composer: Composer
    sequence: int

    def briefing(
        self, subscription: Subscription, day: date, since: date | None, amended: Sequence[Amended] = ()
    ) -> Briefing:
        """The briefing of `day`, with what was announced and fell due after `since`, the day of the one before.

        What an earlier message was edited for is not told again; that it was edited is said, unless a message by
        itself said so.
        """
        known = {(item, one.sequence) for one in amended for item in one.items}
        news = [self._news(followed, day, known) for followed in subscription.followed]
        due = self.letters.commitments(subscription.interests, *window(day), MOST_DUE)
        calls = Calls(due, self.letters.done(due, day), self.letters.ahead(day), since)
        briefing = self.composer.compose(news, day, calls, self.letters.turn)
        told = tuple(one for one in amended if not one.silent)
        return replace(briefing, amended=told, elsewhere=self._elsewhere(subscription))

    def _elsewhere(self, subscription: Subscription) -> tuple[PaperElsewhere, ...]:
        """Of each paper and Council once: by the letters that are told now, of which it is the first to have both."""
        ranges: dict[tuple[int, int], list[Interest]] = {}
        for followed in subscription.followed:
            for told in self._ranges(followed.watermark):
                ranges.setdefault(told, []).append(followed.interest)
        found: dict[int, PaperElsewhere] = {}
        for (after, until), interests in ranges.items():
            for one in self.letters.elsewhere(interests, subscription.interests, after, until):
                found.setdefault(one.source.id, one)
        return tuple(found.values())

    def _ranges(self, mark: Watermark) -> list[tuple[int, int]]:
        """The letters that are told now: what did not arrive, and what is new."""
        return [*((gap.after, gap.until) for gap in mark.gaps), (mark.until, self.sequence)]

    def _news(self, followed: Followed, day: date, known: Collection[tuple[int, int | None]]) -> InterestNews:
        """What is new since it was last told or is followed, what did not arrive, and at first the latest meeting."""
        interest, mark, letters = followed.interest, followed.watermark, self.letters
        parts = [letters.news(interest, after, until) for after, until in self._ranges(mark)]
        if known:
            parts = [tuple(item for item in part if (item.id, item.news) not in known) for part in parts]
        parts += [letters.latest(interest, day)] if mark.nothing else []
        items = parts[0]
        if len(parts) > 1:
            every = {item.id: item for part in parts for item in part}
            items = tuple(sorted(every.values(), key=lambda item: item.meeting.dates[-1], reverse=True))
        return InterestNews(interest, items, letters.planned(interest, day), first=mark.nothing)


def missed(subscription: Subscription) -> Missed | None:
    """Why some of what is told now was told before; the one that leaves more doubt goes first."""
    because = {gap.because for followed in subscription.followed for gap in followed.watermark.gaps}
    return next((one for one in (Missed.UNKNOWN, Missed.FAILED) if one in because), None)


def untold(amended: Sequence[Amended], subscription: Subscription) -> tuple[Amended, ...]:
    """Those that came after what the subscription was told, or are among what did not arrive; each once."""
    marks = [followed.watermark for followed in subscription.followed]
    found = {
        (one.kind, one.sequence, one.items): one
        for one in amended
        if any(
            mark.until < one.sequence or any(gap.after < one.sequence <= gap.until for gap in mark.gaps)
            for mark in marks
        )
    }
    return tuple(found.values())


def told_before(subscriptions: Sequence[Subscription]) -> int:
    """Up to which letter number each of these was told everything."""
    marks = [followed.watermark for subscription in subscriptions for followed in subscription.followed]
    return min((min([mark.until, *(gap.after for gap in mark.gaps)]) for mark in marks), default=0)
