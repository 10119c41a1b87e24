"""Letters from files and folders."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from briefings.errors import Unreadable
from briefings.model.document import Provenance, Registered
from briefings.reading.metadata import parse_metadata, provenance
from briefings.reading.sniff import MAX_BYTES
from briefings.sources.content import parse_xml
from briefings.sources.metadata import register_of

#: The ending of what the publisher says of a publication.
_REGISTER = ".metadata.xml"
#: The endings of letters.
LETTERS = (".txt", ".text", ".docx", ".odt", ".doc", ".pdf", ".xml", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A letter on disk with what is given beside it."""

    path: Path
    data: bytes
    provenance: Provenance


def find_files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and in folders, recursively, every letter by its ending; in order of name."""
    for path in paths:
        if path.is_dir():
            found = (p for p in path.rglob("*") if p.suffix.lower() in LETTERS and p.is_file())
            yield from sorted(p for p in found if not p.name.lower().endswith(_REGISTER))
        else:
            yield path


def load(path: Path, flags: Mapping[str, str | None] | None = None) -> LetterFile:
    """The letter at `path` with the metadata of the `.json` beside it; flags win.

    Raises Unreadable or BadMetadata.
    """
    return LetterFile(path, read_bytes(path), numbers(path, flags))


def numbers(path: Path, flags: Mapping[str, str | None] | None = None) -> Provenance:
    """What is given beside the letter at `path`; flags win. Raises Unreadable or BadMetadata."""
    given = {}
    register = path.with_suffix(_REGISTER)
    if (told := path.with_suffix(".json")) in (found_beside := tuple(beside(path))):
        given = parse_metadata(read_bytes(told), told.name)
    given |= {field: value for field, value in (flags or {}).items() if value is not None}
    found = provenance(path.name, given)
    return _with_register(found, register, path.stem) if register in found_beside else found


def beside(path: Path) -> Iterator[Path]:
    """The files in which something is given beside the letter at `path`."""
    named = (path.with_suffix(ending) for ending in (".json", _REGISTER))
    return (one for one in named if one.is_file() and one != path)


def _with_register(found: Provenance, beside: Path, key: str) -> Provenance:
    """With what the publisher's metadata.xml says, saved as `kst-32317-935.metadata.xml` beside the publication."""
    told = register_of(parse_xml(read_bytes(beside), beside.name))
    kind = "Brief regering" if told.is_brief else ""
    return replace(
        found,
        kamerstuk=found.kamerstuk or told.kamerstuk(key),
        chamber=found.chamber or told.chamber,
        registered=Registered(told.subject, kind, told.day),
    )


def read_bytes(path: Path) -> bytes:
    """The file, up to just over what is read of a letter. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise Unreadable("file.not_there", name=path) from error
    except IsADirectoryError as error:
        raise Unreadable("file.is_folder", name=path) from error
    except OSError as error:
        why = error.strerror or "?"
        raise Unreadable("file.not_readable", name=path, why=why) from error
