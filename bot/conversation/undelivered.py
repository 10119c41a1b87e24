"""What people hear when briefings cannot be delivered, as Replies."""

from bot.conversation.saying import Saying
from bot.reply import Link, Reply
from briefings.model.chat import Address


def unreachable(address: Address, reason: str, saying: Saying) -> Reply:
    """To who made a subscription: its chat cannot be reached."""
    words = saying.words
    link = f"https://slack.com/app_redirect?team={address.workspace}&channel={address.chat}"
    return Reply(
        title=words("De briefing kan niet worden bezorgd"),
        language=saying.language,
        lead=(
            _about(address.chat, reason, saying),
            words("Het abonnement daar staat stil. Is het hersteld? Typ dan daar: hervat."),
        ),
        sources=(Link(words("Naar het kanaal"), link),) if address.channel == "slack" else (),
    )


def sign_of_life(saying: Saying) -> Reply:
    """To the administrator's chat that gets a message each day."""
    words = saying.words
    return Reply(
        title=words("Teken van leven: het bezorgen werkt"),
        language=saying.language,
        lead=(words("Dit bericht komt elke dag. Blijft het weg, dan is er iets mis: kijk met jbz doctor."),),
    )


def stopped(lane: str, reason: str, saying: Saying) -> Reply:
    """To the administrators: nothing is sent in a whole lane."""
    words = saying.words
    return Reply(
        title=words("De briefings staan stil"),
        language=saying.language,
        lead=(
            _about(lane, reason, saying),
            words("De bot probeert het steeds opnieuw. Is het hersteld, dan komt alles vanzelf."),
        ),
    )


def refused(address: Address, reason: str, saying: Saying) -> Reply:
    """To the administrators: a briefing was refused for what stands in it, also as plain text."""
    words = saying.words
    return Reply(
        title=words("De briefing kan niet worden bezorgd"),
        language=saying.language,
        lead=(
            _about(address.chat, reason, saying),
            words("De volgende briefing daar vertelt alsnog wat erin stond."),
        ),
    )


def _about(what: str, reason: str, saying: Saying) -> str:
    words = saying.words
    return words("Het gaat om {chat}. De reden: {reason}.", chat=what, reason=words.reason(reason))
