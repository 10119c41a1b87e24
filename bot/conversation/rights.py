"""Who may change what a chat follows."""

from collections.abc import Mapping, Sequence

from briefings.errors import NotAllowed
from briefings.model.chat import Changers, Chat, Person
from briefings.model.subscription import Subscription


class Rights:
    """The rule of each chat: its own, or else that of its platform. Checked at every change."""

    def __init__(self, defaults: Mapping[str, Changers]) -> None:
        self._defaults = defaults

    def rule(self, chat: Chat) -> Changers:
        """The rule that holds in a chat."""
        return chat.changers or self._defaults.get(chat.address.channel, Changers.EVERYONE)

    def check(self, chat: Chat, person: Person, changed: Sequence[Subscription]) -> None:
        """Raises NotAllowed unless `person` may change these subscriptions, add one, or change the chat's settings."""
        if person.private or person.is_administrator:
            return
        match self.rule(chat):
            case Changers.EVERYONE:
                return
            case Changers.MAKERS:
                if any(one.made_by not in {None, person.id} for one in changed):
                    raise NotAllowed(
                        "Iemand anders heeft dit ingesteld. Die persoon kan het wijzigen, of een beheerder.",
                        "Someone else has set this. That person can change it, or an administrator.",
                    )
            case Changers.ADMINISTRATORS:
                raise NotAllowed(
                    "Alleen een beheerder kan wijzigen wat hier wordt gevolgd.",
                    "Only an administrator can change what is followed here.",
                )
