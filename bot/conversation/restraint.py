"""In chats one person gets so many answers and changes a minute. On the pages it is counted at the door."""

from bot.commands.command import Command
from bot.commands.grammar import changes
from bot.limits import Limits
from briefings.model.chat import Address, Person


class Restraint:
    """Counts by person; nothing until the service says how much is too much: the command line is one person."""

    def __init__(self) -> None:
        self._limits = Limits()
        self.questions = 0  #: a minute; 0: no limit
        self.changes = 0

    def check(self, command: Command, address: Address, person: Person) -> None:
        """Raises TooMany."""
        if address.channel == "web":
            return
        who = f"{address.channel}:{address.workspace}:{person.id}"
        if changes(command):
            self._limits.take(f"change {who}", self.changes)
        else:
            self._limits.take(f"question {who}", self.questions)
