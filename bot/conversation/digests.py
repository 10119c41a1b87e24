"""What to know at a glance, and what was decided, as replies."""

from collections.abc import Sequence
from urllib.parse import urlencode

from bot.commands.asking import Decisions, News, ShowItem
from bot.commands.grammar import write_command
from bot.conversation.cards import source_links, told_line
from bot.conversation.saying import Saying, heading
from bot.reply import Button, Line, Reply, Section
from briefings.answering.digest import Digest
from briefings.model.briefing import Announced, StoredItem

_MOST = 5  #: sentences under a heading of the news
_MOST_DECISIONS = 20


def show_news(digest: Digest, command: News, saying: Saying) -> Reply:
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
    return _reply(digest, command, (*lead, *more), sections, saying)


def show_decisions(digest: Digest, command: Decisions, saying: Saying) -> Reply:
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
    return _reply(digest, command, (lead,), sections, saying)


def _reply(
    digest: Digest, command: News | Decisions, lead: Sequence[str], sections: tuple[Section, ...], saying: Saying
) -> Reply:
    words, sources = saying.words, _sources(digest)
    news = Button(words("Nieuws"), News(command.text))
    decisions = Button(words("Besluiten"), Decisions(command.text))
    here, other = (news, decisions) if isinstance(command, News) else (decisions, news)
    mended = [words("Bedoelde u {what}? Dit vond ik:", what=digest.name)] if digest.mended else []
    what = words.meeting(digest.meeting.meeting) if digest.meeting else heading(digest.name or "")
    return Reply(
        words("{name}: {what}", name=here.label, what=what),
        words.language,
        (*mended, *lead),
        sections,
        source_links(sources, saying),
        buttons=(
            other,
            *(
                Button(words("Lees {number}", number=one.item.number or one.item.title[:20]), ShowItem(one.id))
                for one in sources[:3]
            ),
        ),
        reading=saying.reading(f"/?{urlencode({'q': write_command(command)})}"),
        shareable=command,
    )


def _line(one: Announced, digest: Digest, saying: Saying) -> Line:
    return told_line(one, saying, meeting=digest.meeting is None)


def _sources(digest: Digest) -> list[StoredItem]:
    return list({one.source.id: one.source for one in digest.told}.values())
