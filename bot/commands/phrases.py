"""Sentences for what the bot is and has: help, the language it speaks, what is followed, the themes."""

import re

from bot.commands.asking import ListThemes
from bot.commands.following import ListSubscriptions
from bot.commands.settings import Help, SetLanguage
from briefings.language.fold import fold

_PLEASE = r"(?:\s+(?:alsjeblieft|alstublieft|aub|graag|please|svp))?"
_EN, _NL = r"(?:engels|english)", r"(?:nederlands|dutch)"
_FOLLOWED = re.compile(
    r"(?:(?:wat|waar) zijn |what are |(?:toon|geef|show|list)(?: me| mij)? )?"
    r"(?:mijn|onze|al mijn|my|our|all my) (?:abonnementen|abonnement|subscriptions?|briefings)|"
    r"(?:wat|welke (?:thema's|themas|onderwerpen|abonnementen|briefings)|"
    r"what|which (?:themes|topics|subscriptions|briefings)) "
    r"(?:volg|volgen|heb|hebben|krijg|krijgen|do|am|are|have) (?:ik|wij|we|i)"
    r"(?: (?:follow|have|get|following|subscribed to|nu|hier|allemaal|al|here|now))*|"
    r"(?:wat|welke thema's) (?:wordt|worden) (?:er )?hier (?:allemaal )?gevolgd|what is followed here|"
    r"waarop (?:ben|zijn) (?:ik|we|wij) geabonneerd|(?:ik volg|wij volgen|we volgen)"
)
_HELP = re.compile(
    r"(?:help|hulp|uitleg|handleiding|instructies|manual|instructions|how it works|hoe het werkt)"
    r"(?: (?:me|mij|ons|us))?|"
    r"hoe werk(?:t|en) (?:dit|het|deze bot|jij|je|u|jullie)|how (?:does|do) (?:this|it|you|this bot) work|"
    r"wat (?:kun|kan|kunt) (?:je|jij|u|ik|ik je|ik hier|ik u)(?: (?:hier|allemaal|je|u|doen|vragen|typen|voor mij))*|"
    r"wat zijn de (?:commando's|opdrachten|mogelijkheden)|(?:alle |de )?(?:commando's|opdrachten)|"
    r"what can (?:you|i)(?: (?:do|ask|type|say|you|for me|here))*|(?:which |what |all |the )?commands"
)
_HELP_IN = re.compile(
    rf"(?:help|hulp|uitleg|instructions|manual)(?: me)?(?: in(?: het)?)? (?:(?P<en>{_EN}|en)|(?P<nl>{_NL}|nl))"
)
_LANGUAGE = re.compile(
    r"(?:(?:spreek|praat|antwoord|schrijf|speak|talk|answer|reply|write|switch|change|ga verder|verder|"
    r"(?:kun|kan|kunt|wil|wilt|can|could|do|will) (?:je|jij|u|you)(?: (?:please|speak|answer|switch|talk))*)"
    r"(?: (?:je|u|me|mij))?(?: (?:in|to|over op))?(?: het)? |(?:in(?: het)?|het|to|liever|graag|rather) )*"
    rf"(?:(?P<en>{_EN})|(?P<nl>{_NL}))(?: (?:spreken|praten|antwoorden|verder))?"
)
_THEMES = re.compile(
    r"(?:welke|wat zijn (?:de|jullie|je)|which|what(?: are the)?) (?:thema's|themas|onderwerpen|themes|topics)"
    r"(?: (?:ken|kent|heb|hebt|heeft|zijn|kan|kun|do|are|can) (?:je|jij|u|er|ik|you|there|i)"
    r"(?: (?:volgen|have|know|follow))?)?"
)


def phrase(typed: str) -> Help | SetLanguage | ListSubscriptions | ListThemes | None:
    """The command for a sentence that names no subject; None for another."""
    folded = re.sub(rf"{_PLEASE}$", "", fold(typed).strip(" ?!.,"))
    if match := _HELP_IN.fullmatch(folded):
        return Help("en" if match["en"] else "nl")
    if match := _LANGUAGE.fullmatch(folded):
        return SetLanguage("en" if match["en"] else "nl")
    for pattern, command in ((_FOLLOWED, ListSubscriptions()), (_HELP, Help()), (_THEMES, ListThemes())):
        if pattern.fullmatch(folded):
            return command
    return None
