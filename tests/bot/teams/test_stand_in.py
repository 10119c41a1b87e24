"""What stands in for Teams speaks as Teams does, and our cards are cards, by the types of Microsoft's own SDK.

Those types take what they do not know; so it is looked for, at any depth, and nothing of it may be there.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from microsoft_teams import cards
from microsoft_teams.api import activities, models
from pydantic import BaseModel, ValidationError

from bot.conversation.forms import SubscriptionForm
from bot.seal import Seal
from bot.teams import search
from bot.teams.client import TeamsClient
from bot.teams.form import dialog_saying, dialog_with, form_card
from bot.teams.render import TeamsRenderer
from bot.teams.sender import activity_with, only_for, plain_activity
from bot.templates import bundled
from bot.words import Words
from briefings.model.chat import Address
from briefings.themes.catalogue import load_catalogue
from tests.bot.replies import WHOLE
from tests.stand_ins.teams_rules import refusal_of_card
from tests.stand_ins.teams_server import BOT, CLIENT_ID, SECRET, TEAM, TENANT, TeamsServer, channel

CHAT = channel("c1")
RENDERER = TeamsRenderer(bundled(), Seal("test"))
#: What Microsoft's pages show and its types leave out: "Get context for your bot", "Activity schema".
_OF_THE_PAGES = {"localTimezone", "summary", "$schema"}
_CARDS: dict[str, type[BaseModel]] = {
    kind: one
    for one in vars(cards).values()
    if isinstance(one, type) and issubclass(one, BaseModel) and "type" in one.model_fields
    for kind in get_args(one.model_fields["type"].annotation)
}


def _unknown(read: Any) -> Iterator[str]:
    """The names of what a type does not know, at any depth."""
    if isinstance(read, BaseModel):
        yield from (read.model_extra or {})
        for name in set(type(read).model_fields) - {"data"}:  # what a button carries is ours
            yield from _unknown(getattr(read, name))
    elif isinstance(read, list | tuple):
        for one in read:
            yield from _unknown(one)


def _read(kind: type[BaseModel], told: dict[str, Any]) -> list[str]:
    """What `kind` does not know of it. Raises ValidationError."""
    return sorted(set(_unknown(kind.model_validate(told))) - _OF_THE_PAGES)


def _unknown_of_card(card: dict[str, Any]) -> list[str]:
    """The same of a card and of each thing in it: the SDK's own type leaves those as they are."""
    inside = [one for name in ("body", "actions") for one in card.get(name, ())]
    own = card | {name: [] for name in ("body", "actions") if name in card}
    return _read(_CARDS[card["type"]], own) + [wrong for one in inside for wrong in _unknown_of_card(one)]


def _is_card(card: dict[str, Any]) -> bool:
    try:
        return _unknown_of_card(card) == []
    except (KeyError, ValidationError):
        return False


@pytest.fixture
async def talk() -> AsyncIterator[tuple[TeamsServer, TeamsClient]]:
    server = TeamsServer()
    await server.start()
    urls = f"{server.url}/login", f"{server.url}/graph"
    client = TeamsClient(CLIENT_ID, SECRET, TENANT, urls, lambda: datetime.now(UTC))
    yield server, client
    await client.close()
    await server.stop()


