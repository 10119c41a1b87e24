"""A correction that takes words from a sentence, or adds some: what chats, administrators and a quote say of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.administration import recalling
from bot.conversation.recalled import LettersNow, amend
from bot.reply import Card, Line, Link, Reply, Section
from briefings.model.briefing import StoredItem
from briefings.model.item import AgendaItem
from briefings.model.meeting import Meeting
from briefings.model.recall import Rewording, Standing
from storage.rows import RecallRow
from tests.bot.delivery.places import OnMattermost, OnSlack
from tests.bot.delivery.seen import ON_SQLITE
from tests.bot.delivery.test_faults import MONDAY, _rounds
from tests.bot.delivery.test_recall import DAILY, RIGHT, WRONG, has, letter, shown, takes_in
from tests.talk import CHANNEL, SOMEONE
from tests.world import World

SUPPORTED = "Nederland steunde het voorstel over migratie"
JUDGED = {
    "the last word": (f"{SUPPORTED} niet.", f"{SUPPORTED}."),
    "a condition": (
        f"{SUPPORTED} onder de voorwaarde dat een rechter elk besluit vooraf toetst en de kosten beperkt blijven.",
        f"{SUPPORTED}.",
    ),
    "the beginning": (f"Onder strikte voorwaarden gold: {SUPPORTED}.", f"{SUPPORTED}."),
    "the middle": (f"{SUPPORTED} onder voorwaarden voor een jaar.", f"{SUPPORTED} voor een jaar."),
    "a word added at the end": (f"{SUPPORTED}.", f"{SUPPORTED} niet."),
}
BEFORE = "Zo stond het in een eerdere versie van de brief. Die is gecorrigeerd."


def klopt(world: World, pasted: str) -> Reply:
    return world.app.conversation.handle(f'klopt "{pasted}"', CHANNEL, SOMEONE)


@ON_SQLITE
@pytest.mark.parametrize(("before", "now"), JUDGED.values(), ids=JUDGED.keys())
async def test_the_new_sentence_stands_in_the_place_of_the_old(world: World, before: str, now: str) -> None:
    place = OnMattermost(world)
    await place.types(DAILY)
    takes_in(world, letter(before))
    world.clock.now = MONDAY
    await _rounds(world)
    assert has(shown(place), before) == [[True]]
    takes_in(world, letter(now))
    await _rounds(world)
    assert has(shown(place), before, now, "Wat hier stond") == [[False, True, False]]
    (report,) = recalling.newest(world.app.database, world.app.saying("nl"), 9)
    assert [(one.gone, one.new) for one in report.recall.changes] == [((before,), (now,))]
    said = klopt(world, before)
    assert (BEFORE in said.lead, "Dit vind ik in geen enkele brief die ik ken." in said.lead) == (True, False)
    assert [now in line.text for section in said.sections for card in section.cards for line in card.lines] == [True]
    assert BEFORE not in klopt(world, now).lead


@ON_SQLITE
async def test_of_a_sentence_that_went_a_quote_says_that_it_is_said_no_longer(world: World) -> None:
    dropped = "Bulgarije en Roemenië vroegen schepen, tenten, dekens."
    takes_in(world, letter(f"{dropped} {WRONG}"))
    takes_in(world, letter(WRONG))
    assert klopt(world, dropped).lead == ("Nee, dit staat niet meer in een brief.", BEFORE)
    assert klopt(world, "Bulgarije en Roemenië vroegen nooit om kano's").lead[1:] == ()


@ON_SQLITE
async def test_the_meeting_is_named_of_what_is_put_right(world: World) -> None:
    other = letter(item="Terugkeer en migratie").replace(b"28 maart", b"5 maart")
    place = OnSlack(world)
    await place.types(DAILY)
    takes_in(world, other)
    takes_in(world, letter())
    world.clock.now = MONDAY
    await _rounds(world)
    takes_in(world, letter(RIGHT))
    await _rounds(world)
    named = "I.1 Migratie, ronde twee (JBZ-Raad van 28 maart 2025)."
    assert has(shown(place), f"Gecorrigeerd op 31 maart 2025: {named}") == [[True]]
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    assert has(shown(place)[1:], f"In het bericht van 31 maart 2025 is gecorrigeerd: {named}") == [[True]]
    with world.app.database.writing() as session:  # as an older release kept it
        for row in session.scalars(select(RecallRow)):
            row.changes = [{key: value for key, value in one.items() if key != "meeting"} for one in row.changes]
    report, *_ = recalling.newest(world.app.database, world.app.saying("nl"), 9)
    assert [(one.name, one.meeting) for one in report.recall.changes] == [("I.1 Migratie, ronde twee", None)]


@ON_SQLITE
def test_what_was_said_before_does_not_stand_there_without_what_is_said_now(world: World) -> None:
    def line(item: int, label: str) -> Line:
        return Line(f"{label} zin.", label, source=Link("¶1", f"https://jbz.example.nl/items/{item}#p1"))

    card = Card(
        "Migratie",
        "I.1",
        Link("Lees", "https://jbz.example.nl/items/12"),
        (line(12, "Nederland"), line(12, "Besluit"), line(9, "Eerder tegen")),
    )
    reply = Reply("Briefing", "nl", sections=(Section(cards=(card,)),))
    left = {}
    for gone in ("Nederland", "Besluit"):
        change = Rewording(12, "I.1", "Migratie", gone=(f"{gone} zin.",))
        letters = LettersNow(Standing({12: change}), {}, world.app.saying("nl"))
        left[gone] = [one.label for one in amend(reply, letters).sections[0].cards[0].lines if one.label]
    assert left == {"Nederland": ["Besluit"], "Besluit": ["Nederland", "Eerder tegen"]}


@ON_SQLITE
def test_a_sentence_by_itself_is_replaced_by_what_is_left_of_it(world: World) -> None:
    gone, new = "De Commissie komt vóór de zomer met een voorstel.", "De Commissie komt met een voorstel."
    meeting = Meeting("JBZ", (date(2025, 3, 7),))
    source = StoredItem(
        9, AgendaItem("Visa", number="I.2", paragraphs=(new,)), meeting, 1, "verslag", None, None, None
    )  # fmt: skip
    line = Line(gone, "vóór de zomer", source=Link("¶1", "https://jbz.example.nl/items/9#p1"))
    reply = Reply("Briefing", "nl", sections=(Section(lines=(line,)),))
    told = {}
    for now in (new, "Cyprus zweeg."):
        standing = Standing({9: Rewording(9, "I.2", "Visa", (gone,), (now,))})
        (shown_now,) = amend(reply, LettersNow(standing, {9: source}, world.app.saying("nl"))).sections[0].lines
        told[now] = shown_now.text, shown_now.label, shown_now.remark
    assert told == {
        new: (new, None, "JBZ-Raad van 7 maart 2025, I.2 Visa"),
        "Cyprus zweeg.": ("Wat hier stond, staat niet meer in de brief.", None, None),
    }
