"""A briefing in every form, and templates that an administrator replaces."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot.app import App
from bot.cli.templates import _everything, problems
from bot.commands.following import Follow, Pause
from bot.commands.names import Named
from bot.conversation.wishes import find_interests
from bot.export.document_json import reply_json
from bot.export.docx import to_docx
from bot.export.html import to_email
from bot.export.pdf import to_pdf
from bot.export.text import to_text
from bot.reply import Button, Line, Link, Reply, Section
from bot.seal import Seal
from bot.slack.render import SlackRenderer
from bot.telegram.render import TelegramRenderer
from bot.templates import Templates, bundled, names
from bot.web.render import WebRenderer
from briefings.model.schedule import Schedule, Weekly
from tests.stand_ins.clock import Clock
from tests.stand_ins.telegram_rules import refusal_of_html
from tests.world import World, make_world

pytestmark = pytest.mark.one_database

HOSTILE = Reply(
    "<b>x</b> & {{ 7*7 }}",
    "nl",
    ("<script>alert(1)</script> {% raw %} & w:p",),
    (Section("]]>", lines=(Line("\x0b“&”"),)),),
)


FOLLOW = Follow((Named("migratie"),), Schedule(Weekly(tuple(range(7))), time(7, 30)))


@pytest.fixture
def briefing(app: App) -> Reply:
    interests, _ = find_interests([Named("migratie"), Named("terugkeer")], [], app.catalogue)
    with app.database.reading() as session:
        return app.previews.compose_now(session, interests, app.today(), app.saying("nl"))


def _word(data: bytes) -> list[tuple[str, str]]:
    paragraphs = docx.Document(BytesIO(data)).paragraphs
    return [(str(p.style.name if p.style else ""), p.text) for p in paragraphs if p.text.strip()]


def test_the_word_document_has_headings_sentences_and_links(briefing: Reply) -> None:
    told = _word(to_docx(briefing, bundled()))
    cards = [card for section in briefing.sections for card in section.cards]
    assert told[0] == ("Heading 1", briefing.title)
    assert [text for style, text in told if style == "Heading 2"] == [s.heading for s in briefing.sections if s.heading]
    assert [text for style, text in told if style == "Heading 3"] == [f"{card.title} ({card.number})" for card in cards]
    for line in (line for card in cards for line in card.lines):
        assert [text for _, text in told if line.text in text] != [], line.text


def test_the_page_for_an_e_mail_needs_nothing_beside_it(briefing: Reply) -> None:
    page = to_email(briefing, bundled())
    assert page.lstrip().startswith("<!doctype html>")
    assert [word for word in ("<script", "<img", "<link", "src=", "@import", "url(") if word in page] == []
    assert page.count("<h3>") == sum(len(section.cards) for section in briefing.sections)


def test_what_a_button_asks_is_text_in_every_form_that_shows_it() -> None:
    reply = replace(HOSTILE, buttons=(Button("Tot 1 mei", Pause(date(2025, 5, 1), 3)), Button("Volg", FOLLOW)))
    assert [one["command"] for one in reply_json(reply)["buttons"]] == [
        "pauzeer #3 tot 1 mei 2025",
        "volg migratie dagelijks 07:30",
    ]
    assert to_pdf(reply, bundled()).startswith(b"%PDF")
    assert _word(to_docx(reply, bundled())) == _word(to_docx(HOSTILE, bundled()))
    assert 'value="pauzeer #3 tot 1 mei 2025"' in WebRenderer(bundled()).article(reply)


def test_hostile_text_is_text_in_every_form() -> None:
    page = to_email(HOSTILE, bundled())
    assert "<script>" not in page
    assert "&lt;b&gt;x&lt;/b&gt; &amp; {{ 7*7 }}" in page
    assert _word(to_docx(HOSTILE, bundled()))[:2] == [
        ("Heading 1", "<b>x</b> & {{ 7*7 }}"),
        ("Normal", "<script>alert(1)</script> {% raw %} & w:p"),
    ]
    assert to_text(HOSTILE, bundled()).split("\n")[0] == "<b>x</b> & {{ 7*7 }}"


def _own(folder: Path, name: str, text: str) -> Templates:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return Templates(folder)


def test_an_administrator_replaces_a_template_and_doctor_finds_nothing_wrong(tmp_path: Path, briefing: Reply) -> None:
    own = _own(tmp_path / "own", "export/reply.txt.j2", "Ministerie: {{ reply.title }}")
    assert to_text(briefing, own) == f"Ministerie: {briefing.title}\n"
    assert list(problems(tmp_path / "own")) == []
    assert to_email(briefing, own) == to_email(briefing, bundled())


BAD = {
    "conversation/privacy.nl.txt.j2": "{{ who }}",
    "slack/reply.mrkdwn.j2": "{% macro link(",
    "telegram/reply.html.j2": "{% macro title(text) %}<h1>{{ text }}</h1>{% endmacro %}",
    "web/reply.html.j2": "{{ reply.no_such_thing }}",
    "export/reply.txt.j2": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "export/briefing.docx": "no document",
    "export/print.typ": "#reply.title",
}


@pytest.mark.parametrize("name", BAD)
def test_a_template_that_fails_is_named_by_doctor_and_ours_is_used(tmp_path: Path, name: str, briefing: Reply) -> None:
    own = _own(tmp_path / "own", name, BAD[name])
    found = list(problems(tmp_path / "own"))
    assert len(found) == 1, found
    assert found[0].startswith((name, name.split("/", maxsplit=1)[0], "docx")), found
    assert to_text(briefing, own) == to_text(briefing, bundled())
    assert _word(to_docx(briefing, own)) == _word(to_docx(briefing, bundled()))
    seal = Seal("test")
    assert SlackRenderer(own, seal).messages(briefing) == SlackRenderer(bundled(), seal).messages(briefing)
    assert WebRenderer(own).parts(briefing) == WebRenderer(bundled()).parts(briefing)
    told = [message["html"] for message in TelegramRenderer(own).messages(briefing)]
    assert [refusal_of_html(html) for html in told if name != "telegram/reply.html.j2" and refusal_of_html(html)] == []


def test_a_file_that_replaces_nothing_and_a_folder_that_is_none_are_said(tmp_path: Path) -> None:
    _own(tmp_path, "slack/briefing.j2", "x")
    assert list(problems(tmp_path)) == ["slack/briefing.j2 vervangt niets; jbz templates noemt de namen"]
    assert list(problems(tmp_path / "missing")) == [f"JBZ_TEMPLATES: {tmp_path / 'missing'} is geen map"]
    assert "export/briefing.docx" in set(names())


def test_everything_that_doctor_shows_is_shown_by_our_own_templates(tmp_path: Path) -> None:
    assert list(problems(tmp_path)) == []
    assert [to_text(_everything(language), bundled()).count("<meer>") for language in ("nl", "en")] == [2, 2]


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world, world.running():
        yield world


async def test_the_page_offers_a_briefing_to_take_along(world: World) -> None:
    page = (await world.http.get("/gesprek", params={"q": "briefing migratie"})).text
    assert "Deze briefing als" in page
    assert 'href="/briefing.docx?q=migratie"' in page
    assert "Deze briefing als" not in (await world.http.get("/gesprek", params={"q": "migratie"})).text
    starts = {"docx": b"PK", "pdf": b"%PDF", "html": b"\n<!doctype html>", "txt": b"JBZ-briefing"}
    for form, start in starts.items():
        response = await world.http.get(f"/briefing.{form}", params={"q": "migratie"})
        assert response.status_code == 200
        assert response.content.lstrip().startswith(start.lstrip())
    page_for_mail = await world.http.get("/briefing.html", params={"q": "migratie"})
    assert page_for_mail.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert (await world.http.get("/briefing.exe", params={"q": "migratie"})).status_code == 404
    nothing = await world.http.get("/briefing.txt", params={"q": "volg migratie"})
    assert nothing.text.split("\n")[0] == "“volg migratie” is geen thema dat ik ken."


@pytest.mark.parametrize(("language", "whole", "letters"), [("nl", "nl-NL", []), ("en", "en-GB", ["nl-NL"])])
def test_word_reads_a_document_in_its_language_and_sentences_of_letters_in_theirs(
    language: str, whole: str, letters: list[str]
) -> None:
    lines = (
        Line("Nederland steunde het.", "Nederland", source=Link("Lees", "https://x.example/items/1#p1")),
        Line("x", source=Link("Lees", "https://x.example/2")),
    )
    told = docx.Document(BytesIO(to_docx(Reply("T", language, sections=(Section("S", lines=lines),)), bundled())))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    assert [one.get(f"{word}val") for one in told.styles.element.iter(f"{word}lang")] == [whole]
    assert [one.get(f"{word}val") for one in told.element.body.iter(f"{word}lang")] == letters
