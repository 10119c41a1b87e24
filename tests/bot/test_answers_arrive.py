"""What a person asks is answered, whatever stands in a letter and whatever the platform makes of our answer."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from prometheus_client import REGISTRY

from bot.commands.settings import Help
from bot.export.docx import to_docx
from bot.export.html import to_email
from bot.export.pdf import to_pdf
from bot.export.text import to_text
from bot.reply import Button, Card, Line, Link, Reply, Section
from bot.seal import Seal
from bot.slack.render import SlackRenderer
from bot.teams.render import TeamsRenderer
from bot.telegram.render import TelegramRenderer
from bot.templates import bundled
from bot.web.render import WebRenderer
from briefings.model.chat import Address
from tests.stand_ins.clock import Clock
from tests.stand_ins.faults import said
from tests.stand_ins.slack_rules import refusal_of_blocks
from tests.stand_ins.slack_server import texts
from tests.stand_ins.teams_rules import refusal_of_card
from tests.stand_ins.telegram_rules import refusal_of_html
from tests.world import World, make_world

_USUAL_SUSPECTS = (
    "\u200b\u200d\u200e\u200f\u202a\u202e\u2028\u2029\u2060\ufeff\ufffd\ufffe\uffff\ue000\U000f0000\U0001f468"
    "\u200d\U0001f469\u0300\u0301\u034f\u180e\u3000\ufe0f\U0001f1f3\U0001f1f1\u2018\u2019\u201c\u201d\u2026\u2013"
)
CHARACTERS = [*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x100)), *_USUAL_SUSPECTS]


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world, world.running():
        yield world


def _reply(text: str) -> Reply:
    link = Link(text, f"https://example.org/{text}")
    line = Line(text, text, text, link)
    card = Card(text, text, link, (line,), (link,), text)
    return Reply(text, "nl", (text,), (Section(text, (card,), (line,)),), (link,), text, (Button(text, Help()),))


def test_every_character_in_every_place_is_taken_by_every_channel_and_form() -> None:
    slack, telegram, web = SlackRenderer(bundled(), Seal("x")), TelegramRenderer(bundled()), WebRenderer(bundled())
    teams, refused = TeamsRenderer(bundled(), Seal("x")), []
    for character in CHARACTERS:
        reply = _reply(f"Migratie {character} x")
        refused += [(character, why) for m in slack.messages(reply) if (why := refusal_of_blocks(m["blocks"]))]
        refused += [(character, why) for m in telegram.messages(reply) if (why := refusal_of_html(m["html"]))]
        refused += [(character, why) for m in teams.messages(reply) if (why := refusal_of_card(m["card"]))]
        assert web.parts(reply)
        assert to_text(reply, bundled())
        assert to_email(reply, bundled())
        assert to_docx(reply, bundled())
    assert to_pdf(_reply("".join(CHARACTERS)), bundled()).startswith(b"%PDF")
    assert refused == []


def test_a_bar_in_a_title_ends_no_link() -> None:
    card = Card("Migratie x | y", "I.1", Link("Migratie x | y", "https://example.org/a|b"), ())
    (message,) = SlackRenderer(bundled(), Seal("x")).messages(Reply("x | y", "nl", (), (Section("x", (card,)),)))
    told = json.dumps(message, ensure_ascii=False)
    assert "<https://example.org/a%7Cb|Migratie x ¦ y>" in told
    assert refusal_of_blocks(message["blocks"]) is None


def _refused(channel: str) -> float:
    return REGISTRY.get_sample_value("jbz_answers_refused_total", {"channel": channel}) or 0.0


async def test_an_answer_that_slack_refuses_is_said_plainly_and_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [{"type": "section", "text": {"type": "mrkdwn", "text": "<b>x"}}]
    real = SlackRenderer.messages

    def messages(self: SlackRenderer, reply: Reply) -> list[dict[str, Any]]:
        return [message | {"blocks": [*message["blocks"], *broken]} for message in real(self, reply)]

    monkeypatch.setattr(SlackRenderer, "messages", messages)
    before = _refused("slack")
    (answer,) = await world.slack_types("migratie")
    assert answer["text"].startswith("Migratie\n")
    assert "Externe dimensie van migratie (http" in answer["text"]
    assert ("blocks" in answer, _refused("slack")) == (False, before + 1)


async def test_an_answer_that_telegram_refuses_is_said_plainly_and_counted(world: World) -> None:
    refusal = said(400, {"ok": False, "error_code": 400, "description": "Bad Request: can't parse entities: x"})
    world.telegram.failures = [refusal]
    before = _refused("telegram")
    await world.telegram_types("migratie")
    (text,) = world.telegram.texts(42)
    assert text.startswith("Migratie\n")
    assert ("<b>" in text, _refused("telegram")) == (False, before + 1)


async def test_who_writes_where_briefings_stand_still_is_told_and_may_take_them_up(world: World) -> None:
    await world.slack_types("volg migratie elke maandag 08:00")
    assert world.app.conversation.presence.gone(Address("slack", "T1", "C1"), "Slack: channel_not_found") == 1
    (answer,) = await world.slack_types("terugkeer")
    still = "De briefings staan hier stil (Slack: channel_not_found). Typ hervat, dan komen ze weer."
    assert next(text for text in texts(answer) if "staan hier stil" in text).startswith(still)
    await world.slack_types("hervat")
    (after,) = await world.slack_types("terugkeer")
    assert "staan hier stil" not in json.dumps(after)


async def test_a_check_of_our_certificate_and_a_word_about_limits_are_known(world: World) -> None:
    checked = await world.http.post("/slack/events", content="ssl_check=1&token=x")
    assert (checked.status_code, checked.text) == (200, "")
    asked = await world.http.get("/slack/events", params={"ssl_check": "1"})
    assert (asked.status_code, asked.text) == (200, "")
    assert (await world.http.get("/slack/events")).status_code == 405
    limited = {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1, "api_app_id": "A1", "token": "x"}
    assert (await world.slack_sends(limited)).status_code == 200
