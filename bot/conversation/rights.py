"""Who may change what a chat follows. Asked at every change."""

from collections.abc import Sequence

from bot.conversation.visit import Visit
from briefings.errors import NotAllowed
from briefings.model.chat import Changers
from briefings.model.subscription import Subscription


def check_may_change(visit: Visit, concerned: Sequence[Subscription] = ()) -> None:
    """Raises NotAllowed unless who visits may change these subscriptions, add one, or change the chat's settings."""
    if visit.is_private or visit.person.is_administrator:
        return
    match visit.rule:
        case Changers.EVERYONE:
            return
        case Changers.MAKERS:
            if any(one.made_by not in {None, visit.person.id} for one in concerned):
                raise NotAllowed("Iemand anders heeft dit ingesteld. Die persoon kan het wijzigen, of een beheerder.")
        case Changers.ADMINISTRATORS:
            raise NotAllowed("Alleen een beheerder kan wijzigen wat hier wordt gevolgd.")


def check_may_set_rule(visit: Visit, rule: Changers) -> None:
    """Raises NotAllowed unless who visits may set this rule: that only administrators may, only one of them says."""
    if not visit.is_private and not visit.person.is_administrator and rule is Changers.ADMINISTRATORS:
        raise NotAllowed("Alleen een beheerder kan instellen dat alleen beheerders mogen wijzigen.")
