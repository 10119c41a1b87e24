"""Decisions of the Council, what its president concluded for it, and that there was no decision."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefings.enriching.account import OURS, Account, Around, ClauseAccount, labelled, seen_in
from briefings.enriching.actors import is_reported
from briefings.enriching.clauses import ParsedSentence
from briefings.enriching.doings import Mood, denial, fails, is_half, read_doing
from briefings.enriching.elsewhere import bodies_in, elsewhere, others_near
from briefings.enriching.lacking import lacking, lacks
from briefings.enriching.leaning import leaning
from briefings.enriching.lexicon import HEDGES, PAPERS, PRONOUNS, Verb
from briefings.enriching.parties import mentions
from briefings.enriching.setting import Setting
from briefings.model.statement import Act, Actor, Standing, StatementKind, Uncertain

#: What a Council's president may conclude for it: "stelde vast dat er een meerderheid is".
_FOR_THE_COUNCIL = re.compile(
    r"\b(?:meerderheid|steun|akkoord|overeenstemming|unanimiteit|raad|jbz-raad|lidstaten|consensus|draagvlak)\b"
)


_STAYS_OUT = re.compile(
    r"\b(?:akkoord|overeenstemming|orientatie|benadering|besluit|besluitvorming|besluiten|conclusies) "
    r"(?:bleef|blijft|bleven) (?:\w+ )?uit\b|"
    r"\bbleef (?:een )?(?:akkoord|besluit) uit\b|"
    r"\b(?:(?:verdaagde|verdaagden) |(?:stelde|stelden) (?=.*\buit\b)|(?:schoof|schoven) (?=.*\bdoor\b)|"
    r"(?:hield|hielden) (?=.*\baan\b))(?:\w+ )?(?:een |het |de )(?:besluit|besluitvorming|beslissing|stemming)\b|"
    r"^(?:een |het |de )?(?:besluit|besluitvorming|besluiten|beslissing|vaststelling|stemming)\b.{0,120}"
    r"\b(?:aangehouden|uitgesteld|opgeschort|doorgeschoven|verdaagd)\b|"
    r"\b(?:is|lukte|was) (?:de )?(?:jbz-)?(?:raad|ministers) (?:\w+ )?niet (?:gelukt|om|een)\b"
)


_AGREES_ON = re.compile(
    r"(?:akkoord|overeenstemming|orientatie|benadering|standpunt|besluit|besluitvorming|unanimiteit|eenparigheid|meerderheid)\b"
    r"|\beens\b|\b(?:vast te stellen|aan te nemen|te (?:besluiten|beslissen))\b"
)
_AT_ODDS = re.compile(r"\b(?:was|waren) het (?:\w+ )?niet (?:\w+ )?eens\b")


_OUTCOME = (
    r"(?:besluit(?:en|vorming)?|conclusies?|uitkomst|resultaat|akkoord|overeenstemming|compromis|"
    r"algemene (?:orientatie|benadering)|"
    r"(?:gezamenlijk|gemeenschappelijk|eensluidend) standpunt)\b"
)
_WITHOUT = re.compile(rf"\bzonder (?:dat )?(?:er )?(?:een )?(?:\w+ )?{_OUTCOME}")
_DEBATE = (
    r"^(?=.*(?:debat|bespreking(?:en)?|gedachtewisseling(?:en)?|beraadslaging(?:en)?|beraad|overleg|gesprek|discussie|"
    r"lunch|behandeling|vergadering)\b(?! met\b))"
)
#: Behind a denial: "vond geen besluitvorming plaats", "leidde niet tot conclusies", "trok geen conclusies".
_NO_OUTCOME = re.compile(
    r"\bbesluitvorming\b.{0,80}\bplaats(?:gevonden)?\b|"
    rf"\btot (?:een )?(?:\w+ )?{_OUTCOME}(?: (?:\w+ )?(?:kwam|is) het\b| gekomen\b)|"
    rf"\b(?:(?:kwam|is) het|het kwam) (?:\w+ ){{0,4}}niet tot (?:een )?(?:\w+ )?{_OUTCOME}|"
    r"\bvan (?:een )?(?:besluit|besluitvorming) (?:was|is) (?:\w+ ){0,6}geen sprake\b|"
    r"\bgeen sprake van (?:een )?(?:besluit|besluitvorming)\b|"
    r"\b(?:viel|is|zijn|vielen)\b.{0,40}\bgeen (?:besluit|besluiten|beslissing)\b(?: (?:\w+ ){0,6}gevallen)?$|"
    r"\bknoop\b.{0,40}\b(?:doorgehakt|doorhakken)\b|\bkwam er (?:\w+ )?niet uit\b|"
    r"^(?=.*\b(?:trok|trokken|getrokken|verbond|verbonden)\b).*?\bgeen (?:\w+ )?conclusies?\b|"
    rf"{_DEBATE}(?=.*\b(?:leidden?|geleid|leverden?|opgeleverd|mondden?|uitgemond|resulteerden?|geresulteerd)\b)"
    rf".*?\b(?:tot|in|geen) (?:een )?(?:\w+ )?{_OUTCOME}"
)
#: What a Council comes to, and with a denial does not: "een gezamenlijke verklaring kwam niet tot stand".
_RESULT = (
    r"(?:besluit(?:en|vorming)?|beslissing(?:en)?|conclusies?|akkoord|overeenstemming|compromis|afspraak|afspraken|"
    r"standpunt|positie|verklaring|uitspraak|algemene (?:orientatie|benadering)|mandaat|meerderheid)\b"
    r"(?! van (?!(?:de |het )?(?:raad|jbz-raad|lidstaten|ministers|beginselen)\b))"
)
_NOT_REACHED = re.compile(
    rf"^(?!.*\bmet (?!gekwalificeerde|algemene|een|elkaar))(?=.*\b{_RESULT}).*"
    r"\b(?:bereikt|genomen|gevallen|gevonden|plaatsgevonden|bepaald|tot stand|aan de orde|getroffen|gehaald)\b|"
    rf"\btot (?:een |de )?(?:\w+ )?{_RESULT}.{{0,100}}\b(?:kwam|kwamen|gekomen)\b|"
    r"\bniet (?:\w+ )?(?:beslist|besloten|overeengekomen|afgesproken|gestemd)$|"
    r"\b(?:sprak|spraken|spreekt) zich .{0,80}\bniet (?:\w+ )?uit\b|"
    r"\bniet op (?:de|een|voldoende) .{0,40}(?:meerderheid|steun)\b.{0,20}\breken|"
    r"\bgeen (?:\w+ )?(?:mandaat|machtiging|goedkeuring|instemming)\b.{0,40}\b(?:verstrekt|verleend|gegeven)\b|"
    r"\blag(?:en)? (?:er )?geen .{0,60}\b(?:ter (?:besluitvorming|vaststelling)|besluit|conclusies)\b.*\bvoor$"
)
#: Without a denial: "van opschorting is afgezien", "zodat een besluit daarover uitbleef".
_NOT_DONE = re.compile(
    r"\bniets (?:\w+ )?(?:beslist|besloten|overeengekomen|afgesproken|vastgesteld|aangenomen)$|"
    rf"^van .{{3,100}} (?:is|werd) (?:\w+ ){{0,3}}afgezien$|\b{_RESULT}(?: \w+){{0,4}} uitbl(?:eef|even|ijft|ijven)\b|"
    r"^(?:een|het|de|dit|deze) .{3,200} (?:haalde|haalden) het niet\b"
)
_WITHOUT_ONE = re.compile(
    rf"\bzonder dat (?:\w+ )?(?:een )?{_RESULT} (?:\w+ )?(?:is|was|werd|zijn|werden)? ?(?:genomen|bereikt|getrokken)\b"
)
_ENDED_WITHOUT = re.compile(
    rf"{_DEBATE}(?=.*\b(?:eindigden?|geeindigd|bleef|gebleven)\b).*?\bzonder (?:een )?(?:\w+ )?{_OUTCOME}"
)


#: What an agenda says of a decision, with a denial.
_PLANS = re.compile(
    r"\b(?:besluit(?:en|vorming)?|beslissing|conclusies|standpunt|stemming|akkoord)\b.{0,80}"
    r"\b(?:voorzien|aan de orde|bepaald|genomen|verwacht|vastgesteld|gevraagd|geagendeerd|sprake)\b"
)
_DREW_NONE = re.compile(r"\b(?:trok|getrokken|verbond|verbonden)\b.*\bgeen (?:\w+ )?conclusies?\b")
#: As only a Council decides.
_WITHOUT_DEBATE = re.compile(
    r"\bzonder (?:nadere |verdere |enige )?(?:beraadslaging|discussie|debat|bespreking)\b|"
    r"\bals (?:hamerstuk(?:ken)?|a-punt(?:en)?)\b|"
    r"\bmet (?:gekwalificeerde meerderheid|algemene stemmen|eenparigheid)\b"
)
#: "kreeg de instemming van de Raad"
_GOT_CONSENT = re.compile(
    r"\b(?:kreeg|kregen|verkreeg|verkregen|verwierf|verwierven) (?:\w+ )?(?:(?:de|het) )?"
    r"(?:instemming|goedkeuring|zegen|fiat|groene? licht) van de (?:jbz-)?raad\b(?! van\b)"
)
#: "schortte het debat over de visumvrijstelling op": what is put off is the talk of it.
_TALK = re.compile(
    r"\b(?:besluit|besluitvorming|behandeling|bespreking|debat|stemming|beraad|vaststelling|onderhandeling(?:en)?)\b"
)
#: Where the sentence before tells: "Daar is het met algemene stemmen vastgesteld".
_THERE = frozenset({"daar", "hier", "aldaar"})
_Judged = tuple[Standing | None, str | None, Uncertain | None]


def decision(
    sentence: ParsedSentence, told: Sequence[ClauseAccount], around: Around, setting: Setting, base: Account
) -> Account | None:
    """A decision of the Council, or what the Presidency concluded for it."""
    if (leans := leaning(sentence, told, around, setting, base)) and leans.kind is StatementKind.DECISION:
        return leans
    unsure: Account | None = None
    for one in told:
        found = _concluded(sentence, one, base) or _consented(one, around, base)
        found = found or _decided(sentence, one, around, setting, base)
        if found and found.kind is StatementKind.DECISION:
            return found
        unsure = unsure or found
    return unsure if unsure and not _is_ours(told) else None


def no_decision(
    sentence: ParsedSentence, told: Sequence[ClauseAccount], around: Around, setting: Setting, base: Account
) -> Account | None:
    """That there was no decision, where no verb of deciding says it."""
    if (leans := leaning(sentence, told, around, setting, base)) and leans.kind is StatementKind.NO_DECISION:
        return leans
    for one in told:
        text = one.clause.text
        out = _STAYS_OUT.search(text)
        of_council = one.who is not None and one.who.actor is Actor.COUNCIL
        here = around.on_agenda and not others_near(sentence, around, setting)
        failed = fails(one.clause) if of_council and _AGREES_ON.search(text) else None
        without = _WITHOUT.search(text) if of_council and one.doing.mood is Mood.PAST else None
        at_odds = _AT_ODDS.search(text) if of_council else None
        none = (
            failed
            or (at_odds[0] if at_odds else None)
            or (without[0] if without else None)
            or (out[0] if out and here else None)
            or (_without_outcome(one) if here and not setting.is_agenda else None)
            or (_stays_away(sentence) if here else None)
            or (_not_planned(one) if here and setting.is_agenda else None)
            or lacking(sentence, one, around, setting)
        )
        if none and not elsewhere(sentence, one.clause, setting):
            seen = (*((one.who.named,) if one.who else ()), none)
            return replace(base, kind=StatementKind.NO_DECISION, act=Act.AGREES, standing=Standing.NOT_DONE, seen=seen)
    return None


def _without_outcome(one: ClauseAccount) -> str | None:
    """ "Er vond geen besluitvorming plaats", "Het debat leidde niet tot conclusies": the words that say it."""
    told = one.doing.mood in {Mood.PAST, Mood.NONE} or one.clause.verb in {"kon", "konden"}
    concludes = one.who is not None and one.who.actor is Actor.PRESIDENCY and _DREW_NONE.search(one.clause.text)
    if not told or (one.who is not None and one.who.actor is not Actor.COUNCIL and not concludes):
        return None
    denied, text = denial(one.clause), one.clause.text
    if ended := _ENDED_WITHOUT.search(text) or _NOT_DONE.search(text):
        return ended[0]
    found = (_NO_OUTCOME.search(text) or _NOT_REACHED.search(text)) if denied else None
    return f"{denied} … {found[0].split()[-1]}" if found else None


def _stays_away(sentence: ParsedSentence) -> str | None:
    """ "…, zodat een besluit daarover uitbleef": the words in which a result is said to be missing."""
    if found := _WITHOUT_ONE.search(sentence.folded):
        return found[0]
    texts = [under.text for under in sentence.under]
    found = next((found for text in texts if (found := _NOT_DONE.search(text) or _DREW_NONE.search(text))), None)
    return found[0] if found else None


def _not_planned(one: ClauseAccount) -> str | None:
    """Of an agenda: "besluitvorming is niet voorzien", "over het voorstel wordt nog geen standpunt bepaald"."""
    ours = one.who is None or one.who.actor is Actor.COUNCIL
    found = _PLANS.search(one.clause.text) if ours and denial(one.clause) else None
    return found[0] if found else None


def _is_ours(told: Sequence[ClauseAccount]) -> bool:
    return any(one.who and one.who.actor in OURS for one in told)


def _concluded(sentence: ParsedSentence, one: ClauseAccount, base: Account) -> Account | None:
    if not one.who or one.who.actor is not Actor.PRESIDENCY or one.doing.mood is not Mood.PAST or one.doing.denied:
        return None
    if _stays_away(sentence):
        return None
    there = [under for under in sentence.under if not lacks(sentence, under)]
    for_the_council = any(_FOR_THE_COUNCIL.search(under.text) for under in there)
    if len(there) < len(sentence.under) and not for_the_council:
        return None
    if one.doing.act is Act.CONCLUDES or (one.doing.act is Act.ESTABLISHES_THAT and for_the_council):
        return labelled(base, one, Act.CONCLUDES, StatementKind.DECISION)
    return None


def _consented(one: ClauseAccount, around: Around, base: Account) -> Account | None:
    got = _GOT_CONSENT.search(one.clause.text)
    if got is None or one.doing.denied or not around.on_agenda:
        return None
    return replace(labelled(base, one, Act.AGREES, StatementKind.DECISION), seen=(got[0],))


def _decided(
    sentence: ParsedSentence, one: ClauseAccount, around: Around, setting: Setting, base: Account
) -> Account | None:
    verb = one.doing.verb
    if verb is None or not verb.of_council or one.clause.words[:2] == ["zonder", "dat"]:
        return None
    if verb.infinitive == "opschorten" and (one.doing.passive or _TALK.search(one.clause.text)):
        return None
    if one.doing.passive:
        standing, where, doubt = _passive(sentence, one, around, setting)
    elif one.who and one.who.actor is Actor.COUNCIL:
        standing, where, doubt = _active(sentence, one, around, setting)
    else:
        return None
    if verb.act is Act.TAKES_NOTE and (adopted := _was_adopted(sentence, setting)):
        verb = adopted
    account = replace(base, act=verb.act, standing=standing, where=where, doubt=doubt, seen=seen_in(one))
    if doubt:
        return replace(account, standing=None)
    if standing is Standing.DONE:
        return labelled(base, one, verb.act, StatementKind.DECISION)
    return replace(account, kind=StatementKind.NO_DECISION) if standing is Standing.NOT_DONE else account


def _was_adopted(sentence: ParsedSentence, setting: Setting) -> Verb | None:
    """Of "nam kennis van de tijdlijn, die zonder discussie werd aangenomen" what was done with it there."""
    for under in sentence.under:
        doing = read_doing(sentence, under)
        here = (
            doing.passive and doing.mood is Mood.PAST and not doing.denied and not elsewhere(sentence, under, setting)
        )
        if (
            under.opener == "die"
            and here
            and doing.verb
            and doing.verb.of_council
            and _WITHOUT_DEBATE.search(under.text)
        ):
            return doing.verb
    return None


def _active(sentence: ParsedSentence, one: ClauseAccount, around: Around, setting: Setting) -> _Judged:
    if one.who and "inister" in one.who.named and (around.bodies or not around.on_agenda):
        return None, None, Uncertain.WHO
    if is_reported(sentence):
        return None, None, Uncertain.WHO
    if one.doing.act is Act.AGREES and is_half(one.clause):
        return None, None, Uncertain.WHETHER
    return _standing(sentence, one, setting)


def _passive(sentence: ParsedSentence, one: ClauseAccount, around: Around, setting: Setting) -> _Judged:
    """Of "werd aangenomen": the Council's where it is named, or where the item names nobody else who decides."""
    starts = {token.start for token in one.clause.tokens}
    by = [m for m in mentions(sentence.raw, setting.council) if m.governed == "door" and m.start in starts]
    standing, where, doubt = _standing(sentence, one, setting)
    if any(m.who.actor is Actor.COUNCIL for m in by):
        return standing, where, doubt
    if by or where:
        return Standing.ELSEWHERE, where, None
    if one.clause.words[:1] and one.clause.words[0] in _THERE:
        return None, None, Uncertain.WHERE
    as_council = one.who is None and _WITHOUT_DEBATE.search(one.clause.text) is not None
    if (
        as_council
        and around.on_agenda
        and not (others_near(sentence, around, setting) or _of_another(one, around, setting))
    ):
        return standing, where, doubt
    if one.who is not None or (one.doing.act is not Act.TAKES_NOTE and PAPERS.first(one.clause.words) is None):
        return None, None, Uncertain.WHO
    if around.bodies or bodies_in(sentence.raw, setting) or not around.on_agenda:
        return None, None, Uncertain.WHERE
    return standing, where, doubt


