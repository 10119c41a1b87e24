"""A letter is corrected or withdrawn: what was sent of it is put right, and each chat hears of it once."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from time import monotonic

import pytest
from sqlalchemy import select

from bot.administration import recalling
from bot.administration.recalling import Outcome
from briefings.model.document import Provenance
from storage.rows import DeliveryRow, DocumentRow, FollowedRow, ItemRow, MessageRow, RecallRow
from tests.bot.delivery.places import PLATFORMS, OnMatrix, OnMattermost, OnSlack, OnTeams, OnTelegram, Platform
from tests.bot.delivery.seen import ON_SQLITE
from tests.bot.delivery.test_faults import MONDAY, _rounds
from tests.stand_ins.faults import Fault, said
from tests.world import World

WRONG = "Nederland steunde het voorstel over migratie zonder voorbehoud."
RIGHT = "Nederland steunde het voorstel over migratie niet."
ASIDE = "De Commissie lichtte het voorstel over migratie toe."
DAILY = "volg migratie dagelijks 08:00"
_GONE = {
    "Slack": said(200, {"ok": False, "error": "message_not_found"}),
    "Telegram": said(400, {"ok": False, "error_code": 400, "description": "Bad Request: message can't be edited"}),
    "Matrix": said(413, {"errcode": "M_TOO_LARGE"}),
    "Teams": said(404, {"error": {"code": "ActivityNotFoundInConversation", "message": "…"}}),
    "Mattermost": said(404, {"id": "app.post.get.app_error", "status_code": 404}),
}


def letter(sentence: str = WRONG, aside: str = ASIDE, item: str = "Migratie, ronde twee") -> bytes:
    return (
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDen Haag, 28 maart 2025\n\n"
        "Hierbij het verslag van de JBZ-Raad op 28 maart 2025 in Luxemburg.\n\n"
        "Verslag van de JBZ-Raad, 28 maart 2025\n\nI. Justitie\n\n"
        f"1. {item}\n\n{aside} {sentence}\n\n2. Drugs\n\nDe Raad sprak over drugs.\n"
    ).encode()


def takes_in(world: World, data: bytes) -> None:
    world.app.take_in(data, Provenance("letter.txt"))


def withdraws(world: World) -> None:
    with world.app.database.reading() as session:
        number = session.scalars(select(DocumentRow.id).order_by(DocumentRow.id.desc())).first()
    assert number is not None
    assert world.app.intake.withdraw_letter(number)


def shown(place: Platform) -> list[str]:
    """The messages of the bot as they stand in the chat now, with what is not about briefings left out."""
    if isinstance(place, OnTelegram):
        texts = [message["text"] for message in place.server.shown(int(place.chat))]
    elif isinstance(place, OnSlack):
        texts = [json.dumps(post["blocks"], ensure_ascii=False) for post in place.server.posts(place.chat)]
    elif isinstance(place, OnTeams):
        texts = place.server.texts(place.chat)
    elif isinstance(place, OnMatrix):
        texts = [content["body"] for content in place.server.shown(place.chat)]
    else:
        texts = [post["message"] for post in place.server.posts(place.chat)]
    return [text for text in texts if "JBZ-briefing, week" in text or "Correctie" in text]


def states(world: World) -> list[tuple[str, str]]:
    with world.app.database.reading() as session:
        rows = session.execute(select(DeliveryRow.kind, DeliveryRow.state).order_by(DeliveryRow.id))
        return [(row.kind, row.state) for row in rows]


def outcomes(world: World) -> list[list[Outcome]]:
    """What became of each message that was touched, by change."""
    saying = world.app.saying("nl")
    return [[one.outcome for one in report.had] for report in recalling.newest(world.app.database, saying, 9)]


async def told(world: World, make: Callable[[World], Platform], data: bytes | None = None) -> Platform:
    """A chat that follows and was told of the letter, on Monday."""
    place = make(world)
    await place.types(DAILY)
    takes_in(world, data or letter())
    world.clock.now = MONDAY
    await _rounds(world)
    (first,) = shown(place)
    assert WRONG in first
    return place


def has(texts: Sequence[str], *wanted: str) -> list[list[bool]]:
    return [[one in text for one in wanted] for text in texts]


@PLATFORMS
async def test_a_message_is_edited_when_its_letter_is_corrected_and_the_next_briefing_says_so_in_a_word(
    world: World, make: Callable[[World], Platform]
) -> None:
    place = await told(world, make)
    takes_in(world, letter(RIGHT))
    await _rounds(world)
    corrected = "Gecorrigeerd op 31 maart 2025: I.1 Migratie, ronde twee (JBZ-Raad van 28 maart 2025)."
    assert has(shown(place), WRONG, RIGHT, ASIDE, corrected) == [[False, True, True, True]]
    await _rounds(world, 3)
    assert states(world) == [("briefing", "sent"), ("edit", "sent")]
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    word = "In het bericht van 31 maart 2025 is gecorrigeerd: I.1 Migratie, ronde twee (JBZ-Raad van 28 maart 2025)."
    assert has(shown(place)[1:], word, RIGHT, WRONG) == [[True, False, False]]
    world.clock.now = MONDAY + timedelta(days=2)
    await _rounds(world, 2)
    assert has(shown(place)[2:], "Niets nieuws", word, RIGHT) == [[True, False, False]]
    assert outcomes(world) == [[Outcome.EDITED]]


@PLATFORMS
async def test_where_a_message_cannot_be_edited_a_short_correction_comes_and_nothing_is_told_again(
    world: World, make: Callable[[World], Platform]
) -> None:
    place = await told(world, make)
    place.server.edit_failures = [_GONE[place.name]]
    takes_in(world, letter(RIGHT))
    await _rounds(world, 3)
    first, correction = shown(place)
    assert WRONG in first
    assert has([correction], "Er stond", WRONG, "Er staat nu", RIGHT, ASIDE) == [[True, True, True, True, False]]
    assert states(world) == [("briefing", "sent"), ("edit", "dropped"), ("correction", "sent")]
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    assert has(shown(place)[2:], "Niets nieuws", RIGHT) == [[True, False]]
    assert outcomes(world) == [[Outcome.TOLD]]


@PLATFORMS
@ON_SQLITE
async def test_a_letter_that_is_withdrawn_is_taken_out_of_the_message_and_comes_back_with_it(
    world: World, make: Callable[[World], Platform]
) -> None:
    place = await told(world, make)
    withdraws(world)
    await _rounds(world)
    gone = "Deze brief is op 31 maart 2025 ingetrokken"
    assert has(shown(place), WRONG, ASIDE, gone) == [[False, False, True]]
    takes_in(world, letter())
    await _rounds(world)
    assert has(shown(place), WRONG, ASIDE, gone) == [[True, True, False]]
    assert outcomes(world) == [[Outcome.EDITED], [Outcome.EDITED]]


@PLATFORMS
@ON_SQLITE
async def test_an_edit_that_the_platform_takes_without_an_answer_is_made_once_more(
    world: World, make: Callable[[World], Platform]
) -> None:
    place = await told(world, make)
    place.server.edit_failures = ["reset-after", "reset"]
    takes_in(world, letter(RIGHT))
    await _rounds(world, 5)
    assert has(shown(place), WRONG, RIGHT) == [[False, True]]
    assert states(world) == [("briefing", "sent"), ("edit", "sent")]


@ON_SQLITE
@pytest.mark.parametrize("make", [OnSlack, OnMattermost, OnMatrix])
async def test_a_message_whose_name_is_not_known_is_looked_up(world: World, make: Callable[[World], Platform]) -> None:
    place = await told(world, make)
    with world.app.database.writing() as session:
        session.scalars(select(DeliveryRow)).one().posted = None
    takes_in(world, letter(RIGHT))
    await _rounds(world)
    assert has(shown(place), WRONG, RIGHT) == [[False, True]]


@ON_SQLITE
async def test_in_matrix_a_message_whose_words_were_taken_away_is_told_anew(world: World) -> None:
    place = OnMatrix(world)
    await told(world, lambda _: place)
    place.server.redacts(place.server.posts(place.chat)[-1]["event_id"])
    takes_in(world, letter(RIGHT))
    await _rounds(world, 3)
    assert states(world) == [("briefing", "sent"), ("edit", "dropped"), ("correction", "sent")]


@ON_SQLITE
@PLATFORMS
async def test_what_was_not_shown_is_told_by_the_next_briefing_and_edits_nothing(
    world: World, make: Callable[[World], Platform]
) -> None:
    many = " ".join(f"De Raad nam kennis van stuk nummer {n} over migratie." for n in range(30))
    place = await told(world, make, letter(aside=many))
    before = shown(place)
    unseen = next(f"stuk nummer {n} over" for n in range(29, -1, -1) if f"stuk nummer {n} over" not in before[0])
    takes_in(world, letter(aside=many.replace(unseen, unseen.replace("stuk", "besluit"))))
    await _rounds(world)
    assert (shown(place), states(world), outcomes(world)) == (before, [("briefing", "sent")], [[Outcome.NOT_SHOWN]])
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    assert has(shown(place)[1:], "gecorrigeerd op 31 maart 2025", "Niets nieuws") == [[True, False]]


@ON_SQLITE
async def test_of_two_items_only_the_one_that_was_put_right_is_not_told_again(world: World) -> None:
    many = " ".join(f"De Raad nam kennis van stuk nummer {n} over migratie." for n in range(30))

    def two(sentence: str, more: str) -> bytes:
        return letter(sentence).replace(
            b"2. Drugs\n\nDe Raad sprak over drugs.", f"2. Visa en migratie\n\n{more}".encode()
        )

    place = await told(world, OnSlack, two(WRONG, many))
    (before,) = shown(place)
    unseen = next(f"stuk nummer {n} over" for n in range(29, -1, -1) if f"stuk nummer {n} over" not in before)
    takes_in(world, two(RIGHT, many.replace(unseen, unseen.replace("stuk", "besluit"))))
    await _rounds(world)
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    word = "is gecorrigeerd: I.1 Migratie, ronde twee (JBZ-Raad van 28 maart 2025)."
    assert has(shown(place)[1:], word, RIGHT, "Visa en migratie") == [[True, False, True]]


@ON_SQLITE
async def test_a_briefing_that_waits_is_made_anew(world: World) -> None:
    place = OnSlack(world)
    await place.types(DAILY)
    takes_in(world, letter())
    world.clock.now = MONDAY
    await world.server.worker.plan()
    takes_in(world, letter(RIGHT))
    await world.server.worker.plan()
    await _rounds(world, 2)
    assert has(shown(place), WRONG, RIGHT) == [[False, True]]
    assert states(world) == [("briefing", "dropped"), ("briefing", "sent")]


@ON_SQLITE
async def test_the_page_shows_the_briefing_as_it_reads_now(world: World) -> None:
    await world.http.post("/gesprek", data={"q": DAILY}, headers={"origin": "http://testserver"})
    takes_in(world, letter())
    world.clock.now = MONDAY
    await _rounds(world)
    assert has([(await world.http.get("/gesprek")).text], WRONG, RIGHT) == [[True, False]]
    takes_in(world, letter(RIGHT))
    await _rounds(world)
    assert has([(await world.http.get("/gesprek")).text], WRONG, RIGHT) == [[False, True]]


@ON_SQLITE
async def test_who_paused_or_stopped_has_the_message_edited_and_gets_no_other(world: World) -> None:
    place = await told(world, OnSlack)
    await place.types("stop alles")
    takes_in(world, letter(RIGHT))
    await _rounds(world, 2)
    assert has(shown(place), WRONG, RIGHT) == [[False, True]]
    place.server.edit_failures = [_GONE["Slack"]]
    takes_in(world, letter("Nederland onthield zich van een standpunt over migratie."))
    await _rounds(world, 2)
    assert len(shown(place)) == 1
    assert outcomes(world) == [[Outcome.NOT_TOLD], [Outcome.EDITED]]


@ON_SQLITE
async def test_a_second_correction_takes_the_place_of_the_first(world: World) -> None:
    place = await told(world, OnTelegram)
    takes_in(world, letter(RIGHT))
    await _rounds(world)
    last = "Nederland hield een studievoorbehoud aan over migratie."
    takes_in(world, letter(last))
    await _rounds(world)
    assert has(shown(place), WRONG, RIGHT, last) == [[False, False, True]]
    takes_in(world, letter(WRONG + " "))  # other bytes, the same words as at first
    await _rounds(world)
    assert has(shown(place), WRONG, RIGHT, last) == [[True, False, False]]
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    assert [text.count("is gecorrigeerd: I.1 Migratie") for text in shown(place)[1:]] == [1]


@ON_SQLITE
async def test_a_correction_that_cannot_be_sent_is_told_by_the_next_briefing(world: World) -> None:
    place = await told(world, OnSlack)
    place.server.edit_failures = [_GONE["Slack"]]
    takes_in(world, letter(RIGHT))
    place.server.errors[""] = place.error("msg_too_long")
    await _rounds(world, 2)
    place.server.errors.clear()
    assert states(world) == [("briefing", "sent"), ("edit", "dropped"), ("correction", "failed")]
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    assert has(shown(place)[1:], RIGHT, "gecorrigeerd op 31 maart 2025", "kwam hier niet aan") == [[True, True, False]]


@ON_SQLITE
async def test_slack_gets_no_more_than_fifty_edits_in_a_minute(world: World) -> None:
    place = OnSlack(world)
    for chat in place.chats[:3]:
        await place.types(DAILY, chat)
    takes_in(world, letter())
    world.clock.now = MONDAY
    await _rounds(world)
    takes_in(world, letter(RIGHT))
    begun = monotonic()
    await _rounds(world)
    assert len(place.server.edits) == 3
    assert monotonic() - begun >= 2 * 1.2


@ON_SQLITE
async def test_a_message_that_cannot_be_read_any_more_keeps_no_other_from_being_edited(world: World) -> None:
    place = await told(world, OnSlack)
    with world.app.database.writing() as session:
        session.scalars(select(MessageRow)).one().reply = {"of": "another release"}
    takes_in(world, letter(RIGHT))
    await _rounds(world)
    assert states(world) == [("briefing", "sent")]
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)
    assert has(shown(place)[1:], RIGHT, "gecorrigeerd op 31 maart 2025") == [[True, True]]


LONG = tuple(f"Nederland wees er als {n} op dat migratie {'zeer ' * 240}belangrijk is." for n in range(3))


@ON_SQLITE
async def test_a_message_that_would_become_two_is_followed_by_a_correction(world: World) -> None:
    place = await told(world, OnMattermost)
    takes_in(world, letter(" ".join((*LONG, RIGHT))))
    await _rounds(world, 3)
    first, *corrections = shown(place)
    assert WRONG in first
    assert "Correctie" in corrections[0]
    assert states(world) == [("briefing", "sent"), ("correction", "sent")]
    assert outcomes(world) == [[Outcome.TOLD]]


@ON_SQLITE
async def test_of_a_message_that_becomes_shorter_the_rest_is_void(world: World) -> None:
    place = OnMattermost(world)
    await place.types(DAILY)
    takes_in(world, letter(" ".join((*LONG, WRONG)), aside=" ".join(LONG)))
    world.clock.now = MONDAY
    await _rounds(world, 2)
    posts = len(place.server.posts(place.chat))
    takes_in(world, letter(RIGHT))
    await _rounds(world, 4)
    now = [post["message"] for post in place.server.posts(place.chat)]
    assert (len(now), RIGHT in "".join(now), LONG[0] in "".join(now)) == (posts, True, False)
    assert "Dit deel is vervallen." in now[-1]
    assert [kind for kind, _ in states(world)] == ["briefing", "edit"]


@ON_SQLITE
async def test_hostile_words_in_a_correction_stay_words(world: World) -> None:
    place = await told(world, OnSlack)
    takes_in(world, letter("Nederland steunde migratie <!channel> <b>*niet*</b> & @here."))
    await _rounds(world)
    assert has(shown(place), "&lt;!channel&gt;", "<!channel>") == [[True, False]]
    assert place.server.refused == []


async def test_what_a_chat_is_owed_is_kept_whatever_the_edit_comes_to(world: World) -> None:
    place = await told(world, OnSlack)
    place.server.edit_failures = [Fault(503)] * 9
    takes_in(world, letter(RIGHT))
    await _rounds(world)
    assert states(world)[1:] == [("edit", "sending")]
    world.clock.now = MONDAY + timedelta(days=1)
    await _rounds(world, 2)  # the briefing tells it in full, as it is not edited yet
    assert has(shown(place)[1:], RIGHT, "gecorrigeerd op 31 maart 2025") == [[True, True]]
    place.server.edit_failures = []
    await _rounds(world, 3, hours=1)
    assert has(shown(place)[:1], WRONG, RIGHT) == [[False, True]]
    world.clock.now = MONDAY + timedelta(days=2)
    await _rounds(world, 2)
    assert has(shown(place)[2:], "Niets nieuws") == [[True]]
    with world.app.database.reading() as session:
        assert [row.gaps for row in session.scalars(select(FollowedRow))] == [[]]
        assert [row.kind for row in session.scalars(select(RecallRow))] == ["corrected"]


OTHER = (
    b"Den Haag, 30 maart 2025\n\nVerslag van de Milieuraad van 30 maart 2025 te Brussel\n\n"
    b"1. Bossen\n\nDe Raad sprak over bossen.\n\n2. Water\n\nDe Raad sprak over water.\n"
)


def _numbers(world: World) -> set[int]:
    with world.app.database.reading() as session:
        return set(session.scalars(select(ItemRow.id)))


@ON_SQLITE
async def test_a_letter_that_comes_after_one_was_removed_is_not_taken_for_it(world: World) -> None:
    """SQLite gives the number of the last row again when that is gone, unless it is told not to."""
    before = _numbers(world)
    place = await told(world, OnSlack)
    told_of = _numbers(world) - before
    withdraws(world)
    await _rounds(world, 3)
    assert world.app.library.forget_withdrawn(world.clock.now) == 1
    seen = shown(place)
    takes_in(world, OTHER)
    assert _numbers(world) & told_of == set()
    takes_in(world, OTHER.replace(b"over bossen.", b"niet over bossen."))
    await _rounds(world, 3)
    assert (shown(place), outcomes(world)[0]) == (seen, [])


async def _told_at_once(world: World, make: Callable[[World], Platform]) -> Platform:
    place = make(world)
    world.clock.now = MONDAY
    await place.types("volg migratie direct")
    takes_in(world, letter())
    world.clock.now = MONDAY + timedelta(hours=1)
    await _rounds(world, 2)
    (first,) = shown(place)
    assert WRONG in first
    return place


@PLATFORMS
@ON_SQLITE
async def test_who_is_told_at_once_hears_of_a_correction_and_not_of_the_letter_again(
    world: World, make: Callable[[World], Platform]
) -> None:
    place = await _told_at_once(world, make)
    world.clock.now += timedelta(minutes=30)
    takes_in(world, letter(RIGHT))
    for _ in range(4):
        world.clock.now += timedelta(hours=1)
        await _rounds(world, 2)
    first, *others = shown(place)
    assert has([first], RIGHT, WRONG, ASIDE) == [[True, False, True]]
    assert has(others, ASIDE, RIGHT) == []


@PLATFORMS
@ON_SQLITE
async def test_who_is_told_at_once_gets_a_short_correction_where_a_message_cannot_be_edited(
    world: World, make: Callable[[World], Platform]
) -> None:
    place = await _told_at_once(world, make)
    place.server.edit_failures = [_GONE[place.name]]
    world.clock.now += timedelta(minutes=30)
    takes_in(world, letter(RIGHT))
    for _ in range(4):
        world.clock.now += timedelta(hours=1)
        await _rounds(world, 2)
    _, *others = shown(place)
    assert has(others, "Er stond", RIGHT, ASIDE) == [[True, True, False]]
