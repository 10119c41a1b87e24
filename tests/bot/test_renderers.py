"""What the channels make of any reply."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.asking import Ask
from bot.email.addresses import From
from bot.email.message import Mail, write_mail
from bot.email.render import EmailRenderer, read_part
from bot.matrix.content import TEXT, edit_of
from bot.matrix.render import MatrixRenderer
from bot.mattermost.render import MattermostRenderer
from bot.reply import Button, Card, Line, Link, Reply, Section
from bot.seal import Seal
from bot.slack.render import SlackRenderer
from bot.teams.render import TeamsRenderer
from bot.teams.sender import activity_with
from bot.telegram.render import TelegramRenderer
from bot.templates import bundled
from tests.stand_ins.matrix_rules import refusal_of_event, wrong_with_html
from tests.stand_ins.mattermost_rules import refusal_of_post
from tests.stand_ins.slack_rules import refusal_of_blocks
from tests.stand_ins.smtp_rules import refusal_of_mail
from tests.stand_ins.teams_rules import refusal_of_activity, refusal_of_card
from tests.stand_ins.telegram_rules import refusal_of_html

NOW = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
to_slack, to_telegram = SlackRenderer(bundled(), Seal("test")).messages, TelegramRenderer(bundled()).messages
to_teams = TeamsRenderer(bundled(), Seal("test")).messages
to_matrix = MatrixRenderer(bundled(), Seal("test")).messages
to_mattermost = MattermostRenderer(bundled(), "https://jbz.example/mattermost/action").messages
to_mail = EmailRenderer(bundled()).parts

_text = st.text(max_size=400) | st.sampled_from(
    ["<!channel> " * 100, "&" * 5000, "🎉" * 3000, "Zin. " * 2000, "<b>", "a" * 9000]
)
_some = _text.filter(lambda text: bool(text.strip()))
_links = st.builds(Link, _some, st.just("https://zoek.officielebekendmakingen.nl/kst-1-1.html"))
_lines = st.builds(
    Line, _some, st.none() | st.text(min_size=1, max_size=40), st.none() | st.text(min_size=1, max_size=40)
)
_cards = st.builds(
    Card,
    _some.map(lambda t: t[:250]),
    st.none() | st.just("I.1"),
    st.none() | st.builds(Link, st.just("x"), st.just("https://x.example/1")),
    st.lists(_lines, max_size=4).map(tuple),
)
_sections = st.builds(
    Section,
    st.none() | _some.map(lambda t: t[:200]),
    st.lists(_cards, max_size=4).map(tuple),
    st.lists(_lines, max_size=6).map(tuple),
)
_buttons = st.builds(Button, _some.map(lambda t: t[:90]), st.builds(Ask, _some))
_replies = st.builds(
    Reply,
    _some.map(lambda t: t[:250]),
    st.sampled_from(["nl", "en"]),
    st.lists(_some, max_size=2).map(tuple),
    st.lists(_sections, max_size=4).map(tuple),
    footer=st.none() | _some.map(lambda t: t[:200]),
    buttons=st.lists(_buttons, max_size=30).map(tuple),
    shareable=st.none() | st.builds(Ask, _some),
)


@settings(max_examples=25, deadline=None)
@given(_replies)
def test_any_reply_is_taken_by_every_channel(reply: Reply) -> None:
    assert [
        refusal_of_blocks(message["blocks"]) for message in to_slack(reply) if refusal_of_blocks(message["blocks"])
    ] == []
    assert [
        refusal_of_html(message["html"]) for message in to_telegram(reply) if refusal_of_html(message["html"])
    ] == []
    assert [
        (refusal_of_activity(activity_with(message)), refusal_of_card(message["card"])) for message in to_teams(reply)
    ] == [(None, None)] * len(to_teams(reply))
    contents = [edit_of(message, TEXT, "$x") for message in to_matrix(reply)]  # the longest form of each
    assert {refusal_of_event("m.room.message", content) for content in contents} == {None}
    assert {wrong_with_html(message["html"]) for message in to_matrix(reply)} == {None}
    for hidden in (False, True):
        posts = [
            {"message": one["message"], "props": {"attachments": one["attachments"]}}
            for one in to_mattermost(reply, hidden=hidden)
        ]
        assert {refusal_of_post(one) for one in posts} == {None}
        assert {refusal_of_card(message["card"]) for message in to_teams(reply, hidden=hidden)} == {None}
    for part in map(read_part, to_mail(reply)):
        mail = Mail("anna@example.org", part.title, part.text, part.html, part.language, "a1")
        assert refusal_of_mail(write_mail(mail, From("JBZ", "jbz", "example.nl"), NOW)) is None
