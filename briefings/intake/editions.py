"""Which of the editions of a letter is shown, and how letter and annex are put together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from briefings.model.document import Document, Registered
from briefings.model.format import Format
from briefings.model.item import AgendaItem, ItemKind

#: The official publication wins from the file that came before it; of the same rank the one that came last.
_RANKS = {Format.OFFICIAL_XML: 3, Format.HTML: 2, Format.PDF: 2, Format.DOCX: 1, Format.ODT: 1, Format.DOC: 1}


@dataclass(frozen=True, slots=True)
class KeptEdition:
    """An edition of a letter that may be shown."""

    id: int
    form: Format
    is_annex: bool
    name: str
    registered: Registered | None = None  #: what its register said of it

    @property
    def order(self) -> tuple[int, int]:
        """Higher is shown."""
        return _RANKS.get(self.form, 0), self.id


def best(editions: Iterable[KeptEdition], *, annex: bool) -> KeptEdition | None:
    """The edition of the letter itself, or of its annex, that is shown."""
    return max((one for one in editions if one.is_annex is annex), key=lambda one: one.order, default=None)


def join(letter: Document | None, annex: Document | None) -> Document | None:
    """The letter with its annex: the agenda of the letter itself, and that of the annex where it has none."""
    if letter is None or annex is None:
        return letter or annex
    if has_agenda(letter.items):
        return letter
    side = tuple(item for item in letter.items if item.kind is ItemKind.SIDE_TOPIC)
    meeting = replace(annex.meeting, location=annex.meeting.location or letter.meeting.location)
    return replace(
        letter,
        meeting=meeting,
        items=(*side, *annex.items),
        introduction=(*letter.introduction, *annex.introduction),
        doubts=annex.doubts,
    )


def has_agenda(items: Iterable[AgendaItem]) -> bool:
    """They tell of the agenda, and not only of other subjects."""
    return any(item.kind is ItemKind.AGENDA for item in items)
