"""What each sentence of an item does: a position, a decision, a commitment, or information.

Each kind has its rule here, with the letter that shows the case where it surprises.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from briefings.enriching.actors import Speaker, speaker
from briefings.enriching.stances import decision_kind, stance
from briefings.language.fold import fold
from briefings.language.periods import find_period
from briefings.language.sentences import sentence_spans
from briefings.model.item import AgendaItem
from briefings.model.statement import Actor, Period, Statement, StatementKind

#: Verbs and words by which the Netherlands takes a stand; without one it is only named as a doer.
_STAND = re.compile(
    r"\b(benadruk|benadrukt|onderstre|riep|roep|oproep|opgeroepen|pleit|bepleit|gepleit|zorg|steun|gesteund|uitte|geuit|"
    r"stelde|stelt|gesteld|gaf|geeft|gegeven|aangegeven|benoem|noemde|wees|wijst|wijzen|gewezen|afgewezen|inbreng|ingebracht|bracht|"
    r"brengt|verwelkom|voorstander|tegenstander|kritisch|terughoudend|positief|akkoord|instem|ingestemd|stemde|stemt|"
    r"tegengestemd|voorgestemd|licht|toegelicht|vroeg|vraag|vragen|gevraagd|sprak|spreekt|uitgesproken|acht|vind|vond|hecht|zag|"
    r"ziet|merkt|opgemerkt|wens|voorkeur|verzet|onthoud|onthield|sloot|sluit|aangesloten|intervenie|interveni|wil|wilde|"
    r"hoopt|waarschuw|gewaarschuwd|aandacht|dring|drong|aangedrongen|bevestig|deelde|heeft gedeeld|zet zich|"
    r"zette zich|ingezet|repatri)"
)
_COUNCIL_DECIDES = re.compile(
    r"\braad\b.*\b(?:vast(?! dat)|aan|kennis|aangenomen|vastgesteld|akkoord|goed|goedgekeurd|ingestemd|bekrachtigd)\b"
)
_COUNCIL_VERB = re.compile(
    r"\b(?:stelde|stelt|nam|neemt|heeft|keurde|keurt|bereikte|bereikt|ging|gaat|stemde|bekrachtigde)\b"
)
_DECIDED = (
    r"(?P<what>\w*conclusies|voorstel|\w*verordening|\w*richtlijn|\w*aanbeveling(?:en)?|\w*besluit|algemene orientatie|"
    r"akkoord|mandaat|verklaring|compromis\w*)"
)
_IS_DECIDED = re.compile(
    rf"\b{_DECIDED}\b(?P<between>[^,;]*?)\b(?:werd|werden|is|zijn)\b[^,;]*?\b(?:aangenomen|vastgesteld|goedgekeurd|bekrachtigd|bereikt)\b"
)
_RELATIVE = re.compile(r"\b(?:die|dat|welke)\b")
_ANNOUNCES = re.compile(
    r"\b(?:zal|zullen|kondigde\b.*\baan|kondigt\b.*\baan|heeft\b.*\baangekondigd|staat\b.*\bgepland|staan\b.*\bgepland|"
    r"is\b.*\bvoorzien|zijn\b.*\bvoorzien|aan te werken aan|toegezegd|zeg(?:de|t)\b.*\btoe|"
    r"is voornemens|zijn voornemens|naar verwachting|streeft ernaar|streven ernaar)\b"
)
#: Announces something only together with a day or period to come.
_ANNOUNCES_WHEN = re.compile(
    r"\b(?:aangekondigd\w*|gepland\w*|voorzien|voorziet|verwacht\w*|vastgelegd|van start|begint|beginnen|start|"
    r"in werking|volgt|volgen|vindt\b.*\bplaats|vinden\b.*\bplaats|publiceert|presenteert|informeer\w*|ontvangt|"
    r"komt|komen|gaat|gaan|wordt|worden|doel|bij elkaar|opnieuw|geagendeerd)\b"
)
#: What was to come does not any more.
_CALLED_OFF = re.compile(
    r"\b(?:(?:gepland|voorzien|aangekondigd) (?:was|waren)|opgeschort|uitgesteld|afgelast|ingetrokken)\b"
)


def find_statements(item: AgendaItem, said_on: date | None) -> tuple[Statement, ...]:
    """Every sentence of the item as a Statement, in order.

    Periods are resolved against `said_on`, the letter's date; without one they stay unknown.
    """
    return tuple(
        statement for at, paragraph in enumerate(item.paragraphs) for statement in _of_paragraph(paragraph, at, said_on)
    )


def _of_paragraph(paragraph: str, at: int, said_on: date | None) -> Iterator[Statement]:
    before: str | None = None
    for start, end in sentence_spans(paragraph):
        sentence = paragraph[start:end]
        yield _statement(sentence, speaker(sentence, before), Statement(at, start, end), said_on)
        before = sentence


def _statement(sentence: str, speaks: Speaker | None, place: Statement, said_on: date | None) -> Statement:
    folded = fold(sentence)
    actor = speaks.actor if speaks else None
    due = find_period(sentence, said_on) if said_on else None
    kind = _kind(folded, actor, due)
    return replace(
        place,
        actor=actor,
        kind=kind,
        due=due if kind is StatementKind.COMMITMENT else None,
        named=speaks.named if speaks else None,
        quantity=speaks.quantity if speaks else None,
        stance=stance(folded) if actor else None,
        decided=decision_kind(folded) if kind is StatementKind.DECISION else None,
    )


def _kind(folded: str, actor: Actor | None, due: Period | None) -> StatementKind:
    for kind, holds in _rules(folded, actor, due):
        if holds:
            return kind
    return StatementKind.INFORMATION


def _rules(folded: str, actor: Actor | None, due: Period | None) -> Iterator[tuple[StatementKind, bool]]:
    yield StatementKind.POSITION, actor is Actor.NETHERLANDS and bool(_STAND.search(folded))
    yield StatementKind.DECISION, _council_decides(folded, actor) or _is_decided(folded)
    yield StatementKind.COMMITMENT, _announces(folded, due)


def _announces(folded: str, due: Period | None) -> bool:
    announced = _ANNOUNCES.search(folded) or (due is not None and _ANNOUNCES_WHEN.search(folded))
    return bool(announced) and not _CALLED_OFF.search(folded)


def _council_decides(folded: str, actor: Actor | None) -> bool:
    """ "De JBZ-Raad stelde ... vast", and not "De Commissie stelde vast dat": that is an observation."""
    return actor is Actor.COUNCIL and bool(_COUNCIL_DECIDES.search(folded) and _COUNCIL_VERB.search(folded))


def _is_decided(folded: str) -> bool:
    """ "De Raadsconclusies werden aangenomen", and not "conclusies die vorig jaar zijn vastgesteld"."""
    return any(not _RELATIVE.search(match["between"]) for match in _IS_DECIDED.finditer(folded))
