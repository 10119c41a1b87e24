"""Teams' messages, buttons, forms and searches -> the conversation. What changes something is stored first."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.carried import CarriedCommand, read_carried
from bot.commands.asking import MorePage
from bot.commands.command import Command
from bot.commands.comparing import check_of_message
from bot.commands.grammar import changes, command_in, may_change
from bot.conversation import typed_forms
from bot.conversation.forms import SubscriptionForm
from bot.conversation.notices import notice, wrong
from bot.reply import Reply
from bot.seen import Begun
from bot.teams import search
from bot.teams.activity import TeamsActivity
from bot.teams.answers import TeamsAnswers, TeamsTools
from bot.teams.chat_life import TeamsChatLife, contact_of
from bot.teams.form import dialog_saying, dialog_with, form_card
from bot.teams.pointed import words_pointed_at
from bot.telemetry import ASKED, fault
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.chat import Address, Person

InvokeAnswer = dict[str, Any]
_OK, _AGAIN, _UNKNOWN = 200, 503, 501
_KEY = 400  #: characters of what names an activity


class TeamsHandlers:
    """One method for each thing that comes in."""

    def __init__(self, tools: TeamsTools) -> None:
        self._tools = tools
        self._conversation = tools.conversation
        self.answers = TeamsAnswers(tools)
        self._life = TeamsChatLife(tools.conversation, self.answers)

    async def take_in(self, activity: TeamsActivity) -> tuple[int, InvokeAnswer]:
        """Each activity once, by whichever process got it; the status and body that Teams gets."""
        if activity.kind == "invoke":
            return await self._invoked(activity)
        if activity.kind not in {"message", "conversationUpdate", "installationUpdate"}:
            return _OK, {}
        key = f"teams:{activity.kind}:{activity.at.chat}:{activity.id}"[:_KEY]
        begun = await self._tools.seen.begin(key)
        if begun is not Begun.NOW:
            return (_OK if begun is Begun.DONE else _AGAIN), {}
        try:
            await (self._message(activity) if activity.kind == "message" else self._life.happened(activity))
        except Exception:  # noqa: BLE001 - one activity must not end the others
            fault("activity_failed", "teams", kind=activity.kind)
        await self._tools.seen.finish(key)
        return _OK, {}

    async def _message(self, activity: TeamsActivity) -> None:
        """Something typed, or a button pressed: that comes as a message without text."""
        if activity.is_of_bot:
            return
        if "jbz" in activity.value:
            pressed = self._pressed(activity.value)
            if pressed is None:
                self.answers.say_soon(activity, _too_old(activity.language or "nl"))
                return
            hidden = (activity.hidden or pressed.hidden) and not activity.at.is_private
            activity = replace(activity, hidden=hidden)
            if pressed.chat:
                activity = replace(activity, at=replace(activity.at, chat=pressed.chat))
            if pressed.share:
                await self._share(activity, pressed.command)
                return
            over = activity.reply_to if isinstance(pressed.command, MorePage) else ""
            await self._asked(activity, pressed.command, over)
        elif activity.text or not activity.value:
            await self._asked(activity, command_in(activity.text), "")

    async def _asked(self, activity: TeamsActivity, command: Command, over: str) -> None:
        ASKED.labels("teams").inc()
        who = await self._who(activity, command)
        self.answers.say_soon(activity, await self.answers.handle(command, activity, who), over=over)

    async def _share(self, activity: TeamsActivity, command: Command) -> None:
        """An answer that one person saw, to everybody; nothing that changes something is one."""
        if changes(command):
            return
        ASKED.labels("teams").inc()
        who = await self._tools.people.who(activity, changes=False)
        reply = (await self.answers.handle(command, activity, who)).without_buttons()
        self.answers.say_soon(replace(activity, hidden=False), reply, how="shared")

    async def _who(self, activity: TeamsActivity, command: Command) -> Person:
        """Who asks; where a chat is reached is kept as soon as there may be something to bring."""
        contacts = self._conversation.contacts
        who = await self._tools.people.who(activity, changes=may_change(command))
        await asyncio.to_thread(contacts.keep, contact_of(activity), new=changes(command))
        return who

    def _pressed(self, value: Mapping[str, Any]) -> CarriedCommand | None:
        sealed = value.get("jbz")
        opened = self._tools.seal.open(sealed) if isinstance(sealed, str) else None
        return read_carried(opened) if opened is not None else None

    async def _invoked(self, activity: TeamsActivity) -> tuple[int, InvokeAnswer]:
        """What Teams waits for: a form, or what was found."""
        words = Words(activity.language or "nl")
        try:
            match activity.invoked:
                case "task/fetch":
                    return _OK, await self._form(activity)
                case "task/submit":
                    return _OK, await self._submitted(activity)
                case "composeExtension/fetchTask":
                    return _OK, await self._checked(activity, words)
                case "composeExtension/query":
                    return _OK, await self._search(activity, words)
                case _:
                    return _UNKNOWN, {}
        except Exception:  # noqa: BLE001 - who waits is told
            fault("invoke_failed", "teams", kind=activity.invoked[:40])
            sentence = wrong(words)
            return _OK, search.nothing(sentence) if "query" in activity.invoked else dialog_saying(sentence)

    async def _form(self, activity: TeamsActivity) -> InvokeAnswer:
        """Opens the form that a button asks for."""
        ASKED.labels("teams").inc()
        data = activity.value.get("data")
        pressed = self._pressed(data) if isinstance(data, Mapping) else None
        who = await self._tools.people.who(activity, changes=True)
        if pressed is None:
            return dialog_saying(_too_old(activity.language or "nl").title)
        if pressed.chat:
            activity = replace(activity, at=replace(activity.at, chat=pressed.chat))
        form = await asyncio.to_thread(self._conversation.forms.asked_for, pressed.command, activity.at, who)
        if form is None:
            reply = await self.answers.handle(pressed.command, activity, who)
            return dialog_saying(" ".join((reply.title, *reply.lead)))
        return await self._shown(form, who)

    async def _submitted(self, activity: TeamsActivity) -> InvokeAnswer:
        """A form that was filled in; what is wrong is said under its field, and the rest stays as it was typed."""
        data = activity.value.get("data")
        given = data if isinstance(data, Mapping) else {}
        sealed = given.get("jbz")
        opened = self._tools.seal.open(sealed) if isinstance(sealed, str) else None
        form, person = _form_in(opened, activity) if opened is not None else (None, "")
        if form is None or person != activity.user:
            return dialog_saying(_too_old(activity.language or "nl").title)
        if not await self._tools.seen.first(f"teams:form:{activity.at.chat}:{activity.id}"[:_KEY]):
            return {}
        activity = replace(activity, at=form.at)
        who = await self._tools.people.who(activity, changes=True)
        language = await asyncio.to_thread(self._conversation.language, form.at, who)
        try:
            command = typed_forms.filled_in(form, given)
            await asyncio.to_thread(self._conversation.contacts.keep, contact_of(activity), new=True)
            reply = await asyncio.to_thread(self._conversation.change, command, form.at, who)
        except JbzError as error:
            why = typed_forms.field_of(error), Words(language).say(error.message)
            return await self._shown(form, who, given, why)
        self.answers.say_soon(activity, reply)
        return dialog_saying(reply.title)

    async def _shown(
        self,
        form: SubscriptionForm,
        who: Person,
        given: Mapping[str, Any] | None = None,
        wrong_field: tuple[str, str] = ("", ""),
    ) -> InvokeAnswer:
        words = Words(await asyncio.to_thread(self._conversation.language, form.at, who))
        state = self._tools.seal.close(typed_forms.state_of(form, who.id))
        shown = form_card(form, words, self._tools.catalogue(), state, given, wrong_field)
        return dialog_with(shown, words("Abonnement"))

    async def _checked(self, activity: TeamsActivity, words: Words) -> InvokeAnswer:
        """The action in the menu of a message: whether what it says stands in a letter; seen by who chose it alone.

        It may be chosen where the bot is not, so nothing of the chat is asked; and a dialog of an action has no buttons
        that a message's would answer.
        """
        ASKED.labels("teams_check").inc()
        command = check_of_message(words_pointed_at(activity.value)) or command_in("klopt")
        at, who = replace(activity.at, chat=""), Person(activity.user, language=words.language)
        reply = await asyncio.to_thread(self._conversation.carry_out, command, at, who)
        shown = self._tools.renderer.messages(replace(reply.without_buttons(), shareable=None))[0]["card"]
        return dialog_with(shown, words("Klopt een citaat?"))

    async def _search(self, activity: TeamsActivity, words: Words) -> InvokeAnswer:
        ASKED.labels("teams_search").inc()
        text, at = search.asked_in(activity.value), replace(activity.at, chat="")
        found = await asyncio.to_thread(self._cards, text, at, Person("", language=words.language))
        if not found:
            return search.nothing(words("Niets gevonden. Vraag het de bot"))
        return search.results(found, self._tools.renderer)

    def _cards(self, text: str, at: Address, who: Person) -> list[tuple[int, Reply]]:
        visit = self._conversation.visits.at(at, who)
        return self._conversation.questions.cards(text, search.MOST, visit.saying)


def _form_in(opened: str, activity: TeamsActivity) -> tuple[SubscriptionForm, str]:
    return typed_forms.form_of(opened, "teams", activity.tenant)


def _too_old(language: str) -> Reply:
    return notice(Words(language)("Deze knop werkt niet meer. Typ /jbz help."), language)
