"""The state of the sources, what is later than usual, and what was refused."""

from bot.access import Role
from bot.conversation.awaiting import Awaiting
from bot.conversation.silences import habit_line, reach, silence_sentence
from bot.conversation.sources import show_sources
from bot.web.administration.sheet import Sheet, SheetAct, SheetRow, Table
from bot.web.administration.work import Asked, Deed, Work
from bot.words import Phrase
from briefings.errors import NotUnderstood
from briefings.gathering.ledger import Kept

_SHOWN = 200


def show(asked: Asked) -> Sheet:
    """Each source as the page about sources has it; then what is later than usual, and what was refused."""
    words, office = asked.words, asked.office
    told = show_sources(office.ledger, words, office.settings.jbz_timezone)
    names = {words("Geweigerd"), words("Overgeslagen")}
    state = tuple(
        SheetRow(
            (
                section.heading or "",
                " ".join(f"{line.label}: {line.text}" if line.label else line.text for line in section.lines),
            )
        )
        for section in told.sections
        if section.heading not in names
    )
    refused = office.ledger.refused()[:_SHOWN]
    late, usual = Awaiting(office.database).standing(asked.saying.today)
    return Sheet(
        words("Bronnen"),
        (
            words("Wat u vrijgeeft, wordt opnieuw gelezen, ook als grootte of soort niet klopt met wat de bron zegt."),
            reach(words),
        ),
        (
            Table(
                words("Hoe het staat"),
                (words("Bron"), words("Laatste keer")),
                state,
                words("Er is nog geen bron gevraagd."),
            ),
            Table(
                words("Blijft langer uit dan gewoonlijk"),
                (words("Brief"), words("Ongewoon sinds")),
                tuple(SheetRow((silence_sentence(one, asked.saying), words.day(one.since))) for one in late),
                words("Er blijft nu niets langer uit dan gewoonlijk."),
            ),
            Table(
                words("Wat gewoon is"),
                (words("Raad"), words("Hoeveel dagen")),
                tuple(
                    SheetRow((line.label or "", line.text)) for line in (habit_line(one, asked.saying) for one in usual)
                ),
                words("Er is nog geen brief."),
            ),
            Table(
                words("Geweigerd"),
                (words("Nummer"), words("Stuk"), words("Reden"), words("Adres")),
                tuple(_row(one, asked) for one in refused),
                words("Er is niets geweigerd."),
            ),
        ),
    )


def _row(one: Kept, asked: Asked) -> SheetRow:
    words, number = asked.words, str(one.id)
    why = words.say(one.reason.message) if one.reason else ""
    title = one.offer.title or one.offer.key
    return SheetRow((number, title, why, one.offer.address), (SheetAct(words("Geef vrij"), "release", number, title),))


def _release(asked: Asked) -> str:
    freed = asked.office.ledger.release([asked.number], asked.office.clock())
    if not freed:
        raise NotUnderstood("administration.not_refused", id=asked.number)
    title = freed[0].offer.title or freed[0].offer.key
    return asked.words("{title}: wordt bij de volgende ronde opnieuw geprobeerd.", title=title)


WORK = Work(
    "bronnen",
    Phrase("Bronnen"),
    show,
    {
        "release": Deed(
            lambda asked: asked.words(
                "Stuk {number} vrijgeven? Het wordt dan gelezen zoals het is.", number=asked.number
            ),
            _release,
        )
    },
    Role.EDITOR,
)
