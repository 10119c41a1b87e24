"""What others than a minister announce: by which words a sentence says that something is still to come."""

import re
from collections.abc import Sequence

from briefings.enriching.account import Account
from briefings.enriching.actors import subject_of
from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Doing, Mood, denial, read_doing
from briefings.enriching.due import over_in
from briefings.enriching.setting import Setting
from briefings.language.fold import fold
from briefings.model.statement import Act, Actor, Period

_ANNOUNCES = re.compile(
    r"\b(?:zal|zullen|kondigden? .{0,300}\baan|kondigt .{0,300}\baan|kondigen .{0,300}\baan|"
    r"heeft .{0,300}\baangekondigd|staat .{0,300}\bgepland|"
    r"staan .{0,300}\bgepland|is .{0,300}\bvoorzien|zijn .{0,300}\bvoorzien|aan te werken aan|(?:heeft|"
    r"hebben) .{0,300}\btoegezegd|zeg(?:de|t)\b.{0,300}\btoe|"
    r"zei(?:den)?\b.{0,300}\btoe\b(?! te (?:zien|treden|passen|laten|juichen))|"
    r"belo(?:ofde|ofden|oft|ven) .{0,300}\b(?:te|dat)\b|(?:heeft|hebben) .{0,300}\bbeloofd\b|"
    r"van plan|voornemens|naar verwachting|spraken? af|in het vooruitzicht)\b"
)
#: Announces something only together with a day or period to come.
_ANNOUNCES_WHEN = re.compile(
    r"\b(?:aangekondigd\w*|gepland\w*|voorzien|voorziet|verwacht\w*|vastgelegd|van start|begint|beginnen|start|"
    r"in werking|volgt|volgen|vindt .{0,300}\bplaats|vinden .{0,300}\bplaats|publiceert|presenteert|"
    r"plaatsvindt|plaatsvinden|rapporteert|rapporteren|belegt|beleggen|indient|indienen|uitbrengt|uitbrengen|"
    r"informeer\w*|ontvangt|brengt .{0,300}\buit|op de rol|op stapel|"
    r"operationeel|gereed|in gebruik|"
    r"komt|komen|gaat|gaan|wordt|worden|doel|bij elkaar|opnieuw|geagendeerd|verschijnt|verschijnen|organiseert|"
    r"(?:gaf|gaven|geeft|geven) aan .{0,300}\bte (?!zijn|hebben|worden|willen|vinden|achten)\w+|"
    r"dient .{0,300}\bin|dienen .{0,300}\bin|legt .{0,300}\bvoor|stelt .{0,300}\bvast|levert|leveren|zal)\b"
)
#: The same of who tells what it will do: "liet weten in het voorjaar een voorstel in te dienen".
_TELLS_TO = re.compile(
    r"\b(?:(?:liet|lieten|laat|laten) weten|(?:deelde|deelden|deelt|delen) mee|(?:maakte|maakten|maakt) bekend)"
    r"(?: (?!(?:dat|die|om|niet|geen)\b)[\w-]+){1,30}? te (?!zijn|hebben|worden|willen|vinden|achten)\w+"
)
#: "niet in 2026 maar in 2027" denies no announcement.
_NOT_BUT = re.compile(r"\bniet\b.{0,200}\bmaar\b|\bniet (?:(?:eerder|later) dan|voor)\b")
#: What is done at a Council by who takes the floor there, beside the verbs of saying.
_SPEAKS = re.compile(
    r"\b(?:terugkijken|terugblikken|vooruitblikken|verslag doen|verslag uitbrengen|bijpraten|ingaan op)\b"
)
_SAID = frozenset(
    {
        Act.SUPPORTS,
        Act.OPPOSES,
        Act.ABSTAINS,
        Act.HAS_CONCERNS,
        Act.SAYS,
        Act.INFORMS,
        Act.WISHES,
    }
)
#: Whoever does so says what it thinks of what will be.
_JUDGES = frozenset({Act.SUPPORTS, Act.OPPOSES, Act.ABSTAINS, Act.HAS_CONCERNS, Act.WISHES})
_ESTIMATED = re.compile(r"\b(?:geschat|geraamd|voorspeld|becijferd|begroot|(?:prognose|raming|schatting)s?)\b")
_WISHES = frozenset(
    "hoopt hopen hoopte hoopten wil willen wilde wilden streeft streven wenst wensen wenste wensten verlangt verlangen"
    " verlangde verlangden eist eisen eiste eisten".split()
)
_BILL = re.compile(r"\b(?:dient|legt) .{0,100}\b\w*wet(?:svoorstel)?\b.{0,200}\b(?:in|voor)\b")
#: What is said to come about of itself is somebody's view of it, and announced by nobody, save of such a thing.
_APPEARS = re.compile(
    r"\b(?:verschijn\w*|uitkomen|gepubliceerd|gepresenteerd|ingediend|voorgelegd|uitgebracht|aangeboden|toegezonden|"
    r"plaatsvinden|gehouden|georganiseerd|geagendeerd|besproken|behandeld|volgen|terugkomen|terugkeren|beginnen|starten|"
    r"gestart|ingaan|ingesteld|opgericht|geopend|uitgevoerd|bijeenkomen|in werking treden|voortgezet|afgerond)\b"
)
_STANDS_FOR = re.compile(r"(?:hij|zij|ze|ik|wij|we|het (?:de|het|een|dit|deze|zich|later|nog|ook)) ")  #: for who speaks
_REASONS = frozenset("omdat doordat aangezien daar nu als indien wanneer mits tenzij zodat opdat waardoor".split())
#: "de aangekondigde conferentie in mei": who says so need not be who announced it.
ANNOUNCED_BEFORE = "aangekondigde"


