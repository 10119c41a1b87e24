"""Report in, command in, answer out, subscription, clock forward, briefing out: on both databases."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from bot.telemetry import REQUESTS_REFUSED
from bot.version import version
from briefings.model.document import Provenance
from storage.rows import ItemRow
from tests.stand_ins import slack_server, telegram_server
from tests.stand_ins.clock import Clock
from tests.world import World, make_world


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world:
        yield world


def _texts(message: dict[str, object]) -> list[str]:
    blocks = message["blocks"]
    assert isinstance(blocks, list)
    return [block["text"]["text"] for block in blocks if "text" in block]


async def test_slack_answers_a_question(world: World) -> None:
    async with world.running():
        (answer,) = await world.slack_types("migratie")
    texts = _texts(answer)
    assert texts[:2] == ["Migratie", "3 agendapunten in de JBZ-Raad van 5 en 7 maart 2025 (Brussel)"]
    assert [text.split("|")[1].split(">")[0] for text in texts[2:]] == [
        "Externe dimensie van migratie",
        "Implementatie Asiel- en Migratiepact",
        "Staat van het Schengengebied",
    ]
    told = (
        "*Nederland:* Nederland is akkoord gegaan met het voorstel. "
        "_(elders of eerder: het Comité voor de Migratie- en Veiligheidsfondsen)_ <http://localhost:8000/items/12#p1|¶1>"
    )
    assert texts[3].split("\n")[2] == told
    assert answer["response_type"] == "ephemeral"
    assert world.slack.refused == []


async def test_slack_buttons_share_follow_and_read_more(world: World) -> None:
    async with world.running():
        (answer,) = await world.slack_types("migratie")
        buttons = {b["text"]["text"]: b for b in answer["blocks"][-1]["elements"]}
        assert list(buttons) == [
            "Lees I.6",
            "Lees I.9.a",
            "Lees I.1",
            "Volg migratie",
            "Tijdlijn",
            "Waarom dit?",
            "Deel in kanaal",
        ]
        fields, name = world.slack.press("jbz:0", buttons["Lees I.6"]["value"])
        await world.slack_sends(fields)
        (item,) = await world.slack.shown()
        assert _texts(item)[0] == "I.6 Externe dimensie van migratie"
        fields, name = world.slack.press("jbz:3", buttons["Volg migratie"]["value"])
        await world.slack_sends(fields)
        (followed,) = await world.slack.answers(name)
        assert _texts(followed)[0] == "Dit kanaal volgt nu migratie."
        assert followed["response_type"] == "in_channel"
        assert followed["blocks"][-1]["elements"][0]["text"] == "Ingesteld door <@U1>"
        share = buttons["Deel in kanaal"]
        fields, name = world.slack.press(share["action_id"], share["value"])
        await world.slack_sends(fields)
        (shared,) = await world.slack.answers(name)
    assert shared["response_type"] == "in_channel"
    assert shared["blocks"][-1]["elements"][0]["text"] == "Gedeeld door <@U1>"
    assert world.slack.refused == []


async def test_a_slack_channel_follows_and_gets_its_weekly_briefing(world: World) -> None:
    async with world.running():
        (said,) = await world.slack_types("volg georganiseerde criminaliteit elke maandag 08:00")
        assert _texts(said) == [
            "Dit kanaal volgt nu georganiseerde criminaliteit.",
            (
                "Elke maandag 08:00. De eerste briefing komt maandag 31 maart om 08:00.\n"
                "In de laatste drie maanden had u hiermee 3 agendapunten gekregen."
            ),
            (
                "*I.4:* EU-Latijns Amerikaanse Comité voor Interne Veiligheid (CLASI)\n"
                "*I.8:* De strijd tegen drugshandel en georganiseerde criminaliteit\n"
                "*II.5.c:* Versterking justitiële samenwerking derde landen"
            ),
        ]
        await world.deliver()
        assert world.slack.posts("C1") == []
        world.clock.now = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
        await world.deliver()
        await world.deliver()
    (briefing,) = world.slack.posts("C1")
    assert _texts(briefing)[:2] == [
        "JBZ-briefing, week 14 van 2025",
        "1 thema, 3 agendapunten, 1 aankondiging\nJBZ-Raad van 5 en 7 maart 2025 (Brussel)",
    ]
    assert briefing["metadata"] == {"event_type": "jbz_briefing", "event_payload": {"key": "1-1"}}


async def test_later_briefings_tell_only_what_is_new(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie dagelijks 07:30")
        for _ in range(2):
            world.clock.forward(days=1)
            await world.deliver()
    leads = [_texts(post)[1].split("\n")[0] for post in world.slack.posts("C1")]
    assert leads == [
        "1 thema, 3 agendapunten, 1 aankondiging",
        "Niets nieuws over migratie.",
    ]


async def test_understanding_kept_letters_anew_announces_nothing_again(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie, insolventie dagelijks 07:30")
        world.clock.forward(days=1)
        await world.deliver()
        before = _kept(world)
        with world.app.database.writing() as session:
            session.execute(text("update corpus set understanding = 1"))
            for row in session.scalars(select(ItemRow)):
                row.content = {**row.content, "statements": [s[:10] for s in row.content["statements"]]}
        world.app.prepare()
        assert _kept(world) == before
        world.clock.forward(days=1)
        await world.deliver()
    leads = [_texts(post)[1].split("\n")[0] for post in world.slack.posts("C1")]
    assert leads[1:] == ["Niets nieuws over migratie en insolventierecht."]


def _kept(world: World) -> list[tuple[int, object, int | None]]:
    with world.app.database.reading() as session:
        rows = session.scalars(select(ItemRow).order_by(ItemRow.id))
        return [(row.id, row.content["statements"], row.news_sequence) for row in rows]


async def test_the_service_restarted_before_sending_loses_nothing(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie elke maandag 08:00")
        await world.telegram_types("/volg insolventie elke maandag 08:00")
        world.clock.now = datetime(2025, 3, 31, 6, 0, 30, tzinfo=UTC)
        await world.server.worker.plan()
    async with world.running():
        await world.deliver()
    assert len(world.slack.posts("C1")) == 1
    assert [text.split("\n")[0] for text in world.telegram.texts(42)] == [
        "<b>U volgt nu insolventierecht.</b>",
        "<b>JBZ-briefing, week 14 van 2025</b>",
    ]


async def test_weeks_of_downtime_give_one_briefing_and_very_late_ones_none(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie elke maandag 08:00", channel="C1")
    world.clock.now = datetime(2025, 4, 15, 6, 0, tzinfo=UTC)  # Tuesday: the last of three Mondays is a day ago
    async with world.running():
        await world.deliver()
        assert len(world.slack.posts("C1")) == 1
    world.clock.now = datetime(2025, 4, 24, 6, 0, tzinfo=UTC)  # Thursday: more than 48 hours late
    async with world.running():
        await world.deliver()
        assert len(world.slack.posts("C1")) == 1
        world.clock.now = datetime(2025, 4, 28, 6, 0, tzinfo=UTC)
        await world.deliver()
        assert len(world.slack.posts("C1")) == 2


async def test_moving_the_clock_back_sends_nothing_twice(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie elke maandag 08:00")
        world.clock.now = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
        await world.deliver()
        world.clock.forward(days=-3)
        await world.deliver()
        world.clock.forward(days=3, minutes=5)
        await world.deliver()
    assert len(world.slack.posts("C1")) == 1


async def test_a_removed_bot_pauses_the_subscription_and_says_why(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie elke maandag 08:00")
        world.slack.archive("C1")
        world.clock.forward(days=7)
        await world.deliver()
        (said,) = await world.slack_types("abonnementen", channel="C1")
    assert world.slack.posts("C1") == []
    assert _texts(said)[1:3] == [
        "De briefings staan hier stil (Slack: is_archived). Typ hervat, dan komen ze weer.",
        "*migratie:* elke maandag 08:00; staat stil: Slack: is_archived",
    ]


async def test_a_429_is_obeyed_to_the_second(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie elke maandag 08:00")
        world.slack.failures = ["ratelimited"]
        world.clock.forward(days=7)
        await world.deliver()
        world.clock.forward(seconds=6)
        await world.deliver()
        assert world.slack.posts("C1") == []
        world.clock.forward(seconds=1)
        await world.deliver()
    assert len(world.slack.posts("C1")) == 1


@pytest.mark.parametrize("failure", ["500", "reset", "reset-after"])
async def test_slack_gets_each_briefing_once_whatever_breaks(world: World, failure: str) -> None:
    async with world.running():
        await world.slack_types("volg migratie elke maandag 08:00")
        world.slack.failures = [failure]
        world.clock.forward(days=7)
        for _ in range(3):
            await world.deliver()
            world.clock.forward(minutes=6)
    assert len(world.slack.posts("C1")) == 1


@pytest.mark.parametrize(("failure", "copies"), [("429", 1), ("500", 1), ("reset", 1), ("reset-after", 2)])
async def test_telegram_loses_nothing_and_repeats_only_what_broke_after_it_was_taken(
    world: World, failure: str, copies: int
) -> None:
    async with world.running():
        await world.telegram_types("volg insolventie elke maandag 08:00")
        world.telegram.failures = [failure]
        world.clock.forward(days=7)
        for _ in range(3):
            await world.deliver()
            world.clock.forward(minutes=6)
    assert len(world.telegram.texts(42)) == 1 + copies


async def test_telegram_answers_asks_and_follows(world: World) -> None:
    async with world.running():
        await world.telegram_types("/jbz migartie")
        await world.telegram_sends(world.telegram.presses("volg migratie"))
        await world.telegram_types("/abonnementen")
    first = [text.split("\n") for text in world.telegram.texts(42)]
    assert first[0][:3] == [
        "<b>Migratie</b>",
        "Bedoelde u migratie? Dit vond ik:",
        "3 agendapunten in de JBZ-Raad van 5 en 7 maart 2025 (Brussel)",
    ]
    assert first[1][0] == "<b>U volgt nu migratie.</b>"
    assert first[2][0] == "<b>Wat hier wordt gevolgd</b>"
    assert world.telegram.refused == []


async def test_in_a_telegram_group_only_administrators_change_what_it_follows(world: World) -> None:
    world.telegram.administrators = {8}
    async with world.running():
        await world.telegram_types("/volg@jbz_test_bot migratie", chat=-100, person=7, kind="supergroup")
        await world.telegram_types("/volg@jbz_test_bot migratie", chat=-100, person=8, kind="supergroup")
        await world.telegram_types("/volg@another_bot migratie", chat=-100, person=8, kind="supergroup")
        await world.telegram_types("zomaar een gesprek over migratie", chat=-100, person=8, kind="supergroup")
    assert [text.split("\n")[0] for text in world.telegram.texts(-100)] == [
        "<b>Alleen een beheerder kan wijzigen wat hier wordt gevolgd.</b>",
        "<b>Deze groep volgt nu migratie.</b>",
    ]


async def test_a_group_that_becomes_a_supergroup_keeps_its_briefing(world: World) -> None:
    world.telegram.administrators = {7}
    async with world.running():
        await world.telegram_types("/volg insolventie elke maandag 08:00", chat=-5, kind="group")
        world.telegram.migrated = {"-5": "-1005"}
        world.clock.forward(days=7)
        await world.deliver()
        await world.deliver()
    assert len(world.telegram.texts(-1005)) == 1


async def test_one_briefing_that_cannot_be_made_does_not_keep_the_others(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie elke maandag 08:00", channel="C1")
        await world.slack_types("volg visa elke maandag 08:00", channel="C2")
        with world.app.database.writing() as session:
            session.execute(text("UPDATE chats SET channel = 'fax' WHERE chat = 'C1'"))
        world.clock.forward(days=7)
        await world.deliver()
    assert (len(world.slack.posts("C1")), len(world.slack.posts("C2"))) == (0, 1)


async def test_one_delivery_that_cannot_be_sent_does_not_hold_up_its_lane(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie elke maandag 08:00", channel="C1")
        await world.slack_types("volg visa elke maandag 08:00", channel="C2")
        world.clock.forward(days=7)
        await world.server.worker.plan()
        with world.app.database.writing() as session:
            of_c1 = "(SELECT message_id FROM deliveries WHERE chat = 'C1')"
            session.execute(text(f"UPDATE messages SET parts = '[\"no json\"]' WHERE id = {of_c1}"))  # noqa: S608 - ours
        await world.deliver()
    assert (len(world.slack.posts("C1")), len(world.slack.posts("C2"))) == (0, 1)


async def test_a_theme_followed_on_another_schedule_moves_and_is_not_told_twice(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie dagelijks 08:00")
        world.clock.forward(days=1)
        await world.deliver()
        await world.slack_types("volg migratie elke maandag 08:00")
        world.clock.forward(days=7)
        await world.deliver()
    leads = [_texts(post)[1].split("\n")[0] for post in world.slack.posts("C1")]
    assert leads == [
        "1 thema, 3 agendapunten, 1 aankondiging",
        "Niets nieuws over migratie.",
    ]


async def test_a_pause_ends_by_itself_and_english_is_spoken_on_request(world: World) -> None:
    async with world.running():
        await world.slack_types("taal en")
        await world.slack_types("follow migration daily 08:00")
        (paused,) = await world.slack_types("pause until 1 april")
        world.clock.now = datetime(2025, 3, 30, 9, 0, tzinfo=UTC)
        await world.deliver()
        assert world.slack.posts("C1") == []
        for day in (1, 2):
            world.clock.now = datetime(2025, 4, day, 9, 0, tzinfo=UTC)
            await world.deliver()
    assert _texts(paused)[0] == "The briefings are paused until 1 April 2025."
    assert [_texts(post)[0] for post in world.slack.posts("C1")] == ["JBZ briefing, week 14 of 2025"]


async def test_a_repeated_update_or_request_is_handled_once(world: World) -> None:
    async with world.running():
        update = world.telegram.says("/jbz EES")
        await world.telegram_sends(update)
        await world.telegram_sends(update)
        fields, name = world.slack.command("EES")
        body, headers = world.slack.signed(fields, world.clock.now.timestamp())
        for _ in range(2):
            response = await world.http.post("/slack/events", content=body, headers=headers)
            assert response.status_code == 200
        await world.slack.answers(name)
    assert len(world.telegram.texts(42)) == 1
    assert len(world.slack.responses[name]) == 1


async def test_what_is_not_signed_or_secret_reaches_nothing(world: World) -> None:
    async with world.running():
        fields, name = world.slack.command("volg migratie")
        now = world.clock.now.timestamp()
        body, good = world.slack.signed(fields, now)
        stale = world.slack.signed(fields, now - 301)[1]
        other = world.slack.signed(fields, now, "another secret")[1]
        garbage = good | {"X-Slack-Request-Timestamp": "abc", "X-Slack-Signature": "v0=zzz"}
        as_bytes = {name.encode(): value.encode() for name, value in good.items()}
        for hostile in (
            {b"X-Slack-Signature": b"v0=\xe9"},
            {b"X-Slack-Request-Timestamp": b"\xb2"},  # a digit to str.isdigit, and no number to int
            {b"X-Slack-Request-Timestamp": b"9" * 400},
            {b"X-Slack-Request-Timestamp": b"9" * 5000},
        ):
            assert (await world.http.post("/slack/events", content=body, headers=as_bytes | hostile)).status_code == 401
        for headers in ({}, stale, other, garbage):
            assert (await world.http.post("/slack/events", content=body, headers=headers)).status_code == 401
        update = world.telegram.says("volg migratie")
        refused = REQUESTS_REFUSED.labels("telegram")._value.get()
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
            assert (await world.http.post("/telegram/webhook", json=update, headers=headers)).status_code == 401
        assert REQUESTS_REFUSED.labels("telegram")._value.get() == refused + 2
    assert world.slack.responses[name] == []
    assert world.telegram.sent == []


async def _chunks() -> AsyncIterator[bytes]:
    """More than any platform sends, of a length that is not said before."""
    for _ in range(33):
        yield b"x" * 65_536


@pytest.mark.parametrize("path", ["/slack/events", "/telegram/webhook", "/"])
async def test_a_request_without_end_is_not_read_to_its_end(world: World, path: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    secret = {"X-Telegram-Bot-Api-Secret-Token": telegram_server.WEBHOOK_SECRET}
    async with world.running():
        for body in (_chunks(), b"x" * 2_000_000):
            response = await world.http.post(path, content=body, headers=form | secret)
            assert response.status_code == 413


async def test_socket_mode_answers_too(world: World) -> None:
    async with world.running(SLACK_APP_TOKEN=slack_server.APP_TOKEN):
        fields, name = world.slack.command("insolvensie")
        envelope = await world.slack.deliver_by_socket(fields)
        (answer,) = await world.slack.answers(name)
    assert _texts(answer)[0] == "Insolventierecht"
    assert envelope in world.slack.acknowledged


async def test_polling_confirms_an_update_only_when_it_was_handled(world: World) -> None:
    async with world.running(TELEGRAM_MODE="polling"):
        update = world.telegram.says("pizza")
        (answer,) = await world.telegram.answers(42)
        for _ in range(100):
            if world.telegram.confirmed > update["update_id"]:
                break
            await asyncio.sleep(0.02)
    assert answer["text"].split("\n")[0] == "<b>Niets gevonden</b>"
    assert world.telegram.confirmed == update["update_id"] + 1


async def test_no_chat_sees_or_changes_another_chats_subscriptions(world: World) -> None:
    async with world.running():
        await world.slack_types("volg migratie", channel="C1")
        (seen,) = await world.slack_types("abonnementen", channel="C2")
        (stopped,) = await world.slack_types("stop alles", channel="C2")
        (kept,) = await world.slack_types("abonnementen", channel="C1")
    assert _texts(seen)[0] == "Hier wordt nog niets gevolgd."
    assert _texts(stopped)[0] == "Dat werd hier niet gevolgd."
    assert _texts(kept)[0] == "Wat hier wordt gevolgd"


HOSTILE = [
    "", " ", "\x00\x1b[31m", "<!channel>", "<script>alert(1)</script>", "a" * 10_000, "' OR 1=1 --", '"', "*", "NEAR(",
    "/jbz " * 50, "volg <!here>", "stop pizza", "raad 2031", "punt 99", "punt #999999999999999999999",
    "taal xx", "tijdzone ../../etc/passwd", "tijdlijn <b>", "meer 9999999 x", "briefing <@U1>", "pauzeer tot gisteren",
    "&amp; &lt;", "]]>", "{{ 7*7 }}", "\u202eevil", "🎉" * 500,
]  # fmt: skip


async def test_hostile_text_gets_a_helpful_reply_and_never_becomes_markup(world: World) -> None:
    world.slack.strict = False  # many questions in a row
    async with world.running():
        for at, text in enumerate(HOSTILE):
            answers = await world.slack_types(text, channel=f"C{at}")
            assert answers[0]["text"]
            if text.strip():
                await world.telegram_types(text, chat=1000 + at)
                assert len(world.telegram.texts(1000 + at)) >= 1
            page = (await world.http.get("/gesprek", params={"q": text[:1500]})).text
            assert "<script>alert" not in page
    assert world.slack.refused == []
    assert world.telegram.refused == []


async def test_the_web_channel_follows_and_shows_its_briefing(world: World) -> None:
    async with world.running():
        asked = await world.http.get("/gesprek", params={"q": "volg migratie elke maandag 08:00"})
        assert "Wilt u dit doen" in asked.text
        await world.http.post("/", data={"q": "volg migratie elke maandag 08:00"})
        world.clock.forward(days=7)
        await world.deliver()
        page = (await world.http.get("/gesprek")).text
        elsewhere = await world.http.post("/", data={"q": "stop alles"}, headers={"Origin": "https://evil.example"})
    assert page.count("JBZ-briefing, week 14 van 2025") == 1
    assert elsewhere.status_code == 403


async def test_health_and_pages(world: World) -> None:
    async with world.running():
        health = (await world.http.get("/healthz")).json()
        assert (health["status"], health["version"], health["schema"]) == ("ok", version(), None)
        assert (await world.http.get("/readyz")).status_code == 200
        assert (await world.http.get("/healthz")).json()["schema"] == world.app.database.head
        assert (await world.http.get("/readyz")).json() == {"status": "ready"}
        assert (await world.http.get("/items/1")).status_code == 200
        assert "Ik bewaar geen namen" in (await world.http.get("/privacy")).text
        for none in ("999", "9" * 20, "9" * 5000, "-1", "%C2%B2", "een"):
            assert (await world.http.get(f"/items/{none}")).status_code == 404, none
        assert (await world.http.get("/metrics")).status_code == 200


async def test_a_new_letter_is_told_at_once_to_who_wants_that(world: World) -> None:
    async with world.running():
        await world.slack_types("volg insolventie direct")
        await world.deliver()
        assert world.slack.posts("C1") == []
        letter = _later_letter()
        world.app.take_in(letter, Provenance("later.txt"))
        world.clock.forward(seconds=1)
        await world.deliver()
    (post,) = world.slack.posts("C1")
    assert "Insolventie in de zomer" in json.dumps(post, ensure_ascii=False)


def _later_letter() -> bytes:
    return (
        b"Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDen Haag, 20 maart 2025\n\n"
        b"Hierbij het verslag van de JBZ-Raad op 12 en 13 maart 2025 in Luxemburg.\n\n"
        b"Verslag van de JBZ-Raad, 12 en 13 maart 2025\n\nI. Justitie\n\n1. Insolventie in de zomer\n\n"
        b"Nederland benadrukte het belang van het insolventierecht.\n"
    )
