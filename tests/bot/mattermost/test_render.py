"""Reply -> Mattermost posts."""

from dataclasses import replace

from bot.commands.following import Follow
from bot.commands.names import Named
from bot.mattermost.data import opened_in, sealed_for
from bot.mattermost.render import MattermostRenderer
from bot.reply import Button, Line, Section
from bot.seal import Seal
from bot.templates import bundled
from briefings.model.chat import Address
from tests.bot.replies import CARD, WHOLE
from tests.stand_ins.mattermost_rules import refusal_of_post

SEAL = Seal("test")
RENDERER = MattermostRenderer(bundled(), "https://jbz.example/mattermost/action")


def test_the_parts_of_a_reply_stand_in_their_order() -> None:
    (message,) = RENDERER.messages(WHOLE)
    assert message["message"].splitlines() == [
        "#### Migratie",
        "Eerst dit.",
        "",
        "**Over terugkeer**",
        "En nog iets. *(niet zeker)*",
        "",
        r"**[Terugkeer & <opvang>](https://jbz.example/items/1)** (I.6)",
        "*JBZ-Raad*",
        "**Besluit:** De Raad nam het besluit.",
        r"**Nederland:** Nederland <\!channel> steunt dit.",
        "[Verslag <JBZ> & meer](https://zoek.officielebekendmakingen.nl/kst-1.html)",
        "",
        "[Verslag <JBZ> & meer](https://zoek.officielebekendmakingen.nl/kst-1.html)",
        "",
        "*Tot zover.*",
        "[Lees meer](https://jbz.example/zoek?q=migratie)",
    ]


def test_a_button_carries_its_command_sealed_for_its_channel_and_only_to_us() -> None:
    there = Button("Stop", Follow((Named("visa"),)), at=Address("mattermost", "server", "@dm1"))
    (message,) = RENDERER.messages(replace(WHOLE, buttons=(*WHOLE.buttons, there)), hidden=True)
    actions = message["attachments"][0]["actions"]
    assert [action["name"] for action in actions] == ["Volg migratie", "Meer", "Stop"]
    assert {action["integration"]["url"] for action in actions} == {"https://jbz.example/mattermost/action"}
    (sealed,) = sealed_for("c1", message["attachments"], SEAL)
    contexts = [action["integration"]["context"] for action in sealed["actions"]]
    opened = [one for context in contexts if (one := opened_in("c1", context, SEAL))]
    assert opened[0].command == Follow((Named("migratie"),))
    assert [one.chat for one in opened] == ["", "", "@dm1"]
    assert {one.hidden for one in opened} == {True}
    plain = [action["integration"]["context"] for action in actions]
    for channel, given, seal in (
        ("c2", contexts, SEAL),
        ("", contexts, SEAL),
        ("c1", plain, SEAL),
        ("c1", contexts, Seal("x")),
    ):
        assert [opened_in(channel, context, seal) for context in given] == [None] * 3
    assert refusal_of_post({"props": {"attachments": message["attachments"]}}) is None


def test_what_is_too_long_is_divided_between_items_and_the_buttons_stand_under_the_last() -> None:
    items = tuple(replace(CARD, number=f"I.{n}", lines=(Line("Zin. " * 300),)) for n in range(20))
    messages = RENDERER.messages(replace(WHOLE, sections=(Section(None, items),)))
    assert [refusal_of_post(one) for one in messages] == [None] * len(messages)
    assert [bool(one["attachments"]) for one in messages] == [*[False] * (len(messages) - 1), True]
    whole = "\n".join(one["message"] for one in messages)
    assert [n for n in range(20) if whole.count(f"(I.{n})") != 1] == []
