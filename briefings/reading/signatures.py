"""Who signs a letter, in every layout met: name under the role, behind it, above it, in columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.model.document import Signatory
from briefings.reading.blocks import CELL, Block
from briefings.reading.genre import is_closing

_LONGEST_ROLE = 300
_ROLE = re.compile(
    r"^(?:De |DE |de )?(?P<role>(?:[Dd]emissionair )?"
    r"(?:[Mm]inister-[Pp]resident|[Vv]ice-?[Mm]inister-[Pp]resident|[Mm]inister|[Ss]taatssecretaris|MINISTER|STAATSSECRETARIS)"
    r"\b.*)$"
)
_TITLES = r"(?:(?:mr|dr|drs|ir|ing|prof)\. ?)*"
_INITIALS = _TITLES + r"(?:[A-Z][A-Za-z]?\.[ -]?){1,6}(?:\([A-Z]\w+\) )?[\w'’ -]{2,60}"
_FULL = _TITLES + r"[A-Z][\w’'-]+(?: (?:van|de|den|der|ten|ter|van 't|el|al)\b)*(?: [A-Z][\w’'-]+){1,3}"
_NAME = re.compile(rf"(?:{_INITIALS}|{_FULL})")
_BEHIND = re.compile(rf"^(?P<role>.+?), (?P<name>{_INITIALS})$")
_REACH = 2  #: lines a role may be broken over
#: "- Eerste ondertekenaar: D.M. van Weel, minister van Justitie en Veiligheid (Ooit PVV kamerlid)"
_LISTED = re.compile(
    r"^(?:Gerelateerde personen: ?)?- (?:Eerste|Mede) ?ondertekenaar: (?P<name>[^,]+), (?P<role>[^(]+?)(?: \(.*\))?$"
)


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures under a letter."""

    begin: int  #: index of the first line that belongs to them
    end: int  #: behind the last
    signatories: tuple[Signatory, ...]


def find_signatures(lines: Sequence[Block]) -> Signatures | None:
    """The last signatures in `lines`; None when nobody signs."""
    texts = [block.text for block in lines]
    found = list(_signed(texts))
    if not found:
        return None
    begin, end = found[-1][0], found[-1][1]
    for first, last, _ in reversed(found):
        if last < begin - 1 and any(not _blankish(text) for text in texts[last:begin]):
            break
        begin = first
    while begin and is_closing(texts[begin - 1]):
        begin -= 1
    return Signatures(begin, end, tuple(who for first, _, who in found if first >= begin))


def listed_signatories(texts: Sequence[str]) -> tuple[Signatory, ...]:
    """Those a page of facts above the letter lists."""
    return tuple(Signatory(match["name"], match["role"]) for text in texts if (match := _LISTED.match(text)))


def _signed(texts: Sequence[str]) -> Iterator[tuple[int, int, Signatory]]:
    """(first line, behind the last line, who) of every signature."""
    at = 0
    while at < len(texts):
        length, signatories = _signature_at(texts, at)
        for who in signatories:
            yield at, at + length, who
        at += max(length, 1)


def _signature_at(texts: Sequence[str], at: int) -> tuple[int, list[Signatory]]:
    if CELL in texts[at]:
        return _columns(texts, at)
    for length in range(1, _REACH + 1):
        line = " ".join(texts[at : at + length])
        role = _ROLE.match(line)
        if role is None or len(line) > _LONGEST_ROLE or line.endswith((".", ":")):
            break
        behind = _BEHIND.match(role["role"])
        if behind:
            return length, [_signatory(behind["name"], behind["role"])]
        name = texts[at + length] if at + length < len(texts) else ""
        if (role["role"].endswith(",") or role["role"].isupper()) and _NAME.fullmatch(name):
            return length + 1, [_signatory(name, role["role"])]
    above = _ROLE.match(texts[at + 1]) if at + 1 < len(texts) else None
    if above and not above["role"].endswith((",", ".", ":")) and re.fullmatch(_INITIALS, texts[at].rstrip(",")):
        return 2, [_signatory(texts[at], above["role"])]
    return 0, []


def _columns(texts: Sequence[str], at: int) -> tuple[int, list[Signatory]]:
    """Roles beside each other, the names in the row under them."""
    roles = [_ROLE.match(cell) for cell in texts[at].split(CELL)]
    names = texts[at + 1].split(CELL) if at + 1 < len(texts) else []
    if len(roles) != len(names) or not all(roles) or not all(map(_NAME.fullmatch, names)):
        return 0, []
    return 2, [_signatory(name, role["role"]) for name, role in zip(names, roles, strict=True) if role]


def _signatory(name: str, role: str) -> Signatory:
    bare = role.rstrip(", ")
    return Signatory(name.strip(" ,"), bare if bare.isupper() else bare[:1].lower() + bare[1:])


def _blankish(text: str) -> bool:
    return is_closing(text) or not any(map(str.isalnum, text))
