"""The dossier and number of a paper as its letterhead or the page around it prints them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SUFFIX = r"(?:\d{2}|[IVXL]{1,6}|[A-J]|\(R\d{3,4}\))"
_SEQUEL = r"(?:\d{1,5}|[A-Z]{1,3})"
_DOSSIER = re.compile(
    rf"^(?:Kamerstuk(?:dossier|ken)?:? )?(\d{{2}}) ?(\d{{3}})(?:[- ]{{1,3}}({_SUFFIX}))?"
    r"(?![\w-])(?! *[-–/]? *\d)(?:[\s.,;:|(]+\D|$)"
)
_SUFFIX_ONLY = re.compile(rf"^{_SUFFIX}$")
_NUMBER = re.compile(
    rf"^(?:[Nn][Rr]\.? ?)?({_SEQUEL})(?=[ |]+(?i:brief van))|^(?:[Nn][Rr]\.|[Nn]r|"
    rf"Ondernummer:?):? ?({_SEQUEL})\b(?! *[,;])"
)
_NUMBER_LABEL = re.compile(r"^(?:Nr\.?|Nummer:?)$", re.IGNORECASE)
_SEQUEL_ONLY = re.compile(rf"^{_SEQUEL}$")
_BOTH = re.compile(
    r"^(?:Kamerstuk(?:ken)?(?: (?:I|II|EK|TK))?:? )?(\d{2}) ?(\d{3})"
    rf"(?:[- ]({_SUFFIX}))?,? (?i:nr)\.? ?({_SEQUEL})\.?$"
)
_OFFICIAL = re.compile(r"\(kst-(\d{5}(?:-[0-9A-Z]{1,5})?-(?:\d{1,5}|[A-Z]{1,3}))\)")
_PART_OF = re.compile(r"^Onderdeel van kamerstukdossier (\d{5})(?: (\d{2}|[IVX]{1,5}))? ?-(\d{1,5}|[A-Z]{1,3})\b")
_PUBLISHED = re.compile(rf"(\d{{5}}(?:-(?:\d{{2}}|[IVX]{{1,5}}))?),? (?i:nr)\.? ?({_SEQUEL})(?: ?\|)?$")
_HEADS = re.compile(r"^BRIEF VAN\b")


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """What is known of a paper's place among those of parliament."""

    dossier: str | None = None  #: "36600-VI"
    number: str | None = None  #: "41", "OO"

    @property
    def kamerstuk(self) -> str | None:
        """ "36600-VI-41"; None while one of the two is unknown."""
        return f"{self.dossier}-{self.number}" if self.dossier and self.number else None


def is_number_line(text: str) -> bool:
    """A line of a letterhead that gives a dossier or a number."""
    return bool(_DOSSIER.match(text) or _NUMBER.match(text) or _BOTH.match(text) or _PUBLISHED.search(text))


def paper_number(head: Sequence[str], page: Sequence[str] = ()) -> PaperNumber:
    """By the letter's own head; where that has none, by the page around it. Of several dossiers the first counts."""
    dossier = _dossier(head)
    number = _number(head, after_dossier=dossier is not None)
    if dossier and number:
        return PaperNumber(dossier, number)
    return _published([*page, *head]) or PaperNumber(dossier, number)


def _dossier(head: Sequence[str]) -> str | None:
    for at, text in enumerate(head):
        both = _BOTH.match(text)
        match = both or _DOSSIER.match(text)
        if match is None:
            continue
        suffix = match[3]
        following = head[at + 1] if at + 1 < len(head) else ""
        if suffix is None and both is None and re.fullmatch(r"\d{2} ?\d{3}", text) and _SUFFIX_ONLY.match(following):
            suffix = following
        return "-".join(filter(None, (f"{match[1]}{match[2]}", (suffix or "").strip("()"))))
    return None


def _number(head: Sequence[str], *, after_dossier: bool) -> str | None:
    for at, text in enumerate(head):
        if match := _BOTH.match(text):
            return match[4]
        if match := _NUMBER.match(text):
            return match[1] or match[2]
        following = head[at + 1] if at + 1 < len(head) else ""
        if _NUMBER_LABEL.match(text) and _SEQUEL_ONLY.match(following):
            return following
        if after_dossier and at and re.fullmatch(r"[A-Z]{1,3}", text) and _HEADS.match(following):
            return text
    return None


def _published(texts: Sequence[str]) -> PaperNumber | None:
    """As the page around the letter gives it."""
    for text in texts:
        if official := _OFFICIAL.search(text):
            dossier, _, number = official[1].rpartition("-")
            return PaperNumber(dossier, number)
        if part := _PART_OF.match(text):
            return PaperNumber("-".join(filter(None, part.groups()[:2])), part[3])
        if (published := _BOTH.match(text)) is not None:
            suffix = f"-{published[3]}" if published[3] else ""
            return PaperNumber(f"{published[1]}{published[2]}{suffix}", published[4])
        if published := _PUBLISHED.search(text):
            return PaperNumber(published[1], published[2])
    return None
