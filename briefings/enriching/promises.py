"""What is still to come: what a minister promises parliament, and what others announce."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from briefings.enriching.account import OURS, Account
from briefings.enriching.actors import subject_of
from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Doing, Mood, denial, read_doing
from briefings.enriching.due import due_of
from briefings.enriching.finites import is_past_form
from briefings.enriching.lexicon import AUXILIARIES, BEFORE
from briefings.enriching.parties import MEMBER_STATES, Speaker
from briefings.enriching.setting import Setting
from briefings.language.fold import fold
from briefings.model.statement import Act, Actor, Period, Standing, StatementKind

_PARLIAMENT = re.compile(r"\b(?:uw|de|tweede|eerste|beide) kamers?\b|\bu\b|\bkamer(?:leden)?\b")
#: What is sent with this very letter is no promise.
_WITH_THIS = re.compile(
    r"\b(?:hierbij|hiermee|bij dezen?|langs deze weg|"
    r"(?:met|middels|in|door|bij) (?:deze (?:kamer)?brief|dit verslag))\b"
)
#: What was promised before it is one only where it is still to come.
_PROMISED_BEFORE = re.compile(
    r"\b(?:(?:conform|in navolging van|naar aanleiding van|overeenkomstig) (?:de|mijn|een|eerdere|het|zijn|"
    r"haar) (?:\w+ )?toezegging\w*|zoals (?:\w+ )?toegezegd)\b"
)
#: A new ministry has a name that no list has yet; of a member state's minister the state is named.
_OUR_MINISTER = re.compile(
    r"(?:[Dd]e )?(?:[Mm]inister|[Ss]taatssecretaris) (?:van|voor) (?!(?:de|het) )"
    rf"(?!{'|'.join(MEMBER_STATES)})[A-Z][\w-]+(?:(?:, | en |, en | )[A-Z][\w-]+)*"
)
_AIMS = frozenset({"streef", "streeft", "streven"})  #: "ik streef ernaar uw Kamer vóór het reces te informeren"
_GIVES = re.compile(
    r"\b(?:informe\w+|bericht(?:en)?|toekomen|toesturen|toezenden|stuur|stuurt|sturen|zend|zendt|zenden|"
    r"ontvangt|ontvangen|geinformeerd|bericht|toegestuurd|toegezonden|gezonden|"
    r"aanbieden|bied|biedt|schrijven|brief|melden|delen|op de hoogte|"
    r"krijgt|krijgen|rapporteren|rapporteert|kenbaar|verstrekken|verstrekt|"
    r"voorleggen|leg(?:t|gen)? .{0,200}\bvoor|inlichten|licht(?:en)? .{0,200}\bin|in kennis|weten)\b"
)
#: "Uw Kamer kan een fiche tegemoetzien", "De brief wordt aan uw Kamer gezonden": by us, who alone do that.
_MAY_EXPECT = re.compile(
    r"\b(?:(?:uw|de) kamer|u) (?:kan|kunt|mag)\b.{0,300}\b(?:tegemoet ?zien|verwachten|rekenen op)\b|"
    r"\b(?:kan|kunt|mag) (?:(?:uw|de) kamer|u)\b.{0,300}\b(?:tegemoet ?zien|verwachten)\b"
)
_SENT_TO = re.compile(
    r"\b(?:wordt|worden|zal|zullen) .{0,200}\b(?:uw|de) kamer\b.{0,200}"
    r"\b(?:toegezonden|gezonden|toegestuurd|gestuurd|aangeboden|voorgelegd|verstrekt)\b|"
    r"\b(?:gaat|komt|zal) .{0,200}\b(?:uw|de) kamer\b.{0,200}\b(?:toe|toekomen|toegaan)$|"
    r"\b(?:wordt|worden) (?:[\w-]+ ){0,2}u\b.{0,120}\b(?:toegezonden|gezonden|toegestuurd|gestuurd|aangeboden)\b|"
    r"\bu (?:ontvangt|krijgt)\b|\b(?:ontvangt|krijgt) u\b"
)
_RETURNS = re.compile(r"\b(?:kom|komt|komen)\b.{0,300}\bterug\b|\bterug(?:komen|kom|komt|te komen)\b")
_PROMISED = re.compile(
    r"\b(?:zeg|zegt|zeggen|zegde|zegden|zei)\b.{0,300}\btoe\b|\b(?:heb|heeft|hebben)\b.{0,300}\btoegezegd\b"
)
_ANNOUNCES = re.compile(
    r"\b(?:zal|zullen|kondigden? .{0,300}\baan|kondigt .{0,300}\baan|kondigen .{0,300}\baan|"
    r"heeft .{0,300}\baangekondigd|staat .{0,300}\bgepland|"
    r"staan .{0,300}\bgepland|is .{0,300}\bvoorzien|zijn .{0,300}\bvoorzien|aan te werken aan|(?:heeft|"
    r"hebben) .{0,300}\btoegezegd|zeg(?:de|t)\b.{0,300}\btoe|"
    r"belo(?:ofde|ofden|oft|ven) .{0,300}\b(?:te|dat)\b|(?:heeft|hebben) .{0,300}\bbeloofd\b|"
    r"van plan|voornemens|naar verwachting|spraken? af|in het vooruitzicht)\b"
)
#: Announces something only together with a day or period to come.
_ANNOUNCES_WHEN = re.compile(
    r"\b(?:aangekondigd\w*|gepland\w*|voorzien|voorziet|verwacht\w*|vastgelegd|van start|begint|beginnen|start|"
    r"in werking|volgt|volgen|vindt .{0,300}\bplaats|vinden .{0,300}\bplaats|publiceert|presenteert|"
    r"plaatsvindt|plaatsvinden|rapporteert|rapporteren|belegt|beleggen|indient|indienen|uitbrengt|uitbrengen|"
    r"informeer\w*|ontvangt|brengt .{0,300}\buit|op de rol|op stapel|"
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
#: How others are expected to vote is no announcement.
_EXPECTED_TO_VOTE = re.compile(
    r"\b(?:stemt|stemmen) (?:naar verwachting|vermoedelijk|waarschijnlijk)\b|"
    r"\b(?:naar verwachting|vermoedelijk|waarschijnlijk|wellicht)\b.{0,200}\b(?:stemmen|instemmen|steunen|onthouden|"
    r"verzetten|(?:terughoudend|kritisch|positief|tegen|voor) (?:zijn|staan|opstellen))\b"
)
_ESTIMATED = re.compile(r"\b(?:geschat|geraamd|voorspeld|becijferd|begroot|(?:prognose|raming|schatting)s?)\b")
_WISHES = frozenset(
    "hoopt hopen hoopte hoopten wil willen wilde wilden streeft streven wenst wensen wenste wensten verlangt verlangen"
    " verlangde verlangden eist eisen eiste eisten".split()
)
_DONE = re.compile(r"\b(?:(?:af|aan|op|uit|in|vast|over)?ge\w+(?:d|t|en)|be\w+d|be\w+t|ver\w+(?:d|t))\b")
_BILL = re.compile(r"\b(?:dient|legt) .{0,100}\b\w*wet(?:svoorstel)?\b.{0,200}\b(?:in|voor)\b")
#: "de aangekondigde conferentie in mei": who says so need not be who announced it.
_ANNOUNCED_BEFORE = "aangekondigde"
#: That time will tell is no announcement.
_WILL_SHOW = re.compile(
    r"\b(?:aantal|aandeel|vraag|prijs|prijzen|kosten|tekort|druk|instroom|verbruik|dreiging)\b.{0,100}\bzal(?:len)? "
    r".{0,200}\b(?:oplopen|toenemen|afnemen|stijgen|dalen|groeien|krimpen)\b|"
    r"\bzal(?:len)? (?:\w+ ){0,40}(?:blijken|uitwijzen|afhangen)\b|\bzal(?:len)? .{0,300}\bleren\b"
)
#: What is said to come about of itself is somebody's view of it, and announced by nobody, save of such a thing.
_APPEARS = re.compile(
    r"\b(?:verschijn\w*|uitkomen|gepubliceerd|gepresenteerd|ingediend|voorgelegd|uitgebracht|aangeboden|toegezonden|"
    r"plaatsvinden|gehouden|georganiseerd|geagendeerd|besproken|behandeld|volgen|terugkomen|terugkeren|beginnen|starten|"
    r"gestart|ingaan|ingesteld|opgericht|geopend|uitgevoerd|bijeenkomen|in werking treden|voortgezet|afgerond)\b"
)
_STANDS_FOR = re.compile(r"(?:hij|zij|ze|ik|wij|we|het (?:de|het|een|dit|deze|zich|later|nog|ook)) ")  #: for who speaks
_REASONS = frozenset("omdat doordat aangezien daar nu als indien wanneer mits tenzij zodat opdat waardoor".split())
#: What was to come does not any more.
_CALLED_OFF = re.compile(
    r"\b(?:(?:gepland|voorzien|aangekondigd) (?:was|waren)|zou(?:den)? plaatsvinden|opgeschort|uitgesteld|"
    r"afgelast|ingetrokken|inmiddels)\b"
)
#: The next sentence tells that it has come already.
_HAS_COME = re.compile(
    r"^(?:dit|deze|dat|die) (?P<what>[\w-]+) (?:is|zijn|werd|werden) (?:inmiddels|intussen|ondertussen|reeds|al)\b"
)


def commitment_of(
    sentence: ParsedSentence, account: Account, due: Period | None, following: str | None, setting: Setting
) -> Account | None:
    """The account of a sentence that announces something to come; None when it does not."""
    folded = sentence.folded
    if promised := _promise(sentence, folded, setting):
        who = account.who if account.who and account.who.actor in OURS else _minister(sentence) or account.who
        return _announced(replace(account, who=who), Act.PROMISES, promised)
    if account.kind is not StatementKind.INFORMATION or _CALLED_OFF.search(folded) or has_come(folded, following):
        return None
    main = " ".join(clause.text for clause in sentence.main)
    if (
        BEFORE.search(main)
        or _WILL_SHOW.search(main)
        or _is_expected_vote(account, main)
        or _is_agenda_itself(account, setting)
    ):
        return None
    if seen := _announcement(sentence, due, setting) or _bill(sentence, account):
        standing = Standing.EXPECTED if re.search(r"\bverwacht\w*", folded) else Standing.TO_COME
        act = account.act or Act.SAYS if seen == _ANNOUNCED_BEFORE else Act.ANNOUNCES
        return _announced(account, act, (seen,), standing)
    return None


def _is_expected_vote(account: Account, main: str) -> bool:
    ours = account.who is not None and account.who.actor in OURS
    return not ours and _EXPECTED_TO_VOTE.search(main) is not None


def _minister(sentence: ParsedSentence) -> Speaker | None:
    """A minister whose ministry is not known, and who by what is promised is one of ours."""
    told = _OUR_MINISTER.match(sentence.raw)
    return Speaker(Actor.NETHERLANDS, told[0]) if told else None


def _announced(account: Account, act: Act, seen: tuple[str, ...], standing: Standing = Standing.TO_COME) -> Account:
    who = (account.who.named,) if account.who else ()
    return Account(
        account.who, StatementKind.COMMITMENT, act, standing, account.stance, seen=(*who, *seen), voices=account.voices
    )


def has_come(folded: str, following: str | None) -> bool:
    """Whether the sentence behind it says that what it announced has come: "Dit voorstel is inmiddels besproken"."""
    told = _HAS_COME.match(fold(following)) if following else None
    return bool(told and re.search(rf"\b{re.escape(told['what'])}\b", folded))


def _is_agenda_itself(account: Account, setting: Setting) -> bool:
    """In an annotated agenda what the Council or its president will do is what the letter is about."""
    return setting.is_agenda and account.who is not None and account.who.actor in {Actor.COUNCIL, Actor.PRESIDENCY}


def _promise(sentence: ParsedSentence, folded: str, setting: Setting) -> tuple[str, ...]:
    """The words by which a minister promises parliament something; none where it is no promise."""
    for clause in (*sentence.main, *filter(_is_ours_to_do, sentence.under)):
        doing = read_doing(sentence, clause)
        text = clause.text
        if doing.denied or not _is_by_us(sentence, clause, text, setting):
            continue
        if promised := _PROMISED.search(text):
            return (promised[0],)
        if expects := _MAY_EXPECT.search(text):
            return (expects[0],)
        aims = clause.verb in _AIMS
        if not (aims or doing.mood in {Mood.NOW, Mood.FUTURE}) or _WITH_THIS.search(folded):
            continue
        if _PROMISED_BEFORE.search(folded) and not _is_still_to_come(sentence, doing, setting):
            continue
        if returns := _RETURNS.search(text):
            return (returns[0],)
        if (gives := _GIVES.search(text)) and _PARLIAMENT.search(text):
            return (gives[0], "Kamer")
        if sent := _SENT_TO.search(text):
            return (sent[0].split()[-1], "Kamer")
    return ()


def _is_ours_to_do(under: Clause) -> bool:
    """ "…, waarvan ik u de uitkomst zal doen toekomen": promised in a clause that hangs under another."""
    return {"ik", "wij"} & set(under.words[:1]) != set() and {"zal", "zullen"} & set(under.words) != set()


def _is_still_to_come(sentence: ParsedSentence, doing: Doing, setting: Setting) -> bool:
    """Whether what was promised before is promised again: "Zoals toegezegd ontvangt u eind januari een brief"."""
    said_on = setting.letter_date or setting.council_day
    if re.search(r"\b(?:ontvangt|krijgt) (?:voor|in|na|nog|begin|eind|medio|rond|uiterlijk)\b", sentence.folded):
        return True
    return doing.mood is Mood.FUTURE or (said_on is not None and due_of(sentence.raw, said_on) is not None)


def _is_by_us(sentence: ParsedSentence, clause: Clause, text: str, setting: Setting) -> bool:
    subject = subject_of(sentence, clause, setting.council)
    if subject.who and subject.who.actor in OURS:
        return subject.who.actor is Actor.CABINET or subject.who.is_person
    if re.search(r"\b(?:ik|wij)\b", text) or (subject.who is None and _minister(sentence)):
        return True
    if subject.who is None:
        return _SENT_TO.search(text) is not None
    told = "amer" in subject.who.named
    return told and bool(re.search(r"\b(?:wordt|zal|worden|ontvangt|ontvangen|krijgt|kan|mag)\b", text))


def _announcement(sentence: ParsedSentence, due: Period | None, setting: Setting) -> str | None:
    main = [(clause, read_doing(sentence, clause)) for clause in sentence.main]
    left = [(clause, doing) for clause, doing in main if not _is_none(clause, doing, due, setting)]
    whole = len(left) == len(main)
    text = (
        fold(_without_views(sentence, [doing for _, doing in main], due, setting))
        if whole
        else " ".join(clause.text for clause, _ in left)
    )
    facts = _as_facts(sentence) if whole else text
    when = due if due and not _is_told(sentence, due) else None
    if any(doing.mood in {Mood.MODAL, Mood.ABLE, Mood.WISH} and doing.act is not Act.WISHES for _, doing in left):
        return None
    coming = _ANNOUNCES_WHEN.search(facts) if when and (whole or fold(when.words or "") in text) else None
    if found := _ANNOUNCES.search(text) or coming or (_TELLS_TO.search(text) if when else None):
        return found[0]
    asked = _ANNOUNCES_WHEN.search(_as_facts(sentence)) if when and any(_is_asked(*one) for one in main) else None
    return asked[0] if asked and asked[0].startswith(_ANNOUNCED_BEFORE) else None


def _is_none(clause: Clause, doing: Doing, due: Period | None, setting: Setting) -> bool:
    """Whether a clause announces nothing: it asks for it, denies it, or tells what an agenda expects to be said."""
    if _is_asked(clause, doing) or (doing.denied and not _NOT_BUT.search(clause.text)):
        return True
    if doing.passive and doing.act is Act.SAYS:
        return True
    said = doing.act in _SAID or _SPEAKS.search(clause.text)
    dated = due is not None and fold(due.words or "") in clause.text
    return bool(setting.is_agenda and doing.mood is Mood.FUTURE and said and not dated)


def _without_views(sentence: ParsedSentence, doings: Sequence[Doing], due: Period | None, setting: Setting) -> str:
    """The sentence without the clauses that say what somebody thinks will be: "vreesden dat boeren zullen stoppen"."""
    views = [under for under in sentence.under if _is_view(sentence, under, doings, due, setting)]
    return _blanked(sentence.raw, views)


def _is_view(
    sentence: ParsedSentence, under: Clause, doings: Sequence[Doing], due: Period | None, setting: Setting
) -> bool:
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


def _blanked(raw: str, clauses: Sequence[Clause]) -> str:
    """A sentence of which some clauses cannot be read; every place stays what it was."""
    for clause in clauses:
        begin, end = clause.tokens[0].start, clause.tokens[-1].end
        raw = f"{raw[:begin]}{'x' * (end - begin)}{raw[end:]}"
    return raw


def _bill(sentence: ParsedSentence, account: Account) -> str | None:
    """ "De regering dient de uitvoeringswet na het advies van de Raad van State in": a bill to come has no date yet."""
    if account.who is None or account.who.actor is not Actor.CABINET:
        return None
    now = (one for one in sentence.main if read_doing(sentence, one).mood is Mood.NOW and not denial(one))
    return next((found[0] for one in now if (found := _BILL.search(one.text))), None)


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
    return _over_in(sentence, due) is not None


def _over_in(sentence: ParsedSentence, due: Period) -> Clause | None:
    """The clause in which the period stands of what is over: "dat in juni werd bereikt"."""
    words = fold(due.words or "")
    return next((under for under in sentence.under if words in under.text and _is_over(under)), None)


def _is_over(under: Clause) -> bool:
    """ "dat in juni werd bereikt", "die in januari zijn afgerond"."""
    done = under.verb in AUXILIARIES["perfect"] | AUXILIARIES["be"] and _DONE.search(under.text) is not None
    return is_past_form(under.verb) or done


def coming_due(sentence: ParsedSentence, counted_from: date) -> Period | None:
    """The first period to come that a sentence names, but for those of what has been."""
    left = sentence.raw
    for _ in sentence.clauses:
        due = due_of(left, counted_from)
        over = _over_in(sentence, due) if due else None
        if over is None:
            return due
        left = _blanked(left, [over])
    return due_of(left, counted_from)


def _is_asked(clause: Clause, doing: Doing) -> bool:
    wishes = clause.verb in _WISHES
    asked = re.search(r"\bzal(?:len)? (?:\w+ ){0,40}(?:worden )?(?:gevraagd|opgeroepen|verzocht)\b", clause.text)
    return doing.act is Act.ASKS or wishes or bool(asked)
