"""How a chat is named to someone who is in another one."""

from bot.words import Phrase, Words
from briefings.model.chat import Address

_GROUPS = {"slack": Phrase("een kanaal in {channel}"), "mattermost": Phrase("een kanaal in {channel}")}
_A_GROUP = Phrase("een groep in {channel}")


def channel_name(channel: str, words: Words) -> str:
    """ "Slack", "e-mail"."""
    match channel:
        case "email":
            return words("e-mail")
        case "web":
            return words("de pagina Gesprek")
        case _:
            return channel.capitalize()


def place_name(address: Address, words: Words, *, among_others: bool = False) -> str:
    """ "Slack", "e-mail (anna@example.org)", "een groep in Telegram"; to be said behind "naar", "met" or "elders:".

    Said among others it names nobody's address.
    """
    channel = channel_name(address.channel, words)
    if not address.is_private:
        return words(_GROUPS.get(address.channel, _A_GROUP), channel=channel)
    return f"{channel} ({address.chat})" if address.channel == "email" and not among_others else channel
