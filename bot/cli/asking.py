"""`jbz ask`."""

import sys
from typing import Annotated

import typer

from bot.cli.starting import Json, print_json, ready_to_ask, say, started
from bot.commands.asking import Ask
from bot.commands.command import Command
from bot.commands.grammar import may_change, read_command
from bot.commands.mistyped import mended
from bot.conversation.answers import show_answer
from bot.export.document_json import answer_json
from bot.export.text import to_text
from briefings.answering.question import Question, read_question
from briefings.errors import NotUnderstood
from briefings.model.chat import Address, Person

_MOST = 50  #: items that are told


def ask(
    query: list[str],
    *,
    as_json: Json = False,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="Hoeveel agendapunten.")] = 5,
) -> None:
    """Geeft het antwoord dat Slack zou geven. Volgen en wijzigen kan hier niet.

    Voorbeeld: jbz ask wat zei nederland over terugkeer
    """
    asking = ready_to_ask()
    text = " ".join(query)
    if as_json:
        answer = asking.answering.answer(text, limit=limit)
        print_json(answer_json(answer, asking.settings.jbz_base_url.rstrip("/")))
        return
    match read_command(text):
        case Ask(question) if _has_items(read_question(question, asking.today())) and mended(question) is None:
            answer = asking.answering.answer(question, limit=limit)
            sys.stdout.write(to_text(show_answer(answer, asking.saying("nl")), asking.templates))
            if answer.total > limit:
                say(f"Dit zijn er {limit} van {answer.total}; meer met --limit {min(answer.total, _MOST)}.")
        case command if may_change(command):
            raise NotUnderstood("Volgen en wijzigen kan in uw chatprogramma, per e-mail en op de webpagina.")
        case command:
            tell(command)


def _has_items(question: Question) -> bool:
    """Whether its answer is items, of which may be told so many; and no meeting, and no sentences of a time."""
    return not question.meeting_only or question.asks_of_a_time


def tell(command: Command) -> None:
    """Prints what is said to a command that only asks."""
    app = started()
    reply = app.conversation.carry_out(command, Address("cli", "", ""), Person(""))
    sys.stdout.write(to_text(reply, app.templates))


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command()(ask)
