"""Who takes which side in a sentence in which more than one does."""

from collections import Counter

import pytest

from briefings.enriching.parties import MEMBER_STATES, states_in
from briefings.enriching.statements import find_statements
from briefings.model.item import AgendaItem
from briefings.model.statement import Actor, Stance, StatementKind, Voice
from tests.verdicts.verdicts import HERE, SETTING

_NAMES = {
    Stance.SUPPORT: "voor",
    Stance.CONDITION: "voorwaarde",
    Stance.OPPOSITION: "tegen",
    Stance.CONCERN: "zorg",
    Stance.ABSTENTION: "onthouding",
}
_OTHERS = {
    Actor.COMMISSION: "Commissie",
    Actor.PRESIDENCY: "Voorzitterschap",
    Actor.PARLIAMENT: "Parlement",
    Actor.MEMBER_STATES: "lidstaten",
}
_FOR, _AGAINST = {"voor", "voorwaarde"}, {"tegen", "zorg"}
_OURS = {Actor.NETHERLANDS, Actor.CABINET}


def _found(text: str) -> dict[str, str]:
    sides: dict[str, set[str]] = {}
    for statement in find_statements(AgendaItem("x", paragraphs=(text,)), SETTING):
        for voice in statement.voices:
            if voice.stance in _NAMES:
                for who in _names(voice):
                    sides.setdefault(who, set()).add(_NAMES[voice.stance])
    return {who: _one_of(found) for who, found in sides.items()}


def _names(voice: Voice) -> list[str]:
    ours = ["Nederland"] if voice.actor in _OURS else []
    states = states_in(voice.named) if voice.actor in {Actor.OTHER_STATE, Actor.NETHERLANDS} else []
    return [*ours, *states, *([_OTHERS[voice.actor]] if voice.actor in _OTHERS else [])]


def _one_of(sides: set[str]) -> str:
    if sides & _FOR and sides & _AGAINST:
        return "deels"
    return min(sides, key=["tegen", "onthouding", "voorwaarde", "zorg", "voor"].index)


def _judged(line: str) -> tuple[str, dict[str, str]]:
    text, _, told = line.partition("\t")
    sides = dict(one.strip().split("=") for one in told.split(";") if one.strip())
    ours = {"Nederland" if who == "kabinet" else who: side for who, side in sides.items()}
    return text, {who: side for who, side in ours.items() if side in {*_NAMES.values(), "deels"}}


@pytest.mark.parametrize(
    ("name", "right", "precision", "recall"), [("sides", 103, 0.99, 0.91), ("sides-second", 93, 0.97, 0.78)]
)
def test_everybody_who_takes_a_side_is_read_with_it(name: str, right: int, precision: float, recall: float) -> None:
    seen: Counter[str] = Counter()
    for line in (HERE / f"{name}.txt").read_text("utf-8").splitlines():
        text, meant = _judged(line)
        found = _found(text)
        seen["right"] += meant == found
        seen["both"] += len(meant.items() & found.items())
        seen["found"] += len(found)
        seen["meant"] += len(meant)
    assert seen["right"] >= right
    assert seen["both"] >= precision * seen["found"]
    assert seen["both"] >= recall * seen["meant"]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "De Raad slaagde er niet in unanimiteit te behalen; Italië en Malta hielden hun bezwaren in stand.",
            {"Italië": "tegen", "Malta": "tegen"},
        ),
        ("Duitsland was voorstander, terwijl Frankrijk tegen was.", {"Duitsland": "voor", "Frankrijk": "tegen"}),
        ("De Raad nam de richtlijn aan, met tegenstem van Polen.", {"Polen": "tegen"}),
        ("Bezwaren kwamen van Italië en Malta.", {"Italië": "tegen", "Malta": "tegen"}),
        (
            "Het voorstel werd gesteund door Duitsland en Spanje, maar door Polen afgewezen.",
            {"Duitsland": "voor", "Spanje": "voor", "Polen": "tegen"},
        ),
        ("Nederland is positief over het plan, maar tegen een verplicht register.", {"Nederland": "deels"}),
        ("Hongarije, dat tegen is, onthield zich.", {"Hongarije": "tegen"}),
        ("De Poolse minister wees het voorstel af.", {"Polen": "tegen"}),
        ("Meerdere lidstaten, waaronder Zweden en Nederland, steunden dit.", {"Nederland": "voor", "Zweden": "voor"}),
        ("Enkele lidstaten steunden dit; andere, waaronder Polen, wezen het af.", {"lidstaten": "voor"}),
        (
            "Veel lidstaten steunden dit, terwijl een kleine groep, waaronder Polen, tegen was.",
            {"lidstaten": "voor", "Polen": "tegen"},
        ),
        ("Niet alle lidstaten steunden dit.", {}),
        ("Er kwamen geen bezwaren van Polen.", {}),
        ("De Commissie ging in op de zorgen van burgers.", {}),
        ("", {}),
        ("Polen.", {}),
    ],
)  # fmt: skip
def test_each_has_its_own_side(text: str, sides: dict[str, str]) -> None:
    assert _found(text) == sides