def _of_another(one: ClauseAccount, around: Around, setting: Setting) -> bool:
    """ "De Tweede Kamer debatteerde over de wet. Het is met algemene stemmen aangenomen": by whom is not certain."""
    stands_for = one.clause.words[:1] and one.clause.words[0] in PRONOUNS
    return bool(stands_for and around.before and bodies_in(around.before.raw, setting))


def _standing(sentence: ParsedSentence, one: ClauseAccount, setting: Setting) -> _Judged:
    """How a decision stands by its own clause."""
    clause, doing = one.clause, one.doing
    if where := elsewhere(sentence, clause, setting):
        return Standing.ELSEWHERE, where, None
    if HEDGES.search(clause.text):
        return Standing.EXPECTED, None, None
    match doing.mood:
        case Mood.PAST:
            denied = doing.denied or fails(clause)
            return (Standing.NOT_DONE if denied else Standing.DONE), None, None
        case Mood.PLUPERFECT:
            return Standing.ELSEWHERE, f"had {doing.seen[-1]}" if doing.seen else None, None
        case Mood.FUTURE:
            return Standing.TO_COME, None, None
        case Mood.NOW if setting.is_agenda:
            return Standing.TO_COME, None, None
        case Mood.ABLE if doing.denied and clause.verb in {"kon", "konden"}:
            return Standing.NOT_DONE, None, None
        case Mood.ABLE if clause.verb in {"kan", "kunnen"}:
            return Standing.EXPECTED, None, None
        case Mood.NOW | Mood.ABLE:
            return None, None, Uncertain.WHETHER
        case _:
            return Standing.EXPECTED, None, None
