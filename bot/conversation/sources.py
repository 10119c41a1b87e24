"""When each source of letters was last asked, what it gave, and what was refused."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.settings import Help
from bot.reply import Button, Line, Reply, Section
from bot.words import Phrase, Words
from briefings.errors import JbzError
from briefings.gathering.ledger import Kept, OfferState, SourceProgress
from briefings.reading.formations import label_of
from storage.ledger import StoredLedger

_NEWEST = 3  #: letters of each source
_REFUSED = 5
_SKIPPED = 5
_NAMES = {
    "tweedekamer": Phrase("Tweede Kamer"),
    "syncfeed": Phrase("Tweede Kamer, wijzigingen"),
    "officielebekendmakingen": Phrase("Officiële bekendmakingen"),
    "map": Phrase("Map met brieven"),
    "mail": Phrase("E-mails"),
}

_STATES = (
    (OfferState.WAITING, Phrase("stuk wacht"), Phrase("stukken wachten")),
    (OfferState.SKIPPED, Phrase("ander stuk overgeslagen"), Phrase("andere stukken overgeslagen")),
    (OfferState.REFUSED, Phrase("stuk geweigerd"), Phrase("stukken geweigerd")),
    (OfferState.GONE, Phrase("stuk ingetrokken"), Phrase("stukken ingetrokken")),
)


def show_sources(ledger: StoredLedger, words: Words, timezone: str) -> Reply:
    """The state of every source, in the words and the zone of a chat."""
    feeds, counts, zone = ledger.feeds(), ledger.counts(), ZoneInfo(timezone)
    sections = [_source(feed, counts, ledger.newest(feed.name, _NEWEST), words, zone) for feed in feeds]
    if refused := ledger.refused()[:_REFUSED]:
        lines = tuple(Line(_sentence(one.reason, words), one.offer.title or one.offer.key) for one in refused)
        sections.append(Section(words("Geweigerd"), lines=lines))
    if skipped := ledger.skipped()[:_SKIPPED]:
        lines = tuple(Line(_sentence(one.reason, words), one.offer.title or one.offer.key) for one in skipped)
        sections.append(Section(words("Overgeslagen"), lines=lines))
    lead = (
        words("Hier komen de brieven vandaan.")
        if feeds
        else words("Er is nog geen bron gevraagd; brieven komen alleen binnen als de beheerder ze geeft."),
    )
    return Reply(words("Bronnen"), words.language, lead, tuple(sections), buttons=(Button(words("Help"), Help()),))


def source_name(name: str, words: Words) -> str:
    """ "tweedekamer:JBZ" -> "Tweede Kamer, JBZ-Raad"."""
    kind, _, councils = name.partition(":")
    labels = [label_of(code) for code in councils.split("+") if code]
    return ", ".join([words(_NAMES[kind]) if kind in _NAMES else kind, *labels])


def _source(
    feed: SourceProgress, counts: dict[tuple[str, str], int], newest: list[Kept], words: Words, zone: ZoneInfo
) -> Section:
    taken = counts.get((feed.name, OfferState.TAKEN.value), 0)
    held = [words.count(taken, "stuk gelezen", "stukken gelezen")]
    for state, one, more in _STATES:
        if number := counts.get((feed.name, state.value), 0):
            held.append(words.count(number, one, more))
    lines = [Line(_asked(feed, words, zone)), Line(words.listing(held) + ".")]
    lines += [Line(kept.offer.title, words("Laatst gelezen")) for kept in newest]
    return Section(source_name(feed.name, words), lines=tuple(lines))


def _asked(feed: SourceProgress, words: Words, zone: ZoneInfo) -> str:
    if feed.trouble is not None:
        since = _moment(feed.answered_at, words, zone) if feed.answered_at else words("nog nooit")
        why = words.say(feed.trouble.message)
        return words("Antwoordt niet. Laatste antwoord: {since}. {why}", since=since, why=why)
    if feed.answered_at is None:
        return words("Wordt nu voor het eerst gelezen.")
    return words("Laatst gevraagd: {moment}.", moment=_moment(feed.answered_at, words, zone))


def _moment(moment: datetime, words: Words, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{words.day(local.date())} {local:%H:%M}"


def _sentence(reason: JbzError | None, words: Words) -> str:
    return words.say(reason.message) if reason else ""
