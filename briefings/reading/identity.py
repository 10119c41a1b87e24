"""What a letter is, weighed from all that it and its register say."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefings.errors import Message
from briefings.model.document import Evidence, Kind
from briefings.model.formation import Formation
from briefings.model.meeting import Change
from briefings.reading.changes import Notice
from briefings.reading.claims import Claim, ClaimSource
from briefings.reading.formations import formations
from briefings.reading.places import find_place

_ENOUGH = 2  #: weight of the signs of its kind, below which it is no letter of the genre
_LONGEST = 160  #: characters of a line that are shown
_ABOUT_ELSE = -1  #: weight of a subject line that names no Council
_WHERE = {
    ClaimSource.REGISTER: "het register",
    ClaimSource.SUBJECT: "het onderwerp",
    ClaimSource.TITLE: "de titel",
    ClaimSource.SENTENCE: "de brief",
    ClaimSource.LETTER: "de brief waar dit een bijlage van is",
    ClaimSource.DOSSIER: "het dossier",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What the letter is about, and what in it contradicts that."""

    kind: Kind
    formation: Formation
    dates: tuple[date, ...]
    informal: bool
    location: str | None
    doubts: tuple[Message, ...]
    change: Change | None = None
    moved_to: tuple[date, ...] = ()


def weigh(claims: Sequence[Claim], notice: Notice | None, prose: Sequence[str]) -> Identity | None:
    """The letter's identity; None when too little speaks for a kind, a formation and a day of a meeting."""
    ordered = sorted(claims, key=lambda one: one.source)
    kind = _kind(ordered)
    formation = _formation(ordered)
    dates = _dates(ordered, formation) if formation else ()
    if kind is None or formation is None or not dates:
        return _of_notice(notice, ordered, prose) if notice else None
    same = _family(ordered, formation)
    concerns = notice is not None and notice.formation is formation and bool(set(notice.dates) & set(dates))
    return Identity(
        kind=kind,
        formation=formation,
        dates=dates,
        informal=any(one.informal for one in same if one.dates == dates or not one.dates),
        location=find_place([*(one.text for one in same), *prose], dates),
        doubts=tuple(_contradictions(same, dates)),
        change=notice.change if notice and concerns else None,
        moved_to=notice.moved_to if notice and concerns else (),
    )


def evidence(claims: Sequence[Claim], notice: Notice | None) -> tuple[Evidence, ...]:
    """Every sign with its place, for a person who asks why."""
    found = [
        Evidence(
            _WHERE[one.source],
            None if one.line is None else one.line + 1,
            one.text[:_LONGEST],
            (
                *([one.kind.value] if one.kind else []),
                *([one.formation.code] if one.formation else []),
                *(day.isoformat() for day in one.dates),
            ),
            _weight_of(one, claims),
        )
        for one in sorted(claims, key=lambda one: one.source)
    ]
    if notice:
        says = notice.change.value, notice.formation.code, *(day.isoformat() for day in notice.dates)
        found.append(Evidence(_WHERE[ClaimSource.SENTENCE], notice.line + 1, notice.text[:_LONGEST], says, _ENOUGH))
    return tuple(found)


def _kind(claims: Sequence[Claim]) -> Kind | None:
    """The kind that most speaks for, where that is enough; of two that weigh the same the first named."""
    weights: Counter[Kind] = Counter()
    for one in claims:
        if one.kind:
            weights[one.kind] += one.weight
    if not weights:
        return None
    kind, weight = weights.most_common(1)[0]
    return kind if weight + _against(claims, kind) >= _ENOUGH else None


def _against(claims: Sequence[Claim], kind: Kind) -> int:
    """A subject that names no Council speaks against a kind that only a sentence in the letter shows."""
    subjects = [one for one in claims if one.source in (ClaimSource.REGISTER, ClaimSource.SUBJECT)]
    by_sentence = all(one.source is ClaimSource.SENTENCE for one in claims if one.kind is kind)
    foreign = bool(subjects) and not any(one.formation or one.kind for one in subjects)
    return _ABOUT_ELSE if by_sentence and foreign else 0


def _weight_of(claim: Claim, claims: Sequence[Claim]) -> int:
    says_nothing = claim.formation is None and claim.kind is None
    if says_nothing and claim.source in (ClaimSource.REGISTER, ClaimSource.SUBJECT):
        others = [one for one in claims if one.source in (ClaimSource.REGISTER, ClaimSource.SUBJECT)]
        return 0 if any(one.formation or one.kind for one in others) else _ABOUT_ELSE
    return claim.weight


def _formation(claims: Sequence[Claim]) -> Formation | None:
    """The formation that most speaks for; where that has parts, the part that a claim names."""
    weights: Counter[str] = Counter()
    for one in claims:
        if one.formation:
            weights[one.formation.code] += one.weight
    if not weights:
        return None
    code = weights.most_common(1)[0][0]
    parts = [one.formation for one in claims if one.formation and one.formation.of == code and one.weight >= _ENOUGH]
    return parts[0] if parts else next(one for one in formations() if one.code == code)


def _family(claims: Sequence[Claim], formation: Formation) -> list[Claim]:
    """The claims that are about the formation, or about one whose letters are in the same dossier."""
    same = [one for one in claims if one.formation is formation]
    near = [one for one in claims if one.formation and one.formation.dossier == formation.dossier]
    return near if any(one.dates for one in near) or not same else same


def _dates(claims: Sequence[Claim], formation: Formation) -> tuple[date, ...]:
    """The days that most speaks for: by claims about the formation itself, else by those of its dossier."""
    for one_of in ([one for one in claims if one.formation is formation], _family(claims, formation)):
        weights: Counter[tuple[date, ...]] = Counter()
        for one in one_of:
            if one.dates:
                weights[one.dates] += one.weight
        if weights:
            return weights.most_common(1)[0][0]
    return ()


def _of_notice(notice: Notice, claims: Sequence[Claim], prose: Sequence[str]) -> Identity:
    same = _family(claims, notice.formation)
    return Identity(
        kind=Kind.NOTICE,
        formation=notice.formation,
        dates=notice.dates,
        informal=any(one.informal for one in same) or "informele" in notice.text.lower(),
        location=find_place([notice.text, *prose], notice.dates),
        doubts=(),
        change=notice.change,
        moved_to=notice.moved_to,
    )


def _contradictions(claims: Iterable[Claim], dates: tuple[date, ...]) -> Iterator[Message]:
    """What other places in the letter say of the days."""
    same = list(claims)
    chosen = next(one for one in same if one.dates == dates)
    told: set[tuple[date, ...]] = {dates}
    for other in same:
        if other.dates and other.dates not in told and other.source != chosen.source:
            told.add(other.dates)
            days, others = _days(dates), _days(other.dates)
            here, there = (Message(f"place.{one.source.name.lower()}") for one in (chosen, other))
            values = {"here": here, "there": there, "days": days, "others": others}
            yield Message("doubt.other_days", values)


def _days(dates: tuple[date, ...]) -> str:
    return ", ".join(day.isoformat() for day in dates)
