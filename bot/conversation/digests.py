"""What to know at a glance, and what was decided, as replies."""

from collections.abc import Sequence
from urllib.parse import urlencode

from bot.conversation.saying import Saying
from bot.reply import Button, Line, Reply, Section
from bot.words import capital
from briefings.answering.digest import Digest
from briefings.model.briefing import Announced, StoredItem

_MOST = 5  #: sentences under a heading of the news
_MOST_DECISIONS = 20


def news(digest: Digest, typed: str, saying: Saying) -> Reply:
    """What was decided, what the Netherlands said, what comes next: some sentences of each."""
    words = saying.words
    told = (
        (words("Besluiten"), digest.decisions),
        (words("Geen besluit"), digest.no_decisions),
        (words("Nederland"), digest.positions),
        (words("Wat komt er aan"), digest.coming),
    )
    sections = tuple(
        Section(heading, lines=tuple(_line(one, digest, saying) for one in some[:_MOST]))
        for heading, some in told
        if some
    )
    more = [
        words("{heading}: {shown} van {all}.", heading=heading, shown=_MOST, all=len(some))
        for heading, some in told
        if len(some) > _MOST
    ]
    lead = (
        [words("Hierover staat er geen besluit, Nederlands standpunt of aankondiging in de brieven.")]
        if not sections
        else []
    )
    return _reply(words("Nieuws"), digest, f"nieuws {typed}".strip(), (*lead, *more), sections, saying)


def decisions(digest: Digest, typed: str, saying: Saying) -> Reply:
    """What the Council decided; and where it did not."""
    words = saying.words
    told = ((words("Besluiten"), digest.decisions), (words("Geen besluit"), digest.no_decisions))
    sections = tuple(
        Section(heading, lines=tuple(_line(one, digest, saying) for one in some[:_MOST_DECISIONS]))
        for heading, some in told
        if some
    )
    lead = (
        words.count(len(digest.decisions), "besluit", "besluiten")
        if digest.decisions
        else words("Geen besluiten gevonden in de brieven.")
    )
    return _reply(words("Besluiten"), digest, f"besluiten {typed}".strip(), (lead,), sections, saying)


def _reply(
    name: str, digest: Digest, command: str, lead: Sequence[str], sections: tuple[Section, ...], saying: Saying
) -> Reply:
    words = saying.words
    what = words.meeting(digest.meeting.meeting) if digest.meeting else capital(digest.name or "")
    other = ("Besluiten", "besluiten") if command.startswith("nieuws") else ("Nieuws", "nieuws")
    typed = command.partition(" ")[2]
    buttons = [
        Button(words("Besluiten") if other[1] == "besluiten" else words("Nieuws"), f"{other[1]} {typed}".strip())
    ]
    buttons += [
        Button(words("Lees {number}", number=one.item.number or one.item.title[:20]), f"punt #{one.id}")
        for one in _sources(digest)[:3]
    ]
    return Reply(
        words("{name}: {what}", name=name, what=what),
        words.language,
        tuple(lead),
        sections,
        saying.sources(_sources(digest)),
        buttons=tuple(buttons),
        reading=saying.reading(f"/?{urlencode({'q': command})}"),
        shareable=command,
    )  # fmt: skip


def _line(one: Announced, digest: Digest, saying: Saying) -> Line:
    return saying.told(one, meeting=digest.meeting is None)


def _sources(digest: Digest) -> list[StoredItem]:
    return list({one.source.id: one.source for one in digest.told}.values())
