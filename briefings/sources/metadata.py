"""What the registers of the gazette say of a publication: a record of SRU, metadata.xml in either of its two forms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from briefings.model.document import KAMERSTUK, Chamber
from briefings.sources.content import day_in, local

_SUFFIX = re.compile(r"-[nhb]\d+$")  #: of a key: a correction, a reprint, an annex of the publication before it
_EDITED = re.compile(r"kst-(?P<number>.+)")


@dataclass(frozen=True)
class Register:
    """The fields of one publication, by their name without namespace, in lower case."""

    fields: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  #: (value, scheme)

    def first(self, *names: str) -> str:
        """The first value of the first of these fields that has one; "" without one."""
        return next((value for name in names for value, _ in self.fields.get(name, ()) if value), "")

    @property
    def is_brief(self) -> bool:
        """A letter of the government: by its kind, by the title that repeats it, or by the type of the paper."""
        kinds = [value for name in ("subrubriek", "title") for value, _ in self.fields.get(name, ())]
        papers = [value for value, scheme in self.fields.get("type", ()) if scheme.lower().endswith("kamerstuktypen")]
        named = any("Brief regering" in map(str.strip, kind.split(";")) for kind in kinds)
        return named or any(re.match(r"brief\b", paper.lower()) for paper in papers)

    @property
    def subject(self) -> str:
        """The title of the paper itself: "dossier; kind; title" has it last (SOURCES 6)."""
        return self.first("documenttitel") or self.first("title").split(";")[-1].strip()

    @property
    def dossiers(self) -> tuple[str, ...]:
        """Every dossier that it is in, the first named first: "17050;22343" are two."""
        given = [value for value, _ in self.fields.get("dossiernummer", ())]
        return tuple(one.strip().replace(" ", "") for value in given for one in value.split(";") if one.strip())

    def kamerstuk(self, key: str) -> str | None:
        """ "32317-935": by dossier and number as the register gives them, else by the form of the key."""
        number = self.first("ondernummer").removeprefix("Nr.").strip(" .")
        if self.dossiers and number:
            whole = f"{self.dossiers[0]}-{number}"
            return whole if KAMERSTUK.fullmatch(whole) else None
        edited = _EDITED.fullmatch(_SUFFIX.sub("", key))
        return edited["number"] if edited and KAMERSTUK.fullmatch(edited["number"]) else None

    @property
    def chamber(self) -> Chamber | None:
        """The house whose paper it is."""
        creator = self.first("creator", "kamer").lower()
        if "eerste" in creator:
            return Chamber.EERSTE_KAMER
        return Chamber.TWEEDE_KAMER if "tweede" in creator else None

    @property
    def day(self) -> date | None:
        """Of the letter."""
        return day_in(self.first("date") or self.first("issued") or self.first("available"))

    @property
    def head(self) -> str:
        """The key of the publication that this is an annex of; "" for none."""
        return self.first("hoofddocument").rpartition("/")[2]


def register_of(root: Any) -> Register:
    """The fields under `root`: elements with a text, and `<metadata name="OVERHEIDop.dossiernummer" content="…"/>`."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, value, scheme in _fields(root):
        found.setdefault(name, []).append((value, scheme))
    return Register({name: tuple(values) for name, values in found.items()})


def _fields(root: Any) -> Iterator[tuple[str, str, str]]:
    for one in root.iter():
        if not isinstance(one.tag, str):
            continue
        scheme = one.get("scheme") or ""
        if one.get("name") and one.get("content") is not None:
            yield one.get("name").rpartition(".")[2].lower(), one.get("content").strip(), scheme
        elif not len(one):
            yield local(one).rpartition(".")[2], " ".join((one.text or "").split()), scheme
