"""The channels that there are: which are on, what each is given, and what each offers.

A channel is a folder `bot/<name>/` with two modules: `render.py` with `make_render(settings, templates)`, and
`service.py` with `make_service(context)`. Neither is imported before it is used.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Protocol

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import BaseRoute

from bot.channel import Channel, Render
from bot.conversation.conversation import Conversation
from bot.conversation.delivered import Delivered
from bot.delivery.pace import Paces
from bot.keyring import Keyring
from bot.lease import Lease
from bot.platforms import CHANNELS
from bot.seen import Seen
from bot.settings import Settings
from bot.shorthand import Shorthand
from bot.stream import Stream
from bot.templates import Templates
from bot.words import Phrase
from briefings.themes.catalogue import Catalogue

#: How the administrator turns each of them on.
_HOW = {
    "slack": Phrase(
        "Slack is uit. Maak op api.slack.com/apps een app met deploy/slack/manifest.yaml, zet SLACK_BOT_TOKEN"
        " en SLACK_SIGNING_SECRET (of SLACK_APP_TOKEN) en start opnieuw."
    ),
    "telegram": Phrase("Telegram is uit. Vraag @BotFather om een bot, zet TELEGRAM_BOT_TOKEN en start opnieuw."),
    "mattermost": Phrase(
        "Mattermost is uit. Maak daar een bot en de opdracht /jbz, zet MATTERMOST_URL, MATTERMOST_TOKEN en"
        " MATTERMOST_COMMAND_TOKEN, en start opnieuw."
    ),
    "matrix": Phrase(
        "Matrix is uit. Maak een account voor de bot, zet MATRIX_HOMESERVER, MATRIX_USER en MATRIX_ACCESS_TOKEN, en"
        " start opnieuw."
    ),
    "teams": Phrase(
        "Microsoft Teams is uit. Registreer daar een bot, zet TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET en TEAMS_TENANT_ID,"
        " en start opnieuw."
    ),
    "email": Phrase("E-mail is uit. Zet SMTP_URL, MAIL_FROM en JBZ_ENCRYPTION_KEY, en start opnieuw."),
}
_PAGES = "web"  #: is always on, as a part of the service itself


#: A template, a title, the path, values and a language -> a whole page, in the frame of the site.
Frame = Callable[[str, str, str, Mapping[str, Any], str], str]


@dataclass(frozen=True)
class Doors:
    """What stands before the pages of a channel."""

    readers: list[Middleware]  #: only for who may read here
    everybody: list[Middleware]
    asker: Callable[[Request], str]  #: the address on the network of who asks
    is_from_us: Callable[[Request], bool]  #: whether a form was sent from a page of ours


@dataclass(frozen=True)
class ChannelContext:
    """What a channel is given by the rest of the bot."""

    settings: Settings
    conversation: Conversation
    catalogue: Callable[[], Catalogue]
    templates: Templates
    installations: Any  #: as the channel itself says what it needs of them
    seen: Seen
    shorthand: Shorthand
    paces: Paces
    lease: Callable[[str, timedelta], Lease]  #: by its name, and how long it is good for
    stream: Callable[[str], Stream]  #: of what a platform tells, by its name
    keyring: Keyring  #: of a platform that encrypts from end to end
    clock: Callable[[], datetime]
    delivered: Delivered
    frame: Frame
    doors: Doors


class Service(Protocol):
    """A channel as one process runs it."""

    channel: Channel
    trouble: str | None  #: why its platform cannot be reached now

    def routes(self) -> Sequence[BaseRoute]:
        """Where its platform reaches us."""

    async def start(self, stack: AsyncExitStack, hearing: AsyncExitStack) -> None:
        """Connects, beside everything else; ends with `stack`.

        What hears and answers people ends with `hearing`, while what is being sent is still under way: it finishes
        that in seconds. Connections are closed after both.
        """

    async def clean(self) -> None:
        """Erases what need not be kept any more; asked every few hours."""


def make_services(context: ChannelContext) -> dict[str, Service]:
    """The channels that are on, by name."""
    return {name: _module(name, "service").make_service(context) for name in context.settings.channels}


def connect_help(settings: Settings) -> tuple[Phrase, ...]:
    """What is still to be done to connect each channel that is off."""
    return tuple(how for name, how in _HOW.items() if name not in settings.channels)


class Renders(Mapping[str, Render]):
    """What renders a reply for a channel.

    A briefing may wait in the database for a channel that is off now, so each can always be rendered.
    """

    def __init__(self, settings: Settings, templates: Templates) -> None:
        self._settings = settings
        self._templates = templates
        self._made: dict[str, Render] = {}

    def __getitem__(self, name: str) -> Render:
        if name not in {*CHANNELS, _PAGES}:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = _module(name, "render").make_render(self._settings, self._templates)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*CHANNELS, _PAGES))

    def __len__(self) -> int:
        return len(CHANNELS) + 1


def _module(name: str, part: str) -> Any:
    return import_module(f"bot.{name}.{part}")
