"""Questions that ask for what there is to know, or what was decided, in a sentence: the commands for it."""

import re

from bot.commands.asking import (
    OVERDUE,
    Ask,
    Commitments,
    Decisions,
    News,
    Only,
    ShowAgenda,
    ShowMeeting,
    Why,
    agenda_of,
)
from bot.commands.comparing import Prepare
from briefings.answering.frames import Asks
from briefings.answering.question import MEETING_WORDS, Question, read_question
from briefings.answering.speakers import find_speaker
from briefings.answering.worth import is_filler
from briefings.language.fold import fold
from briefings.language.periods import ANY_DAY, find_asked
from briefings.model.statement import Actor

_OF = r"(?:\s+(?:over|van|uit|rond|in|op|voor|bij|tijdens|sinds|about|on|of|from|in|at|during|for)\s+(?P<rest>.+))?"
_BEST = (
    r"(?:allerlaatste|laatste|belangrijkste|recentste|recente|grootste|nieuwste|actuele|meest recente|"
    r"latest|most important|important|main|biggest|recent|top)"
)
_NEWS = re.compile(
    r"(?:wat (?:moet|wil|zou) (?:ik|je|men)(?: \w+)? weten|(?:wat is|is) er (?:voor )?(?:nieuws?|gebeurd)|"
    rf"(?:wat (?:is|was) )?(?:het |the )?(?:{_BEST} )*nieuws|what(?: is|'s) the (?:{_BEST} )*news|"
    rf"(?:the )?(?:{_BEST} )+news|(?:het )?(?:nieuws|nieuwste)(?: van (?:vandaag|deze week))?|wat (?:is|"
    r"was) (?:er )?(?:nieuw|belangrijk)|"
    r"praat (?:me|mij) bij|(?:geef (?:me|mij) )?(?:een )?update|bijpraten|"
    r"what(?: is|'s) (?:new|the news|the latest)|(?:the )?latest(?: news)?|what (?:do|should|must) i (?:need to )?know|"
    r"(?:any|is there any) news|(?:give me an )?update|catch me up)" + _OF
)
_SHORT = r"(?:(?:korte?|kort en bondig|beknopte?|short|brief|quick|even|snel|eens) )*"
_SUMMED = re.compile(
    rf"(?:(?:geef|maak|give|make)(?: (?:me|mij|us|ons))? )?(?:de |een |the |an? )?{_SHORT}"
    rf"(?:samenvatting|hoofdpunten|hoofdlijnen|summary|recap|main points|highlights){_OF}|"
    r"(?:geef|maak|give|make)(?: (?:me|mij|us|ons))? (?:de |een |the |an? )?"
    rf"{_SHORT}(?:samenvatting|summary) (?P<behind>.+)|"
    rf"vat {_SHORT}(?P<inside>.+?) {_SHORT}samen|(?:please )?(?:summari[sz]e|sum up|recap) (?P<english>.+)|"
    r"(?:kun|kan|kunt|wil|wilt|zou|can|could|would|will) (?:je|jij|u|you) "
    rf"(?:{_SHORT}(?P<asked>.+?) {_SHORT}(?:kunnen )?samenvatten|(?:summari[sz]e|sum up) (?P<told>.+))"
)
_ARTICLE = re.compile(r"^(?:de|het|the) ")
_ALL_OF_IT = frozenset({"alles", "dat", "dit", "het", "hem", "everything", "that", "this", "it"})
_COUNTED = re.compile(
    r"(?:hoeveel|how many|welke|which|alle|all) (?:besluiten|beslissingen|decisions)"
    r"(?: (?:zijn er|er zijn|zijn|werden|heeft de raad|nam de raad|did the council take|were|taken|made|genomen))*"
    r" (?:over|rond|about|on) (?P<rest>.+)"
)
_LATEST_DECISIONS = re.compile(
    r"(?:de |alle |the |all )?(?:laatste |latest |last )?(?:besluiten|beslissingen|decisions)"
)
_DECIDED = frozenset({"besloten", "beslist"})
#: Words that say that something is done, whatever it is.
_OCCURS = frozenset(
    "gebeurt gebeurd gebeuren vielen vallen nieuws keer keren happens happened happen news times".split()
)
#: Words for what is decided on, whatever it is.
_ANYTHING = frozenset(
    "maatregelen voorstellen zaken onderwerpen stukken punten dossiers knopen measures proposals matters things"
    " subjects ministers lidstaten landen".split()
)
_UNDECIDED = re.compile(
    r"\b(?:geen (?:\w+ )?(?:besluit|beslissing|akkoord|overeenstemming)\w*|niets? (?:\w+ ){0,2}(?:besloten|beslist|"
    r"afgesproken|aangenomen|vastgesteld|overeengekomen)|niet (?:\w+ )?uit(?:gekomen|komen)?|"
    r"(?:het )?niet (?:(?:tot|het|over|een|er) )*(?:besluit|akkoord|overeenstemming|eens)|"
    r"(?:no|any) decisions?(?= not)|no (?:decisions?|agreement|deal)(?: (?:was |were )?(?:reached|taken|made))?|"
    r"fail(?:ed)? to (?:agree|decide)|"
    r"(?:not|n't) (?:been )?(?:decided?|agreed?|adopt(?:ed)?|reach(?:ed)?(?: an)? agreement))\b"
)
_SIGNED = re.compile(r"\b(?:(?:onder)?teken(?:d|de|den|t|en)|getekend|sign(?:ed)?)\b")
_AND = re.compile(r"(?:en|and|maar|but|dus|so|ook|also)\b")
#: What leans on something said before it, without a time of its own.
_LEANS = re.compile(
    rf"^{_AND.pattern}|"
    r"\b(?:dat|dit|die|deze|het|hier\w*|daar\w*|erover|that|this|it|een besluit|a decision)\b"
)
_WHY = re.compile(r"(?:en |and |maar |but )?(?:waarom|hoezo|why)(?: (?:niet|not|dat|dit|is dat(?: zo)?|is that))?")
#: A letter by its kind: "de geannoteerde agenda van de JBZ-Raad", "het laatste verslag".
_LETTER = re.compile(
    r"(?:(?:wat is|waar is|waar staat|what is|where is) )?(?:(?:de|het|een|the|an?) )?"
    r"(?:(?:laatste|nieuwste|recentste|meest recente|volgende|komende|latest|newest|last|most recent|next|coming) )?"
    r"(?:(?P<agenda>(?:(?:geannoteerde|annotated) )?agenda)|verslag|report)(?: (?P<of>.+))?"
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
_OVERDUE = re.compile(rf"(?:welke|wat zijn de|which|what are the) (?:toezeggingen|promises|commitments) {OVERDUE}")
_TERMS = re.compile(
    r"(?:(?:welke|wat zijn (?:de|alle)?|which|what are (?:the|all)?|alle|all|de|the) ?)?(?:lopende |open |running )?"
    r"(?:termijnen|deadlines|einddata|tijdlimieten)"
    r"(?: (?:lopen|zijn|gelden|komen|staan|are|apply|run)(?: (?:er|there|nog|nu|eraan|open|now|still|coming|up))*)?"
)
#: What somebody announced: "wat kondigde de Commissie aan over drugs", "what did the Commission announce".
_ANNOUNCED = re.compile(
    r"(?:wat|welke \w+) (?:kondig(?:de|den|t|en)|heeft|hebben) (?P<who>.+?) (?:allemaal |nog )?(?:aan|aangekondigd)"
    r"(?: (?:over|rond|op het gebied van) (?P<what>.+))?|"
    r"(?:what|which \w+) (?:did|has|have) (?P<who_en>.+?) announced?(?: (?:about|on) (?P<what_en>.+))?"
)
#: What is still to come in a time: "wat komt er in maart 2027".
_COMING = re.compile(
    r"(?:wat (?:komt|volgt) er (?:nog )?(?:allemaal )?(?:aan )?|"
    r"wat (?:staat|is) er (?:nog )?(?:allemaal )?(?:te gebeuren|te wachten|op de rol|gepland) |"
    r"wat is er (?:nog )?(?:gepland|voorzien|aangekondigd) |what (?:is coming|comes|is planned|is announced) (?:up )?)"
    r"(?:in|voor|for) (?P<when>.+)"
)
_LATEST = re.compile(
    r"(?:op |van |tijdens )?(?:de |the )?(?:laatste|last|latest) (?:jbz-?)?(?:raad|council|vergadering|meeting)"
)


Glance = News | Decisions | Commitments | Prepare | Why | ShowAgenda | ShowMeeting | Ask


def at_a_glance(typed: str) -> Glance | None:
    """The command that a sentence asks for; None for another question."""
    folded = fold(typed).strip(" ?!.")
    if _WHY.fullmatch(folded):
        return Why()
    if command := _summed(folded) or _letter(folded) or _promised(folded) or _of_a_time(folded):
        return command
    if match := _COUNTED.fullmatch(folded):
        return Decisions(match["rest"])
    if match := _NEWS.fullmatch(folded):
        return News(_rest(match["rest"] or ""))
    if match := _PREPARE.fullmatch(folded):
        return Prepare(match["rest"] or "")
    if match := _BEFORE.fullmatch(folded):
        return _behind(match["about"], match["asked"])
    return None


def _summed(folded: str) -> News | None:
    """The news of what is to be summed up: of a Council, a time or a subject; of all where nothing is named."""
    match = _SUMMED.fullmatch(folded)
    if match is None:
        return None
    rest = _ARTICLE.sub("", next((one for one in match.groups() if one), ""))
    return News("" if rest in _ALL_OF_IT else _rest(rest))


def _letter(folded: str) -> ShowAgenda | ShowMeeting | None:
    """The letter of a kind that is asked for, of a meeting or of the latest; None where another subject is named."""
    match = _LETTER.fullmatch(folded)
    agenda = agenda_of(match["of"] or "") if match else None
    if match is None or agenda is None:
        return None
    return agenda if match["agenda"] else ShowMeeting(agenda.of)


def _promised(folded: str) -> Commitments | None:
    """What was promised and is late, or what is still to come in a time that is all that is named."""
    if _OVERDUE.fullmatch(folded):
        return Commitments()
    if _TERMS.fullmatch(folded):
        return Commitments()
    if (match := _ANNOUNCED.fullmatch(folded)) and find_speaker(who := match["who"] or match["who_en"]):
        what = match["what"] or match["what_en"]
        return Commitments(f"van {who}" + (f" over {what}" if what else ""))
    coming = _COMING.fullmatch(folded)
    if coming is None:
        return None
    when = coming["when"]
    named = find_asked(f"in {when}", ANY_DAY)
    return Commitments(f"in {when}") if named and (named.start, named.end) == (0, len(when) + len("in ")) else None


def _of_a_time(folded: str) -> News | Decisions | None:
    """What asks, in whatever words, what was decided, or for all there is, and names nothing but a time or a Council.

    A time by itself may lean on the question before; a single meeting is shown as it is.
    """
    question, undecided = read_question(folded, ANY_DAY), _UNDECIDED.search(folded)
    if _names_a_subject(question, undecided[0] if undecided else "") or (
        not question.when and _LEANS.search(_UNDECIDED.sub("", folded))
    ):
        return None
    if question.asks is Asks.PROMISED and question.council:
        return News(_rest(question.when))
    decided = undecided or (question.actor is Actor.COUNCIL and not _DECIDED.isdisjoint(question.words))
    if decided or question.asks is Asks.DECISIONS or _LATEST_DECISIONS.fullmatch(folded):
        signed = _SIGNED.search(folded)
        return Decisions(_rest(question.when), Only.UNDECIDED if undecided else Only.SIGNED if signed else None)
    asks_for_all = question.asks is None and question.actor is None and question.words and not _AND.match(folded)
    if asks_for_all and question.when and (question.spans or not _OCCURS.isdisjoint(question.words)):
        return News(question.when)
    return None


def _names_a_subject(question: Question, undecided: str) -> bool:
    of_someone = question.actor not in {None, Actor.COUNCIL}
    of_decisions = bool(undecided) or question.asks is Asks.DECISIONS
    meaningless = MEETING_WORDS | _OCCURS | (_ANYTHING if of_decisions else frozenset()) | {*undecided.split()}
    words = [word for word in question.words if word not in meaningless]
    said = any(not is_filler(word) for word in words)
    return bool(of_someone or question.number or question.papers or question.movers or said)


def _behind(about: str | None, asked: str) -> Glance:
    """The question behind what was told before it; on the subject that was told where it names none itself."""
    command = at_a_glance(asked) or Ask(asked)
    if about is None or not isinstance(command, News | Decisions) or command.text:
        return command
    return type(command)(about)


def _rest(text: str) -> str:
    return "" if _LATEST.fullmatch(text) else text.strip()
