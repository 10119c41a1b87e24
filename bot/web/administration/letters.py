"""Letters: taking one in, what is not certain of it, its editions, withdrawing it."""

from dataclasses import replace

from bot.access import Role
from bot.administration.refusing import refusal_noted
from bot.web.administration.sheet import Sheet, SheetAct, SheetForm, SheetRow, Table
from bot.web.administration.work import Asked, Deed, Work
from bot.words import Phrase
from briefings.enriching.doubts import doubts_of
from briefings.errors import JbzError, Message, NotUnderstood
from briefings.intake.decide import Decision
from briefings.model.document import Provenance
from storage.reading import kept
from storage.reading.kept import KeptLetter, ListedEdition

_SHOWN = 100
_SAID = {
    Decision.NEW: Phrase("nieuw"),
    Decision.NEW_BUT_OLD: Phrase("nieuw (te oud om nog te melden)"),
    Decision.NEW_EDITION: Phrase("nieuwe versie van een bekende brief"),
    Decision.LESSER_EDITION: Phrase("bewaard naast een betere versie"),
    Decision.HELD: Phrase("bewaard en niet getoond: het heeft veel minder agendapunten"),
    Decision.SAME: Phrase("al bekend"),
}


def show(asked: Asked) -> Sheet:
    """The letters that came in last, or one of them."""
    words, number = asked.words, asked.given.get("brief", "")
    if number.isascii() and number.isdigit() and len(number) < 10:  # noqa: PLR2004 - digits
        return _one(asked, int(number))
    with asked.office.database.reading() as session:
        found = kept.newest(session, _SHOWN)
    head = (words("Nummer"), words("Brief"), words("Kamerstuk"), words("Binnengekomen"), words("Versies"))
    return Sheet(
        words("Brieven"),
        (words("Een brief die u intrekt, is niet meer te lezen; bewaard blijft hij wel."),),
        (Table(words("Nieuwste"), head, tuple(_row(one, asked) for one in found), words("Er zijn nog geen brieven.")),),
        acts=(SheetAct(words("Neem een brief op"), "take_in"),),
        links=tuple(
            (words("Versies en twijfels van brief {number}", number=one.id), f"?brief={one.id}") for one in found[:20]
        ),
    )


def _row(one: KeptLetter, asked: Asked) -> SheetRow:
    words, number = asked.words, str(one.id)
    title = f"{one.title} ({words('ingetrokken')})" if one.withdrawn_at else one.title
    editions = words.count(len(one.editions), "versie", "versies")
    items = words.count(one.items, "agendapunt", "agendapunten")
    acts = () if one.withdrawn_at else (SheetAct(words("Trek in"), "withdraw", number, number),)
    cells = (number, title, one.kamerstuk or "-", asked.moment(one.first_seen_at), f"{editions}, {items}")
    return SheetRow(cells, acts)


def _one(asked: Asked, number: int) -> Sheet:
    """A letter with its editions; read again, to say what is not certain."""
    words, office = asked.words, asked.office
    with office.database.reading() as session:
        letter = kept.one(session, number)
    if letter is None:
        return Sheet(words("Brieven"), (words("Die brief is er niet."),))
    rows = tuple(
        SheetRow(
            (
                str(one.id),
                one.name,
                words("ja") if one.is_shown else words("nee"),
                f"{one.form or '-'}{', ' + words('bijlage') if one.is_annex else ''}",
                one.origin or words("met de hand"),
                asked.moment(one.received_at),
                asked.moment(one.withdrawn_at),
            ),
            _choice(one, letter, asked),
        )
        for one in letter.editions
    )
    head = (
        words("Nummer"),
        words("Naam"),
        words("Getoond"),
        words("Vorm"),
        words("Herkomst"),
        words("Binnengekomen"),
        words("Ingetrokken"),
    )
    doubts = tuple(SheetRow((line,)) for line in _doubts(asked, letter))
    return Sheet(
        letter.title,
        (),
        (
            Table(words("Versies"), head, rows, words("Er zijn geen versies.")),
            Table(words("Niet zeker"), (words("Wat"),), doubts, words("Er is niets waaraan we twijfelen.")),
        ),
    )


