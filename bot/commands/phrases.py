"""Sentences for what the bot is and has: help, the language it speaks, what is followed, the themes."""

import re

from bot.commands.asking import ListThemes
from bot.commands.following import ListSubscriptions
from bot.commands.settings import Help, SetLanguage, ShowLetters
from briefings.language.fold import fold

_MOST_WORDS = 14  #: of such a sentence; a longer text is none, and would be tried in too many ways
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


_LETTER = (
    r"(?:brieven|kamerbrieven|verslagen|agenda's|geannoteerde agenda's|documenten|stukken|vergaderingen|raden|"
    r"letters|reports|agendas|documents|meetings)"
)
_LETTERS = re.compile(
    rf"(?:hoeveel|welke|wat voor|van welke|how many|which|what) {_LETTER}"
    r"(?: (?:ken|kent|heb|hebt|heeft|zijn|zitten|staan|lees|weet|do|are|have|does) "
    r"(?:je|jij|u|er|jullie|you|there|we)(?: (?:allemaal|nu|al|in totaal|know|have|read|gelezen|in|hier))*)?|"
    rf"(?:tot wanneer|tot (?:welke|en met welke) (?:datum|dag)|vanaf wanneer|sinds wanneer|hoe ver) "
    rf"(?:lopen|gaan|zijn|heb|ken) (?:je |jij |u |de |jullie )*{_LETTER}(?: (?:bij|terug))?|"
    r"(?:until when|up to when|how far(?: back)?|since when) (?:do|are) (?:your|the|you have) "
    rf"{_LETTER}(?: (?:go|run|up to date))?|"
    rf"(?:wat|hoeveel) (?:weet|ken|kent) (?:je|jij|u)(?: (?:allemaal|eigenlijk))*|what do you know|"
    rf"wat is (?:de |je |het )?(?:laatste|nieuwste|recentste) (?:brief|kamerbrief)(?: die (?:je|u) kent)?|"
    rf"(?:alle|all|de|jouw|je|your) {_LETTER}"
)


def phrase(typed: str) -> Help | SetLanguage | ListSubscriptions | ListThemes | ShowLetters | None:
    """The command for a sentence that names no subject; None for another."""
    if len(typed.split()) > _MOST_WORDS:
        return None
    folded = re.sub(rf"{_PLEASE}$", "", fold(typed).strip(" ?!.,"))
    if match := _HELP_IN.fullmatch(folded):
        return Help("en" if match["en"] else "nl")
    if match := _LANGUAGE.fullmatch(folded):
        return SetLanguage("en" if match["en"] else "nl")
    of_words: tuple[tuple[re.Pattern[str], Help | ListSubscriptions | ListThemes | ShowLetters], ...] = (
        (_FOLLOWED, ListSubscriptions()),
        (_HELP, Help()),
        (_THEMES, ListThemes()),
        (_LETTERS, ShowLetters()),
    )
    return next((command for pattern, command in of_words if pattern.fullmatch(folded)), None)
