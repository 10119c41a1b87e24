"""Who follows what: pausing, going on, stopping, moving; and chats that cannot be reached."""

from collections.abc import Callable

from bot.administration import following
from bot.conversation.subjects import name_interests
from bot.web.administration.sheet import Sheet, SheetAct, SheetForm, SheetRow, Table
from bot.web.administration.work import Asked, Deed, Work
from bot.words import Phrase
from briefings.model.chat import Chat
from briefings.model.subscription import Subscription
from storage import subscriptions
from storage.audit import place_of

_SHOWN = 200


def show(asked: Asked) -> Sheet:
    """Lost chats first; then the newest subscriptions, or those of a chat that was asked for."""
    words, chat = asked.words, asked.given.get("q", "").strip()[:60]
    with asked.office.database.reading() as session:
        lost = subscriptions.some(session, _SHOWN, lost=True)
        newest = subscriptions.some(session, _SHOWN, chat=chat)
    head = (words("Nummer"), words("Waar"), words("Wat"), words("Wanneer"), words("Volgende keer"), words("Staat stil"))
    return Sheet(
        words("Abonnementen"),
        (words("Met verplaatsen gaat alles wat die chat volgt naar een andere chat van dezelfde werkruimte."),),
        (
            Table(words("Onbereikbaar"), head, _rows(lost, asked), words("Elke chat is te bereiken.")),
            Table(words("Nieuwste"), head, _rows(newest, asked), words("Niemand volgt nog iets.")),
        ),
    )


def _rows(found: list[tuple[Subscription, Chat]], asked: Asked) -> tuple[SheetRow, ...]:
    return tuple(_row(one, chat, asked) for one, chat in found)


def _row(one: Subscription, chat: Chat, asked: Asked) -> SheetRow:
    words, number = asked.words, str(one.id)
    where = place_of(chat.address) if chat.address.channel != "web" else words("een browser")
    acts = [SheetAct(words("Laat doorgaan"), "resume", number, number)] if one.stopped_because else []
    if one.paused_because is None:
        acts.append(SheetAct(words("Pauzeer"), "pause", number, number))
    acts.append(SheetAct(words("Stop"), "stop", number, number))
    if chat.address.channel != "web":
        acts.append(SheetAct(words("Verplaats"), "move", number, number))
    cells = (
        number,
        where,
        name_interests(one.interests, asked.saying),
        words.schedule(one.schedule),
        asked.moment(one.next_due_at),
        _why(one, asked),
    )
    return SheetRow(cells, tuple(acts))


def _why(one: Subscription, asked: Asked) -> str:
    """Why it stands still."""
    if one.unreachable is not None:
        return asked.words.reason(one.unreachable)
    return asked.words("op verzoek") if one.paused_because else ""


def move_form(asked: Asked) -> SheetForm:
    """Where to."""
    words = asked.words
    hint = words("Slack: C0123ABCD. Telegram: -100123456. De bot moet daar al zijn.")
    return SheetForm(words("Verplaatsen"), words("Nieuw nummer van de chat"), words("Verplaats"), "move", hint=hint)


def _paused(asked: Asked) -> str:
    following.pause(asked.office.database, asked.office.conversation, asked.number)
    return asked.words("Abonnement {number} staat stil.", number=asked.number)


def _resumed(asked: Asked) -> str:
    following.resume(asked.office.database, asked.office.conversation, asked.number)
    return asked.words("Abonnement {number} gaat door.", number=asked.number)


def _stopped(asked: Asked) -> str:
    following.stop(asked.office.database, asked.office.conversation, asked.number)
    return asked.words("Abonnement {number} is gestopt.", number=asked.number)


def _moved(asked: Asked) -> str:
    chat = asked.given.get("text", "").strip()
    following.move(asked.office.database, asked.office.conversation, asked.number, chat)
    return asked.words("Alles van die chat gaat nu naar {chat}.", chat=chat)


def _asking(question: Phrase) -> Callable[[Asked], str]:
    """Asks it of a subscription that is there."""

    def ask(asked: Asked) -> str:
        following.address_of(asked.office.database, asked.number)
        return asked.words(question, number=asked.number)

    return ask


def _ask_move(asked: Asked) -> str:
    where = place_of(following.address_of(asked.office.database, asked.number))
    return asked.words("Alles van {where} verplaatsen? Zeg waarheen.", where=where)


WORK = Work(
    "abonnementen",
    Phrase("Abonnementen"),
    show,
    {
        "pause": Deed(_asking(Phrase("Abonnement {number} laten stilstaan?")), _paused),
        "resume": Deed(_asking(Phrase("Abonnement {number} laten doorgaan?")), _resumed),
        "stop": Deed(_asking(Phrase("Abonnement {number} stoppen?")), _stopped),
        "move": Deed(_ask_move, _moved),
    },
    forms={"move": move_form},
)
