"""Questions that ask for what there is to know, or what was decided, in a sentence: the commands for it."""

import re

from bot.commands.asking import Decisions, News
from briefings.language.fold import fold

_OF = r"(?:\s+(?:over|van|uit|rond|in|op|voor|bij|tijdens|sinds|about|on|of|from|in|at|during|for)\s+(?P<rest>.+))?"
_NEWS = re.compile(
    r"(?:wat (?:moet|wil|zou) (?:ik|je|men)(?: \w+)? weten|(?:wat is|is) er (?:voor )?(?:nieuws?|gebeurd)|"
    r"wat is het (?:laatste )?nieuws|"
    r"(?:het )?laatste nieuws|(?:het )?(?:nieuws|nieuwste)(?: van (?:vandaag|deze week))?|wat (?:is|"
    r"was) (?:er )?(?:nieuw|belangrijk)|"
    r"praat (?:me|mij) bij|(?:geef (?:me|mij) )?(?:een )?(?:update|samenvatting)|bijpraten|hoofdpunten|"
    r"what(?: is|'s) (?:new|the news|the latest)|(?:the )?latest(?: news)?|what (?:do|should|must) i (?:need to )?know|"
    r"(?:any|is there any) news|(?:give me an )?update|catch me up|summary)" + _OF
)
_DECISIONS = re.compile(
    r"(?:wat (?:is|werd|was|heeft|zijn) (?:er |de (?:\w+-?)?raad |door de raad )?(?:allemaal )?(?:besloten|"
    r"beslist|afgesproken|aangenomen)|"
    r"wat besloot de (?:\w+-?)?raad|(?:welke |de |alle |laatste )*(?:besluiten|beslissingen)"
    r"(?: (?:zijn er|er zijn|zijn|werden|heeft de raad|nam de raad|van de (?:laatste )?raad)(?: er)?(?: genomen)?)?|"
    r"what (?:was|has been|did the council|has the council|were) (?:decided?|the decisions)|(?:which |the |all |"
    r"latest )*decisions"
    r"(?: (?:were|have been) (?:taken|made))?)(?P<rest>(?=\s)(?:\s+(?:in|op|van|tijdens|sinds|during|since))\s+"
    r"(?:\d{4}|(?:de |the )?(?:laatste |vorige |last )?(?:\w+-?)?(?:raad|council)\b.*|\w+ \d{4}|dit jaar|"
    r"this year|vorig jaar|last year))?"
)
_LATEST = re.compile(
    r"(?:op |van |tijdens )?(?:de |the )?(?:laatste|last|latest) (?:jbz-?)?(?:raad|council|vergadering|meeting)"
)


def at_a_glance(typed: str) -> News | Decisions | None:
    """The command that a sentence asks for; None for another question."""
    folded = fold(typed).strip(" ?!.")
    if match := _DECISIONS.fullmatch(folded):
        return Decisions(_rest(re.sub(r"^\s*(?:in|op|van|tijdens|during)\s+", "", match["rest"] or "")))
    if match := _NEWS.fullmatch(folded):
        return News(_rest(match["rest"] or ""))
    return None


def _rest(text: str) -> str:
    return "" if _LATEST.fullmatch(text) else text.strip()
