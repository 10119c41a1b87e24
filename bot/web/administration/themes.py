"""The themes: what a change would do, making it, undoing it, and who made the earlier ones."""

from bot.administration import themes
from bot.web.administration.sheet import Sheet, SheetAct, SheetForm, SheetRow, Table
from bot.web.administration.work import Asked, Deed, Work
from bot.words import Phrase
from briefings.errors import NotUnderstood
from storage import audit
from storage.audit import AuditSubject

_SHOWN = 20


def show(asked: Asked) -> Sheet:
    """What is changed now, to be changed further; and every change before."""
    words, office = asked.words, asked.office
    history = office.themes.history(_SHOWN)
    with office.database.reading() as session:
        rows = audit.entries(session, newest=10 * _SHOWN, subject=AuditSubject.THEME)
        who = {row.what: row.who for row in rows}
    now = office.themes.changes()
    changes = tuple(
        SheetRow(
            (
                str(number),
                asked.moment(at),
                who.get(str(number), "-"),
                words("gewijzigd") if text else words("teruggezet"),
            ),
            (SheetAct(words("Terug hiernaar"), "back_to", str(number), str(number)),) if text != now else (),
        )
        for number, at, text in history
    )
    head = (words("Nummer"), words("Wanneer"), words("Wie"), words("Wat"))
    hint = words("Alleen wat anders wordt, als .toml. U ziet eerst wat het doet.")
    return Sheet(
        words("Thema's"),
        (words("Een wijziging geldt meteen; wat bewaard is wordt opnieuw bekeken."),),
        (Table(words("Eerdere wijzigingen"), head, changes, words("De thema's zijn niet gewijzigd.")),),
        (
            SheetForm(
                words("Wijzigen"), words("De wijziging"), words("Laat zien wat dit doet"), "apply", "long", now, hint
            ),
        ),
        (SheetAct(words("Zet terug zoals geleverd"), "reset"),) if now else (),
    )


def _text_of(asked: Asked) -> str:
    """The change that is meant: what was typed, an earlier one, or none."""
    match asked.given["act"]:
        case "apply":
            return asked.given.get("text", "").replace("\r\n", "\n")
        case "back_to":
            found = asked.office.themes.change_with(asked.number)
            if found is None:
                raise NotUnderstood("administration.no_change", id=asked.number)
            return found
        case _:
            return ""


def _preview(asked: Asked) -> str:
    office = asked.office
    before, after = office.themes.catalogue(), themes.changed(_text_of(asked))
    told = themes.lines(themes.preview(office.database, before, after), asked.words)
    return "\n".join([*told, asked.words("Er is nog niets veranderd. De thema's zo wijzigen?")])


def _change(asked: Asked) -> str:
    office, text = asked.office, _text_of(asked)
    count = themes.change(office.themes, text, office.understand_with(themes.changed(text)), office.clock())
    again = asked.words.count(count, "agendapunt", "agendapunten")
    return asked.words("De thema's zijn gewijzigd; opnieuw bekeken: {count}.", count=again)


WORK = Work(
    "themas",
    Phrase("Thema's"),
    show,
    {name: Deed(_preview, _change) for name in ("apply", "back_to", "reset")},
)
