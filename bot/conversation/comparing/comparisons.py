"""What is asked of letters laid side by side."""

from collections.abc import Mapping

from bot.commands.command import Command
from bot.commands.comparing import CheckQuote
from bot.conversation.comparing.quotes import show_quote
from bot.conversation.visit import Handler
from briefings.comparing.quote_check import QuoteChecker


class Comparisons:
    """Quotes, plans, positions and commitments, each beside what the letters say of it."""

    def __init__(self, quotes: QuoteChecker) -> None:
        self._quotes = quotes

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {CheckQuote: lambda command, visit: show_quote(self._quotes.check(command.text), visit.saying)}
