"""Somebody's mailbox, as the tests of delivery ask of every channel."""

import html
import re
from typing import Any

import httpx

from bot.commands.following import ListSubscriptions
from bot.email.seals import CHANGING, Seals
from bot.email.service import EmailService
from bot.server import Server
from briefings.model.chat import Address
from tests.stand_ins.faults import Fault
from tests.stand_ins.smtp_server import KEY, Reply, Taken
from tests.world import World

ANNA, BEN = "anna@example.org", "ben@example.org"
_LINK = re.compile(r"http://testserver\S*/volgen/e-mail/doe\?t=([\w=-]+)")


class OnEmail:
    """Somebody who follows by e-mail, and presses and types on the page of the links."""

    name = "E-mail"
    lane = "email:example.org"
    chats = chat, other, *_ = ANNA, BEN, "carla@example.org", "dirk@example.org"
    can_look = False
    refused = "5.6.0 We take no such words"
    gateway_after: str | Fault = Fault(504)
    lost: Any = Reply("550 5.1.1 User unknown")
    standing: Any = Reply("530 5.7.0 Authentication required")

    def __init__(self, world: World) -> None:
        self.world = world
        self.server: Any = world.relay  #: it fails in words of its own, and is asked as the others
        self._seals = Seals([KEY], world.clock)

    async def types(self, text: str, chat: str = "") -> None:
        response = await self.post(self.link(chat or self.chat), q=text)
        assert response.status_code == 200, response.text

    def link(self, mail: str = ANNA) -> str:
        """What a link carries that shows what somebody follows."""
        return self._seals.link(self.address(mail), ListSubscriptions(), CHANGING)

    @staticmethod
    def address(mail: str = ANNA) -> Address:
        return Address("email", mail.partition("@")[2], mail)

    async def post(self, carried: str, **form: str) -> httpx.Response:
        return await self.world.http.post("/volgen/e-mail/doe", data={"t": carried, **form})

    @staticmethod
    def error(name: str) -> Any:
        """As the relay says that it does not take what a mail says."""
        return Reply(f"554 {name}", "content")

    def briefings(self, chat: str = "") -> list[str]:
        return [one.text for one in self.server.mails(chat or self.chat) if "JBZ-briefing" in one.text]


def service_of(server: Server) -> EmailService:
    """What runs e-mail there."""
    found = server._services["email"]
    assert isinstance(found, EmailService)
    return found


def links(mail: Taken) -> list[str]:
    """What the links of a mail carry, in its plain words."""
    return _LINK.findall(mail.text)


def links_of_page(mail: Taken) -> list[str]:
    """The same in its page."""
    return _LINK.findall(html.unescape(mail.page))