def test_the_stance_of_a_position_is_that_of_the_netherlands() -> None:
    said = find_statements(
        AgendaItem("x", paragraphs=("Duitsland is tegen het plan; Nederland steunt het.",)), SETTING
    )[0]
    assert (said.kind, said.stance) == (StatementKind.POSITION, Stance.SUPPORT)


def test_what_is_said_of_a_thing_is_no_side_of_who_spoke_before_it() -> None:
    text = "Het kabinet onderschrijft het doel; een wachttijd van negen jaar is onaanvaardbaar."
    assert _found(text) == {"Nederland": "voor"}


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Frankrijk dacht aan een jaar, Duitsland vond drie maanden genoeg, en Polen zweeg.", "Duitsland Polen"),
        ("Frankrijk wilde een jaar, Duitsland drie maanden.", "Duitsland"),
        ("Vijftien lidstaten, waaronder Nederland, Italië en Spanje, konden ermee leven.", "Italië Spanje"),
        ("Lidstaten met veel uitvoer, zoals Polen, zijn terughoudend.", "Polen"),
        ("Een groep van zestien lidstaten, aangevoerd door Denemarken, wenst twaalf maanden.", "Denemarken"),
        ("De koppeling is op aandringen van Polen en Malta facultatief gemaakt.", "Polen Malta"),
        ("Nederland bepleitte samen met Zweden een ruimere termijn.", "Zweden"),
        ("Tsjechië wilde meer, maar stond daarin met Luxemburg alleen.", "Luxemburg"),
        ("Voor deze voorkeur kreeg de Commissie bijval van Italië.", "Italië"),
    ],
)
def test_whoever_speaks_is_heard(text: str, speaks: str) -> None:
    said = find_statements(AgendaItem("x", paragraphs=(text,)), SETTING)
    heard = {state for one in said for voice in one.voices for state in states_in(voice.named)}
    assert set(speaks.split()) <= heard


@pytest.mark.parametrize("text", ["Nederland werkt hierbij samen met Polen.", "De lidstaten spraken over Polen."])
def test_who_is_only_spoken_of_is_not_heard(text: str) -> None:
    said = find_statements(AgendaItem("x", paragraphs=(text,)), SETTING)
    assert not {state for one in said for voice in one.voices for state in states_in(voice.named)}


def test_sides_in_sentences_by_newcomers_are_read_right_or_not_at_all() -> None:
    """By two who had seen no rule, who call what is wished "voor" and reservations what they come near to."""
    seen: Counter[str] = Counter()
    for line in (HERE / "sides-newcomers.txt").read_text("utf-8").splitlines():
        text, _, told = line.partition("\t")
        found = _found(text)
        for one in told.split("; "):
            who, side = one.split("=")
            if who in MEMBER_STATES or who == "Nederland":
                seen[_compared(found.get(who), side)] += 1
    assert sum(seen.values()) > 400
    assert seen["right"] >= 0.8 * sum(seen.values())
    assert seen["wrong"] <= 0.02 * sum(seen.values())


def _compared(read: str | None, judged: str) -> str:
    if read is None:
        return "not read"
    near = {"voor": _FOR, "tegen": _AGAINST}.get(judged, {judged})
    return "right" if read in near or read == "deels" else "wrong"