def _choice(one: ListedEdition, letter: KeptLetter, asked: Asked) -> tuple[SheetAct, ...]:
    if one.is_shown or one.withdrawn_at or letter.withdrawn_at:
        return ()
    return (SheetAct(asked.words("Toon deze versie"), "choose", str(one.id), one.name),)


def _doubts(asked: Asked, letter: KeptLetter) -> list[str]:
    words, office, said = asked.words, asked.office, []
    for one in letter.editions:
        try:
            document = office.intake.understood(
                office.read(office.library.content(one.id), Provenance(one.name)), one.name
            )
        except JbzError as error:
            said.append(f"{one.name}: {words.say(error.message)}")
            continue
        document = replace(document, doubts=(*document.doubts, *doubts_of(document)))
        said += [f"{one.name}: {words.say(doubt)}" for doubt in document.doubts]
    return said


def take_in_form(asked: Asked) -> SheetForm:
    """Which file."""
    words = asked.words
    hint = words("Een Word-, OpenDocument-, pdf-, xml-, html- of tekstbestand.")
    return SheetForm(words("Neem een brief op"), words("Bestand"), words("Neem op"), "take_in", kind="file", hint=hint)


def _take_in(asked: Asked) -> str:
    if asked.file is None:
        raise NotUnderstood("administration.no_file")
    name, data = asked.file
    provenance = Provenance(name.replace("\\", "/").rpartition("/")[2][:200] or "brief")
    with refusal_noted(asked.office.database, provenance.name, asked.office.clock):
        taken = asked.office.intake.take_in(data, provenance)
    words = asked.words
    held = words.count(len(taken.document.items), "agendapunt", "agendapunten")
    said = [words("{name}: {result}, {held}.", name=name, result=words(_SAID[taken.decision]), held=held)]
    if taken.replaced is not None:
        said.append(words.say(taken.replaced.message))
    if taken.not_shown is not None:
        said.append(words.say(Message("letters.not_shown", {"number": str(taken.not_shown)})))
    if taken.shown_again:
        said.append(words("Deze brief was ingetrokken, en is nu weer te lezen."))
    doubts = (*taken.document.doubts, *doubts_of(taken.document))
    return "\n".join([*said, *(words("Niet zeker: {what}", what=words.say(one)) for one in doubts)])


def _ask_choose(asked: Asked) -> str:
    return asked.words(
        "Versie {number} tonen in plaats van de versie die nu te lezen is? Bewaard blijven beide.", number=asked.number
    )


def _choose(asked: Asked) -> str:
    number, words = asked.office.intake.choose(asked.number), asked.words
    if number is None:
        raise NotUnderstood("administration.no_edition", id=asked.named)
    with asked.office.database.reading() as session:
        letter = kept.one(session, number)
    items = words.count(letter.items if letter else 0, "agendapunt", "agendapunten")
    return words(
        "Van brief {number} is nu versie {edition} te lezen: {items}.", number=number, edition=asked.number, items=items
    )


def _ask_withdraw(asked: Asked) -> str:
    with asked.office.database.reading() as session:
        letter = kept.one(session, asked.number)
    if letter is None or letter.withdrawn_at is not None:
        raise NotUnderstood("administration.no_letter", id=asked.named)
    return asked.words("Brief {number} intrekken? Niemand kan hem dan nog lezen.", number=asked.number)


def _withdraw(asked: Asked) -> str:
    if not asked.office.intake.withdraw_letter(asked.number):
        raise NotUnderstood("administration.no_letter", id=asked.named)
    return asked.words("Brief {number} is ingetrokken.", number=asked.number)


WORK = Work(
    "brieven",
    Phrase("Brieven"),
    show,
    {
        "take_in": Deed(lambda asked: asked.words("Welke brief wilt u opnemen?"), _take_in),
        "choose": Deed(_ask_choose, _choose),
        "withdraw": Deed(_ask_withdraw, _withdraw),
    },
    Role.EDITOR,
    forms={"take_in": take_in_form},
)
