"""Questions that ask for what there is to know, or what was decided, in a sentence: the commands for it."""

import re

from bot.commands.asking import Ask, Decisions, News
from bot.commands.comparing import Prepare
from briefings.language.fold import fold

_OF = r"(?:\s+(?:over|van|uit|rond|in|op|voor|bij|tijdens|sinds|about|on|of|from|in|at|during|for)\s+(?P<rest>.+))?"
_WHEN = (
    r"(?:\d{4}|(?:de |the )?(?:laatste |vorige |last )?(?:\w+-?)?(?:raad|council)\b.*|\w+ \d{4}|dit jaar|"
    r"this year|vorig jaar|last year)"
)
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
    + _WHEN
    + r")?"
)
_DECIDED_WHEN = re.compile(
    r"wat (?:is|werd|was|heeft|zijn) (?:er |de (?:\w+-?)?raad |door de raad )?"
    r"(?P<rest>(?:in|op|van|tijdens|sinds) " + _WHEN + r") (?:allemaal )?(?:besloten|beslist|afgesproken|aangenomen)"
)
_PREPARE = re.compile(
    r"(?:bereid (?:mij|me|ons) (?:even )?voor|(?:ik|we|wij) (?:wil|willen|moet|moeten|ga|gaan) (?:mij|me|ons) "
    r"(?:even )?voorbereiden|prepare (?:me|us))(?: (?:op|voor|for) (?P<rest>.+))?"
)
#: What is told before a question: "ik heb over 2 minuten overleg over migratie, wat moet ik weten".
_BEFORE = re.compile(
    r"(?:ik|we|wij|i) (?:heb|hebben|zit|zitten|moet|moeten|ga|gaan|krijg|krijgen|have|am|are|need)\b"
    r"(?:[^,.;:!?]*\b(?:over|rond|inzake|about|on)\s+(?P<about>[^,.;:!?]+)|[^,.;:!?]*)[,.;:!]\s*"
    r"(?:(?:en|dus|maar|and|so|but)\s+)?(?P<asked>[^,;]+)"
)
_LATEST = re.compile(
    r"(?:op |van |tijdens )?(?:de |the )?(?:laatste|last|latest) (?:jbz-?)?(?:raad|council|vergadering|meeting)"
)


def at_a_glance(typed: str) -> News | Decisions | Prepare | Ask | None:
    """The command that a sentence asks for; None for another question."""
    folded = fold(typed).strip(" ?!.")
    if match := _DECISIONS.fullmatch(folded) or _DECIDED_WHEN.fullmatch(folded):
        return Decisions(_rest(re.sub(r"^\s*(?:in|op|van|tijdens|during)\s+", "", match["rest"] or "")))
    if match := _NEWS.fullmatch(folded):
        return News(_rest(match["rest"] or ""))
    if match := _PREPARE.fullmatch(folded):
        return Prepare(match["rest"] or "")
    if match := _BEFORE.fullmatch(folded):
        return _behind(match["about"], match["asked"])
    return None


def _behind(about: str | None, asked: str) -> News | Decisions | Prepare | Ask:
    """The question behind what was told before it; on the subject that was told where it names none itself."""
    command = at_a_glance(asked) or Ask(asked)
    if about is None or not isinstance(command, News | Decisions) or command.text:
        return command
    return type(command)(about)


def _rest(text: str) -> str:
    return "" if _LATEST.fullmatch(text) else text.strip()
