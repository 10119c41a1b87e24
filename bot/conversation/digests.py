"""What to know at a glance, and what was decided, as replies."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from bot.commands.asking import Decisions, News, Only, ShowItem, ShowMeeting
from bot.commands.comparing import Prepare
from bot.commands.grammar import write_command
from bot.conversation.cards import source_links, told_line
from bot.conversation.saying import Saying, heading
from bot.conversation.subjects import counted_themes, theme_label
from bot.reply import Button, Line, Reply, Section
from bot.words import Phrase, Words
from briefings.answering.digest import Digest
from briefings.answering.index import MeetingSummary
from briefings.answering.weight import weight
from briefings.model.briefing import Announced

_MOST = 5  #: sentences under a heading of the news
_MOST_WHOLE = 50  #: the same where all of it is asked for
_MOST_DECISIONS = 20
_MOST_NEARBY = 3
_NONE = {
    Only.UNDECIDED: Phrase("Waar de Raad niet besloot, vond ik niet in de brieven."),
    Only.SIGNED: Phrase("Wat er is ondertekend, vond ik niet in de brieven."),
}
_ONLY = {Only.UNDECIDED: Phrase("Geen besluit"), Only.SIGNED: Phrase("Ondertekend")}


def show_news(digest: Digest, command: News, saying: Saying) -> Reply:
    """What was decided, what the Netherlands said, what comes next: some sentences of each, of many items.

    Of the Netherlands its abstentions, votes and sides come before what else it said.
    """
    words, most = saying.words, _MOST_WHOLE if command.whole else _MOST
    over = [one for one in digest.coming if is_over(one, saying.today)]
    positions = sorted(digest.positions, key=lambda one: weight(one.sentence.said))
    told = (
        (words("Besluiten"), digest.decisions),
        (words("Ondertekend"), digest.signed),
        (words("Geen besluit"), digest.no_decisions),
        (
            words("Inzet Nederland") if digest.only_planned else words("Nederland"),
            positions,
        ),
        (words("Wat komt er aan"), [one for one in digest.coming if one not in over]),
        (words("Opgeschort of uitgesteld"), digest.suspended),
        (words("De termijn is voorbij"), over),
    )
    more = [
        words("{heading}: {shown} van {all}.", heading=heading, shown=most, all=words.number(len(some)))
        for heading, some in told
        if len(some) > most
    ]
    lead = (
        ()
        if any(some for _, some in told)
        else (words("Hierover staat er geen besluit, Nederlands standpunt of aankondiging in de brieven."),)
    )
    shown = tuple((heading, _spread(some)[:most]) for heading, some in told)
    wider = (Button(words("Alles tonen"), News(command.text, whole=True)),) if more and not command.whole else ()
    return _reply(digest, command, (*lead, *more), shown, saying, wider)


def show_decisions(digest: Digest, command: Decisions, saying: Saying) -> Reply:
    """What the Council decided, and where it did not; how many there are in all, and which of them are shown."""
    words, shown = saying.words, _MOST_DECISIONS
    told: tuple[tuple[str, Sequence[Announced]], ...] = (
        (words("Besluiten"), digest.decisions),
        (words("Ondertekend"), digest.signed),
        (words("Geen besluit"), digest.no_decisions),
    )
    if command.only:
        told = tuple(one for one in told if one[0] == words(_ONLY[command.only]))
    more = [
        words("{heading}: de nieuwste {shown} van {all}.", heading=heading, shown=shown, all=words.number(len(some)))
        for heading, some in told
        if len(some) > shown
    ]
    if more or digest.more:
        more.append(words("Kies een kortere periode om de andere te zien."))
    if command.only:
        lead = (_counted_only(digest, len(told[0][1]), command.only, words), *more)
    else:
        lead = (_counted(digest, words), *_nearby(digest, saying), *more)
    return _reply(digest, command, lead, tuple((heading, some[:shown]) for heading, some in told), saying)


def _counted_only(digest: Digest, count: int, only: Only, words: Words) -> str:
    """ "2 keer geen besluit": of one kind alone."""
    if not count:
        return words(_NONE[only])
    if only is Only.SIGNED:
        told = words.count(count, "ondertekening", "ondertekeningen")
    else:
        told = words.count(count, "keer geen besluit", "keer geen besluit")
    return words("{count} in de nieuwste agendapunten", count=told) if digest.more else told


def is_over(one: Announced, today: date) -> bool:
    """Whether the day by which something was announced is past."""
    due = one.sentence.due
    return due is not None and due.last is not None and due.last < today


def _counted(digest: Digest, words: Words) -> str:
    """ "4 besluiten en 1 conclusie van het Voorzitterschap": what each is by its label."""
    concluded, noted = digest.concluded, digest.noted
    decided = len(digest.decisions) - concluded - noted
    counts = [words.count(decided, "besluit", "besluiten")] if decided else []
    if concluded:
        one, many = Phrase("conclusie van het Voorzitterschap"), Phrase("conclusies van het Voorzitterschap")
        counts.append(words.count(concluded, one, many))
    if noted:
        counts.append(words.count(noted, "keer kennisgenomen", "keer kennisgenomen"))
    if counts:
        count = words.listing(counts)
        return words("{count} in de nieuwste agendapunten", count=count) if digest.more else count
    if digest.only_planned:
        return words("Van deze Raad ken ik alleen de agenda. Wat is besloten, staat straks in het verslag.")
    return words("Geen besluiten gevonden in de brieven.")


def _nearby(digest: Digest, saying: Saying) -> Iterator[str]:
    """Where something was decided instead."""
    if digest.nearby:
        yield saying.words("Wel bij {themes}.", themes=counted_themes(digest.nearby[:_MOST_NEARBY], saying))


def _spread(told: Sequence[Announced]) -> list[Announced]:
    """The first sentence of each item before a second of any, so that few tell of many."""
    seen: Counter[int] = Counter()
    turns = []
    for one in told:
        turns.append((seen[one.source.id], one))
        seen[one.source.id] += 1
    return [one for _, one in sorted(turns, key=lambda turn: turn[0])]


def _reply(
    digest: Digest,
    command: News | Decisions,
    lead: Sequence[str],
    told: Sequence[tuple[str, Sequence[Announced]]],
    saying: Saying,
    wider: Sequence[Button] = (),
) -> Reply:
    words = saying.words
    sections = tuple(
        Section(heading, lines=tuple(_line(one, digest, saying) for one in some)) for heading, some in told if some
    )
    sources = list({one.source.id: one.source for _, some in told for one in some}.values())
    news = Button(words("Nieuws"), News(command.text))
    decisions = Button(words("Besluiten"), Decisions(command.text))
    here, other = (news.label, decisions) if isinstance(command, News) else (decisions.label, news)
    if isinstance(command, Decisions) and command.only:
        here, other = words(_ONLY[command.only]), decisions
    mended = [words("Bedoelde u {what}? Dit vond ik:", what=digest.name)] if digest.mended else []
    awaited = [_of_awaited(digest.awaited, words)] if digest.awaited else []
    what = words.meeting(digest.meeting.meeting) if digest.meeting else heading(digest.name or words("alle brieven"))
    return Reply(
        words("{name}: {what}", name=here, what=what),
        words.language,
        (*mended, *awaited, *lead),
        sections,
        source_links(sources, saying),
        buttons=(
            *wider,
            other,
            *(Button(theme_label(slug, saying), Decisions(slug)) for slug, _ in digest.nearby[:_MOST_NEARBY]),
            *_whole(digest, saying),
            *(
                Button(words("Lees {number}", number=one.item.number or one.item.title[:20]), ShowItem(one.id))
                for one in sources[:3]
            ),
        ),
        reading=saying.reading(f"/?{urlencode({'q': write_command(command)})}"),
        shareable=command,
    )


def _of_awaited(meeting: MeetingSummary, words: Words) -> str:
    return words("Van de {meeting} ken ik nog geen verslag.", meeting=words.meeting(meeting.meeting))


def _whole(digest: Digest, saying: Saying) -> Iterator[Button]:
    """Where the rest stands: the items of the meeting, and those of a newer one that is only planned."""
    if digest.meeting:
        yield Button(saying.words("Alle agendapunten"), ShowMeeting(digest.meeting.id))
    if digest.awaited:
        yield Button(saying.words("Voorbereiding"), Prepare(digest.awaited.id))


def _line(one: Announced, digest: Digest, saying: Saying) -> Line:
    return told_line(one, saying, meeting=digest.meeting is None)
