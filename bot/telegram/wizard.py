"""Following something by pressing buttons: what the steps of bot.telegram.steps bring about."""

import asyncio
from dataclasses import replace

from telegram import Message

from bot.commands.command import Command
from bot.conversation.conversation import Conversation
from bot.conversation.drafts import Draft
from bot.conversation.notices import notice
from bot.telegram.answers import TelegramAnswers
from bot.telegram.steps import ASKED, Action, Press, first_screen, pressed, question, shown, typed
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.chat import Address, Person

_MOST_THEMES = 1000  #: all of them


class Wizard:
    """Every press is checked against who pressed it, and what is kept also when it is kept."""

    def __init__(self, conversation: Conversation, answers: TelegramAnswers) -> None:
        self._conversation = conversation
        self._answers = answers

    async def begin(self, command: Command, address: Address, person: Person, reply_to: int | None) -> bool:
        """Shows the form that is asked for; whether there is one. Raises JbzError where `person` may not."""
        await asyncio.to_thread(self._conversation.forms.check, address, person)
        form = await asyncio.to_thread(self._conversation.forms.asked_for, command, address, person)
        if form is None:
            return False
        draft = await asyncio.to_thread(self._conversation.drafts.begin, form, first_screen(form))
        await self._answers.show(address, await self._screen(draft, person), reply_to=reply_to)
        return True

    async def press(self, step: Press, message: Message, address: Address, who: Person) -> str | None:
        """A press in a form; what is to be said to who pressed it, if anything."""
        words = await self._words(address, who)
        draft = await asyncio.to_thread(self._conversation.drafts.find, address, step.draft)
        if draft is None:
            return words("Dit formulier is verlopen. Typ /volg om opnieuw te beginnen.")
        try:
            await asyncio.to_thread(self._conversation.forms.check, address, who)
            return await self._carry_out(step, draft, message, who)
        except JbzError as error:
            return words.say(error.message)

    async def that_asked(self, address: Address, prompt: int) -> Draft | None:
        """The form that asked something with this message."""
        open_now = await asyncio.to_thread(self._conversation.drafts.open, address)
        return next((draft for draft in open_now if draft.screen.get("prompt") == prompt), None)

    async def answered(self, draft: Draft, text: str, who: Person) -> None:
        """What a form asked was typed; what cannot be read is asked again. Raises JbzError where `who` may not."""
        address = draft.form.at
        await asyncio.to_thread(self._conversation.forms.check, address, who)
        changed = typed(draft, str(draft.screen["asks"]), text)
        if changed is None:
            await self._ask(draft, str(draft.screen["asks"]), address, who)
            return
        await self._answers.take_away(address, int(draft.screen["prompt"]))
        await self._answers.take_away(address, int(draft.screen["shown"]))  # it goes on at the end of the talk
        told = {name: value for name, value in changed.screen.items() if name not in {"prompt", "asks", "shown"}}
        changed = replace(changed, screen=told)
        await asyncio.to_thread(self._conversation.drafts.change, changed)
        await self._answers.show(address, await self._screen(changed, who))

    async def _carry_out(self, step: Press, draft: Draft, message: Message, who: Person) -> str | None:
        address = draft.form.at
        match step.action:
            case Action.CANCEL:
                await asyncio.to_thread(self._conversation.drafts.end, address, draft.id)
                words = await self._words(address, who)
                await self._answers.say(
                    address, notice(words("Er is niets gewijzigd."), words.language),
                    over=message.message_id,
                )  # fmt: skip
            case Action.KEEP:
                reply = await asyncio.to_thread(self._conversation.forms.keep, draft.form, who)
                await asyncio.to_thread(self._conversation.drafts.end, address, draft.id)
                await self._answers.say(address, reply, over=message.message_id)
            case Action.SHOW:
                preview = await asyncio.to_thread(self._conversation.forms.preview, draft.form, who)
                await self._answers.say(address, replace(preview, buttons=(), reading=None))
            case Action.ASK if step.value in ASKED:
                asking = replace(draft, screen={**draft.screen, "shown": message.message_id})
                await self._ask(asking, step.value, address, who)
            case _:
                changed = pressed(draft, step.action, step.value)
                await asyncio.to_thread(self._conversation.drafts.change, changed)
                await self._answers.put(address, await self._screen(changed, who), over=message.message_id)
        return None

    async def _ask(self, draft: Draft, what: str, address: Address, who: Person) -> None:
        prompt = await self._answers.show(address, question(what, await self._words(address, who)))
        if prompt is not None:
            asking = replace(draft, screen={**draft.screen, "prompt": prompt, "asks": what})
            await asyncio.to_thread(self._conversation.drafts.change, asking)

    async def _screen(self, draft: Draft, who: Person) -> dict[str, object]:
        words = await self._words(draft.form.at, who)
        search = str(draft.screen["search"]) if draft.screen["step"] == "themes" else ""
        themes = await asyncio.to_thread(self._conversation.themes.like, "", words.language, _MOST_THEMES)
        found = themes
        if search:
            found = await asyncio.to_thread(self._conversation.themes.like, search, words.language, _MOST_THEMES)
        return shown(draft, themes, found, words)

    async def _words(self, address: Address, who: Person) -> Words:
        return Words(await asyncio.to_thread(self._conversation.language, address, who))