def announcement_in(sentence: ParsedSentence, due: Period | None, setting: Setting) -> str | None:
    """The words by which a sentence announces something; `due` is the period that it names. None when it does not."""
    main = [(clause, read_doing(sentence, clause)) for clause in sentence.main]
    left = [(clause, doing) for clause, doing in main if not _is_none(clause, doing, due, setting)]
    whole = len(left) == len(main)
    views = [under for under in sentence.under if _is_view(sentence, under, [doing for _, doing in main], due, setting)]
    text = fold(sentence.without(views)) if whole else " ".join(clause.text for clause, _ in left)
    facts = _as_facts(sentence) if whole else text
    when = due if due and not _is_told(sentence, due) else None
    if any(doing.mood in {Mood.MODAL, Mood.ABLE, Mood.WISH} and doing.act is not Act.WISHES for _, doing in left):
        return None
    coming = _ANNOUNCES_WHEN.search(facts) if when and (whole or fold(when.words or "") in text) else None
    if found := _ANNOUNCES.search(text) or coming or (_TELLS_TO.search(text) if when else None):
        return found[0]
    asked = _ANNOUNCES_WHEN.search(_as_facts(sentence)) if when and any(_is_asked(*one) for one in main) else None
    return asked[0] if asked and asked[0].startswith(ANNOUNCED_BEFORE) else None


def bill_in(sentence: ParsedSentence, account: Account) -> str | None:
    """ "De regering dient de uitvoeringswet na het advies van de Raad van State in": a bill to come has no date yet."""
    if account.who is None or account.who.actor is not Actor.CABINET:
        return None
    now = (one for one in sentence.main if read_doing(sentence, one).mood is Mood.NOW and not denial(one))
    return next((found[0] for one in now if (found := _BILL.search(one.text))), None)


def _is_none(clause: Clause, doing: Doing, due: Period | None, setting: Setting) -> bool:
    """Whether a clause announces nothing: it asks for it, denies it, or tells what an agenda expects to be said."""
    if _is_asked(clause, doing) or (doing.denied and not _NOT_BUT.search(clause.text)):
        return True
    if doing.passive and doing.act is Act.SAYS:
        return True
    if doing.act is Act.SAYS and doing.verb and doing.verb.infinitive == "aannemen":
        return True  # "nam aan dat": supposed
    said = doing.act in _SAID or _SPEAKS.search(clause.text)
    dated = due is not None and fold(due.words or "") in clause.text
    return bool(setting.is_agenda and doing.mood is Mood.FUTURE and said and not dated)


def _is_asked(clause: Clause, doing: Doing) -> bool:
    wishes = clause.verb in _WISHES
    asked = re.search(r"\bzal(?:len)? (?:\w+ ){0,40}(?:worden )?(?:gevraagd|opgeroepen|verzocht)\b", clause.text)
    return doing.act is Act.ASKS or wishes or bool(asked)


def _is_view(
    sentence: ParsedSentence, under: Clause, doings: Sequence[Doing], due: Period | None, setting: Setting
) -> bool:
    """Whether a clause says what somebody thinks will be: "vreesden dat boeren zullen stoppen"."""
    if {"zal", "zullen"}.isdisjoint(under.words):
        return False
    if doings and all(doing.act in _JUDGES for doing in doings):
        return True
    if due and fold(due.words or "") in under.text:
        return False
    if under.opener in _REASONS:
        return True
    if _STANDS_FOR.match(under.text) or _APPEARS.search(under.text):
        return False
    who = subject_of(sentence, under, setting.council).who
    return who is None or who.actor is Actor.MEMBER_STATES


def _as_facts(sentence: ParsedSentence) -> str:
    """The clauses that say what will be, and not what must or may; "verwacht dat" is said of others."""
    others = any(under.opener == "dat" and under.finite is not None for under in sentence.under)
    told = (one for one in sentence.clauses if read_doing(sentence, one).mood not in {Mood.MODAL, Mood.ABLE})
    return " ".join(clause.text for clause in told if not (others and clause.verb.startswith("verwacht")))


def _is_told(sentence: ParsedSentence, due: Period) -> bool:
    """Whether the period belongs to what is over: "het akkoord dat in juni werd bereikt"."""
    words = fold(due.words or "")
    if any(words in clause.text and _ESTIMATED.search(clause.text) for clause in sentence.clauses):
        return True
    return over_in(sentence, due) is not None
