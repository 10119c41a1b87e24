"""Sends a part as a mail: with the links of who gets it, in the thread of its subscription."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from markupsafe import escape

from bot.channel import Pace, Refused
from bot.commands.command import Command
from bot.commands.following import ListSubscriptions, OfferMoments, Pause, Resume, Stop
from bot.commands.grammar import read_command
from bot.conversation.delivered import Belonging
from bot.email.addresses import From
from bot.email.message import Mail, message_id, one_line, write_mail
from bot.email.render import FOOT, Part, place_of, read_part
from bot.email.seals import CHANGING, LEAVING, Seals
from bot.email.smtp import Courier
from bot.email.verdict import judged
from bot.telemetry import log
from bot.words import Words
from briefings.model.chat import Address

_ID = 24  #: hexadecimal digits that name a mail
ANSWERS, BOUNCES = "r", "b"  #: what a tag is for

#: Of the subscription that a delivery belongs to, by its key, in a language.
Belongs = Callable[[str, str], Belonging | None]


def pace_of(in_a_minute: int) -> Pace:
    """A domain is a lane: it gets no more than so many mails in a minute."""
    return Pace(lane_seconds=60 / in_a_minute, chat_seconds=0.0)


@dataclass(frozen=True)
class MailOffice:
    """What every mail of ours is written with."""

    sender: From
    seals: Seals
    base_url: str  #: without a slash at its end
    reads_answers: bool
    clock: Callable[[], datetime]

    def link(self, address: Address, command: Command, language: str, lasts: timedelta = CHANGING) -> str:
        """The address of the page that does something for who has the mail."""
        prefix = "/en" if language == "en" else ""
        return f"{self.base_url}{prefix}/volgen/e-mail/doe?t={self.seals.link(address, command, lasts)}"

    def tagged(self, purpose: str, address: Address) -> str | None:
        """Our address at which an answer or a bounce of this one is known; None where nobody reads those."""
        if not self.reads_answers:
            return None
        return self.sender.tagged(self.seals.tag(purpose, address.chat))


@dataclass(frozen=True, slots=True)
class MailContext:
    """What a mail is about, beside what it says."""

    key: str  #: names it
    belongs: Belonging | None = None
    subject: str | None = None  #: in place of its title
    follows_on: str | None = None  #: the id of the mail it answers
    lasts: timedelta = CHANGING  #: how long its links are good


class Postman:
    """Writes a part for somebody and brings it to the relay. Raises SendError."""

    def __init__(self, office: MailOffice, courier: Courier) -> None:
        self._office = office
        self._courier = courier

    async def post(self, address: Address, part: str, about: MailContext) -> None:
        """Returns when the relay took it; sends the words alone where it does not take the whole."""
        name = hashlib.sha256(f"{about.key} {address.chat} {part}".encode()).hexdigest()[:_ID]
        mail = self._mail(address, read_part(part), about, name)
        try:
            await self._bring(address, mail)
        except Refused as error:
            log.warning("briefing_refused", channel="email", reason=str(error))
            await self._bring(address, replace(mail, html=None, files=()))

    async def _bring(self, address: Address, mail: Mail) -> None:
        office = self._office
        written = write_mail(mail, office.sender, office.clock())
        back = office.tagged(BOUNCES, address) or office.sender.mail
        error = judged(await self._courier.bring(back, address.chat, written))
        if error is not None:
            raise error

    def _mail(self, address: Address, part: Part, about: MailContext, name: str) -> Mail:
        office, belongs, language = self._office, about.belongs, part.language
        commands = [_narrowed(read_command(one.command), belongs) for one in part.buttons]
        links = [office.link(address, command, language, about.lasts) for command in commands]
        stop = (
            office.link(address, Stop(everything=True, of=belongs.subscription), language, LEAVING) if belongs else None
        )
        manage = None if about.lasts < CHANGING else office.link(address, ListSubscriptions(), language)
        subject = about.subject or (
            Words(language)("JBZ-briefing: {themes}", themes=belongs.name) if belongs else part.title
        )
        text, html = _with_links(part, links)
        foot = _foot(address, Words(language), manage, reads_answers=office.reads_answers)
        return Mail(
            to=address.chat,
            subject=one_line(subject),
            text=text + "\n-- \n" + "\n".join(f"{said}: {url}" if url else said for said, url in foot) + "\n",
            html=_footed(html, foot),
            language=language,
            name=name,
            thread=about.follows_on or (self._thread(address, belongs) if belongs else None),
            reply_to=office.tagged(ANSWERS, address),
            unsubscribe=stop,
            is_answer=about.follows_on is not None,
            files=(part.file,) if part.file else (),
        )

    def _thread(self, address: Address, belongs: Belonging) -> str:
        """What all mails of a subscription follow on: the id of a mail that was never sent."""
        named = hashlib.sha256(f"{address.chat} {belongs.subscription}".encode()).hexdigest()[:_ID]
        return message_id(f"s{named}", self._office.sender)


class EmailSender:
    """Sends what waits in the outbox. A mailbox cannot be looked into: what may have arrived is sent once more."""

    def __init__(self, postman: Postman, belongs: Belongs) -> None:
        self._postman = postman
        self._belongs = belongs

    async def send(self, address: Address, part: str, key: str) -> None:
        """Sends one mail; it has the same id when it is sent again."""
        belongs = await asyncio.to_thread(self._belongs, key, read_part(part).language)
        await self._postman.post(address, part, MailContext(key, belongs))

    async def has_arrived(self, address: Address, key: str, since: datetime) -> None:
        """Nobody can tell."""


def _narrowed(command: Command, belongs: Belonging | None) -> Command:
    """The same for the one subscription that a mail belongs to."""
    match command:
        case Pause() | Resume() | OfferMoments() if belongs and command.of is None:
            return replace(command, of=belongs.subscription)
        case Stop() if belongs and command.of is None:
            return Stop(everything=True, of=belongs.subscription)
        case _:
            return command


def _with_links(part: Part, links: list[str]) -> tuple[str, str]:
    text, html = part.text, part.html
    for number, (button, link) in enumerate(zip(part.buttons, links, strict=True)):
        text += f"\n{button.label}{'' if button.label.endswith('?') else ':'}\n{link}\n"
        html = html.replace(place_of(number), f'href="{escape(link)}"')
    return text, html


def _foot(address: Address, words: Words, manage: str | None, *, reads_answers: bool) -> list[tuple[str, str | None]]:
    told: list[tuple[str, str | None]] = [(words("Deze mail is voor {address}.", address=address.chat), None)]
    if manage is None:
        return told  # somebody may have filled in an address that is not theirs: it is not answered yet
    if reads_answers:
        told.append((words("U kunt antwoorden op deze mail: stel een vraag, of typ pauzeer of stop."), None))
    else:
        told.append((words("Antwoorden op deze mail worden niet gelezen."), None))
    return [*told, (words("Bekijk of wijzig wat u volgt"), manage)]


def _footed(html: str, foot: list[tuple[str, str | None]]) -> str:
    lines = [f'<a href="{escape(url)}">{escape(said)}</a>' if url else str(escape(said)) for said, url in foot]
    before, found, after = html.rpartition(FOOT)
    if not found:
        before, after = html, ""
    return f'{before}<p class="note">{"<br>".join(lines)}</p>{after}'
