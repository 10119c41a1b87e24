"""Where a briefing is followed and read on each platform: one list of tests for all of them."""

import json

import pytest

from briefings.model.chat import Address
from tests.bot.email.places import OnEmail
from tests.stand_ins.faults import Fault, said
from tests.stand_ins.teams_server import TENANT, channel, words_of
from tests.world import World


class OnSlack:
    """A channel of Slack."""

    name = "Slack"
    lane = "slack:T1"
    chats = chat, other, *_ = "C1", "C2", "C3", "C4"
    can_look = True  #: it shows whether a message is there
    refused = "invalid_blocks"
    gateway_after: str | Fault = "gateway-after"
    lost = said(200, {"ok": False, "error": "channel_not_found"})
    standing = said(200, {"ok": False, "error": "invalid_auth"})
    unknown = said(200, {"ok": False, "error": "a_new_error"})

    def __init__(self, world: World) -> None:
        self.world, self.server = world, world.slack

    async def types(self, text: str, chat: str = "") -> None:
        await self.world.slack_types(text, chat or self.chat)

    def briefings(self, chat: str = "") -> list[str]:
        """What was posted, whole, each as one text."""
        return [json.dumps(post["blocks"], ensure_ascii=False) for post in self.server.posts(chat or self.chat)]

    @staticmethod
    def error(name: str) -> Fault:
        """As the platform says an error of a chat or message."""
        return said(200, {"ok": False, "error": name})


class OnTelegram:
    """A private chat of Telegram."""

    name = "Telegram"
    lane = "telegram:123456"
    chats = chat, other, *_ = "42", "43", "44", "45"
    can_look = False
    refused = "TEXT is too long"
    gateway_after: str | Fault = Fault(504)
    lost = said(403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"})
    standing = said(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    unknown = said(400, {"ok": False, "error_code": 400, "description": "Bad Request: A_NEW_ERROR"})

    def __init__(self, world: World) -> None:
        self.world, self.server = world, world.telegram

    async def types(self, text: str, chat: str = "") -> None:
        await self.world.telegram_types(text, int(chat or self.chat))

    def briefings(self, chat: str = "") -> list[str]:
        return [text for text in self.server.texts(int(chat or self.chat)) if "JBZ-briefing, week" in text]

    @staticmethod
    def error(name: str) -> Fault:
        """As the platform says an error of a chat or message."""
        return said(400, {"ok": False, "error_code": 400, "description": f"Bad Request: {name}"})


class OnMattermost:
    """A channel of Mattermost."""

    name = "Mattermost"
    lane = "mattermost:server"
    chats = chat, other, *_ = "c1", "c2", "c3", "c4"
    can_look = True
    refused = "model.post.is_valid.props.app_error"
    gateway_after: str | Fault = "gateway-after"
    lost = said(400, {"id": "api.post.create_post.can_not_post_to_deleted.error", "status_code": 400})
    standing = said(401, {"id": "api.context.session_expired.app_error", "status_code": 401})
    unknown = said(400, {"id": "a.new.error", "status_code": 400})

    def __init__(self, world: World) -> None:
        self.world, self.server = world, world.mattermost

    async def types(self, text: str, chat: str = "") -> None:
        await self.world.mattermost_types(text, chat or self.chat)

    def briefings(self, chat: str = "") -> list[str]:
        return [post["message"] for post in self.server.posts(chat or self.chat)]

    @staticmethod
    def error(name: str) -> Fault:
        """As the platform says an error of a chat or message."""
        return said(400, {"id": name, "status_code": 400})


class OnMatrix:
    """A room of Matrix."""

    name = "Matrix"
    lane = "matrix:server"
    chats = chat, other, *_ = "!c1:home.example", "!c2:home.example", "!c3:home.example", "!c4:home.example"
    can_look = True
    refused = "M_TOO_LARGE"
    gateway_after: str | Fault = "gateway-after"
    lost = said(403, {"errcode": "M_FORBIDDEN"})
    standing = said(401, {"errcode": "M_UNKNOWN_TOKEN"})
    unknown = said(400, {"errcode": "M_A_NEW_ERROR"})

    def __init__(self, world: World) -> None:
        self.world, self.server = world, world.matrix
        for chat in self.chats:
            self.server.has(chat, "@els:home.example")

    async def types(self, text: str, chat: str = "") -> None:
        await self.world.matrix_types(f"!jbz {text}", chat or self.chat)

    def briefings(self, chat: str = "") -> list[str]:
        return [one["content"]["body"] for one in self.server.posts(chat or self.chat) if "jbz.key" in one["content"]]

    @staticmethod
    def error(name: str) -> Fault:
        """As the platform says an error of a chat or message."""
        return said(400, {"errcode": name})


class OnTeams:
    """A channel of Microsoft Teams."""

    name = "Teams"
    lane = f"teams:{TENANT}"
    chats = chat, other, *_ = tuple(channel(name) for name in ("c1", "c2", "c3", "c4"))
    can_look = False
    refused = "BadSyntax"
    gateway_after: str | Fault = Fault(504)
    lost = said(403, {"error": {"code": "BotNotInConversationRoster", "message": "…"}})
    standing = said(401, {"error": {"code": "BotNotRegistered", "message": "…"}})
    unknown = said(400, {"error": {"code": "ANewError", "message": "…"}})

    def __init__(self, world: World) -> None:
        self.world, self.server = world, world.teams

    async def types(self, text: str, chat: str = "") -> None:
        await self.world.teams_types(text, chat or self.chat)

    def briefings(self, chat: str = "") -> list[str]:
        return [text for text in self.server.texts(chat or self.chat) if "JBZ-briefing, week" in text]

    @staticmethod
    def error(name: str) -> Fault:
        """As the platform says an error of a chat or message."""
        return said(403, {"error": {"code": name, "message": "…"}})


def address_of(place: "Place", chat: str = "") -> Address:
    """The chat as we keep it."""
    channel, _, workspace = place.lane.partition(":")
    return Address(channel, workspace, chat or place.chat)


Platform = OnSlack | OnTelegram | OnMattermost | OnMatrix | OnTeams
Place = Platform | OnEmail
#: The lane and its rows are the same for all of them: in the short form one is enough on both databases.
_OTHERS = [pytest.param(one, marks=pytest.mark.one_database) for one in (OnTelegram, OnMattermost, OnMatrix, OnTeams)]
_PLATFORMS = (OnSlack, *_OTHERS)
PLACES = pytest.mark.parametrize("make", [*_PLATFORMS, pytest.param(OnEmail, marks=pytest.mark.one_database)])
#: Those that ask for a wait in seconds, and may say what we do not know: a relay has no word for either (RFC 5321).
PLATFORMS = pytest.mark.parametrize("make", _PLATFORMS)


def heard_on(world: World) -> list[list[str]]:
    """What administrators were told, on each platform."""
    return [
        [json.dumps(post["blocks"], ensure_ascii=False) for post in world.slack.posts("CADMIN")],
        world.telegram.texts(-900),
        [post["message"] for post in world.mattermost.posts("cadmin")],
        world.matrix.bodies("!admin:home.example"),
        [mail.text for mail in world.relay.mails("beheer@example.org")],
        [words_of(post) for post in world.teams.in_chat(channel("cadmin"))],
    ]
