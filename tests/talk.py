"""The conversation and the planner as values: what is typed gives a Reply, what is due gives Replies. No channel."""

from dataclasses import dataclass, field

from sqlalchemy import select, update

from bot.app import App
from bot.commands.command import Command
from bot.delivery.planner import BriefingTools, Planner
from bot.reply import Button, Reply
from briefings.model.chat import Address, Person
from briefings.model.delivery import DeliveryState
from storage.rows import DeliveryRow, MessageRow
from tests.stand_ins.clock import Clock

CHANNEL = Address("slack", "T1", "C1")
SOMEONE = Person("U1")


@dataclass
class Talk:
    """People in the chats of a workspace. Weeks go by in a moment."""

    app: App
    clock: Clock
    briefings: list[Reply] = field(default_factory=list)  #: one for each delivery that was planned
    rendered: list[Reply] = field(default_factory=list)

    def says(self, text: str, at: Address = CHANNEL, person: Person = SOMEONE) -> Reply:
        """The reply to what is typed."""
        return self.app.conversation.handle(text, at, person)

    def presses(self, button: Button, at: Address = CHANNEL, person: Person = SOMEONE) -> Reply:
        """The reply to a button."""
        return self.app.conversation.carry_out(button.command, button.at or at, person)

    def plan(self) -> list[Reply]:
        """Plans what is due; the briefings that were made of it."""

        def keep(reply: Reply) -> list[str]:
            self.rendered.append(reply)
            return [str(len(self.rendered) - 1)]

        app, before = self.app, len(self.briefings)
        tools = BriefingTools(app.themes.catalogue, app.letters, {"slack": keep}, app.saying, app.calendar)
        Planner(app.database, tools, self.clock).plan()
        with app.database.reading() as session:
            made = select(MessageRow.parts).join(DeliveryRow, DeliveryRow.message_id == MessageRow.id)
            parts = session.scalars(made.order_by(DeliveryRow.id)).all()
        self.briefings = [self.rendered[int(part)] for (part,) in parts]
        return self.briefings[before:]

    def arrives(self) -> None:
        """What was planned is sent."""
        with self.app.database.writing() as session:
            session.execute(update(DeliveryRow).values(state=DeliveryState.SENT.value))


def buttons(reply: Reply) -> dict[str, Command]:
    """What can be pressed, by its label: below the reply and beside its parts."""
    return {one.label: one.command for part in reply.sections for one in part.buttons} | {
        one.label: one.command for one in reply.buttons
    }


def lines(reply: Reply) -> list[tuple[str | None, str]]:
    """The lines that stand in no card, with their labels."""
    return [(line.label, line.text) for section in reply.sections for line in section.lines]


def headings(reply: Reply) -> list[str]:
    return [section.heading for section in reply.sections if section.heading]


def numbers(reply: Reply) -> list[str | None]:
    """The items of a reply, by their numbers."""
    return [card.number for section in reply.sections for card in section.cards]