async def test_what_it_tells_is_what_teams_tells(talk: tuple[TeamsServer, TeamsClient]) -> None:
    teams, _ = talk
    (message,) = RENDERER.messages(WHOLE)
    there = {"conversation": CHAT, "id": "1"}
    press = next(one for block in message["card"]["body"] for one in block.get("actions", ()))
    fetch = press | {"data": press["data"] | {"msteams": {"type": "task/fetch"}}}
    lost = teams.activity("conversationUpdate", CHAT)
    lost["channelData"] |= {"eventType": "channelDeleted", "team": {"id": TEAM, "name": "Migratie"}}
    query: dict[str, Any] = {"commandId": "search", "parameters": [{"name": "query", "value": "x"}]}
    query |= {"queryOptions": {"skip": 0, "count": 25}}
    form = {"body": [{"type": "Input.Text", "id": "what", "value": "x"}], "actions": [press]}
    told = [
        (teams.says("migratie", CHAT), "MessageActivity"),
        (teams.says("migratie", "a:1"), "MessageActivity"),
        (teams.whispers("migratie", CHAT), "MessageActivity"),
        (teams.says("migratie", "19:groep@unq.gbl.spaces"), "MessageActivity"),
        (teams.press(press, there), "MessageActivity"),
        (teams.press(fetch, there), "TaskFetchInvokeActivity"),
        (teams.submits(form, CHAT), "TaskSubmitInvokeActivity"),
        (
            teams.activity("invoke", CHAT, name="composeExtension/query", value=query),
            "MessageExtensionQueryInvokeActivity",
        ),
        (teams.activity("conversationUpdate", CHAT, membersAdded=[{"id": BOT}]), "ConversationUpdateActivity"),
        (lost, "ConversationUpdateActivity"),
        (teams.activity("installationUpdate", "a:1", action="add"), "InstalledActivity"),
        (teams.activity("installationUpdate", "a:1", action="remove"), "UninstalledActivity"),
    ]
    read = [activities.ActivityTypeAdapter.validate_python(one) for one, _ in told]
    assert [type(one).__name__ for one in read] == [kind for _, kind in told]
    assert set(_unknown(read)) - _OF_THE_PAGES == set()


async def test_its_answers_are_those_of_the_connector(talk: tuple[TeamsServer, TeamsClient]) -> None:
    teams, client = talk
    url = f"{teams.url}/teams"
    opened = await client.open_private(url, TENANT, "29:u1")
    of_team = await client.team(url, TEAM)
    part = await client.participant(url, "m1", "dir-u1", TENANT)
    read = [
        _read(kind, attempt.answer or {})
        for kind, attempt in (
            (models.ConversationResource, opened),
            (models.TeamDetails, of_team),
            (models.MeetingParticipant, part),
        )
    ]
    assert read == [[], [], []]


def test_what_we_say_is_what_teams_takes() -> None:
    (message,) = RENDERER.messages(WHOLE)
    assert _read(activities.MessageActivityInput, activity_with(message)) == []
    assert _read(activities.MessageActivityInput, plain_activity(message)) == []
    assert _read(activities.MessageActivityInput, only_for(plain_activity(message), "29:u1", "1")) == []
    assert _unknown_of_card(message["card"]) == []


def test_our_dialogs_and_what_was_found_are_what_teams_takes() -> None:
    catalogue, words = load_catalogue(), Words("nl")
    form = SubscriptionForm(Address("teams", TENANT, CHAT))
    card = form_card(form, words, catalogue, "sealed", wrong=("what", "Kies ten minste één thema."))
    assert (refusal_of_card(card), _unknown_of_card(card)) == (None, [])
    assert _read(models.TaskModuleResponse, dialog_with(card, "Abonnement")) == []
    assert _read(models.TaskModuleResponse, dialog_saying("Bewaard.")) == []
    assert _read(models.MessagingExtensionResponse, search.results([(1, WHOLE)], RENDERER)) == []
    assert _read(models.MessagingExtensionResponse, search.nothing("Niets gevonden.")) == []


@pytest.mark.parametrize(
    "change", [{"weight": "bold"}, {"size": "Huge"}, {"colour": "Attention"}, {"type": "RichText"}, {"maxLines": "x"}]
)
def test_a_mistake_in_a_card_is_found_by_both(change: dict[str, Any]) -> None:
    (message,) = RENDERER.messages(WHOLE)
    card = message["card"] | {"body": [message["card"]["body"][0] | change]}
    assert refusal_of_card(card) is not None
    assert not _is_card(card)
