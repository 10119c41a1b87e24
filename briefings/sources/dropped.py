"""Letters that people hand over: a folder that is watched, and e-mails that are saved in one.

A file that cannot be used costs only itself: it is offered like the others, and fetching it says what is wrong.
"""

import email
import email.policy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

from briefings.errors import BadMetadata, JbzError, Unreadable
from briefings.model.document import Provenance
from briefings.sources.folder import LETTERS, beside, find_files, numbers, read_bytes
from briefings.sources.source import Content, NotThere, Offer, OfferPage, Silent, Unacceptable

_SETTLED = 3.0  #: seconds since a file last changed, after which it is whole
_MOST_PARTS = 50  #: attachments of one e-mail
_UNREAD = " numbers unread"  #: of a version: so that mending what stands beside a letter makes it another
#: What the library raises of an e-mail that is no good (bpo-27257 and others), or nested too deep.
_NO_MAIL = (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError)


@dataclass(frozen=True)
class WatchedFolder:
    """Letters that are put in a folder. They stay there; taking one away later changes nothing."""

    folder: Path
    clock: Callable[[], datetime]
    name: str = "map"

    def recent(self, _now: datetime) -> None:
        """Everything there is."""

    def pages(self, _checkpoint: str | None) -> Iterator[OfferPage]:
        """Every file that is whole; what was seen before is recognised by its size and its moment."""
        root = _existing(self.folder)
        found = (path for path in find_files([root]) if _is_inside(path, root))
        offers = [_letter(path, root) for path in found if _is_settled(path, self.clock())]
        yield OfferPage(tuple(offers), "", len(offers))

    def fetch(self, offer: Offer, _validators: tuple[str, str] | None, *, checked: bool = True) -> Content | None:
        """The file; unless it was released, only with what stands beside it."""
        path = _still_there(self.folder, offer.address)
        try:
            if checked:
                _given(path, _existing(self.folder))
            return Content(read_bytes(path))
        except JbzError as error:
            raise Unacceptable.of(error.message) from error


@dataclass(frozen=True)
class MailBox:
    """E-mails saved as .eml; the letters attached to them."""

    folder: Path
    clock: Callable[[], datetime]
    name: str = "mail"

    def recent(self, _now: datetime) -> None:
        """Everything there is."""

    def pages(self, _checkpoint: str | None) -> Iterator[OfferPage]:
        """Every attachment that may be a letter."""
        root = _existing(self.folder)
        files = sorted(path for path in root.rglob("*.eml") if path.is_file() and _is_inside(path, root))
        offers = [offer for path in files if _is_settled(path, self.clock()) for offer in _attached(path, root)]
        yield OfferPage(tuple(offers), "", len(offers))

    def fetch(self, offer: Offer, _validators: tuple[str, str] | None, *, checked: bool = True) -> Content | None:
        """The attachment."""
        file, _, number = offer.address.rpartition("/")
        try:
            parts = dict(_letters(read_bytes(_still_there(self.folder, file))))
            if int(number) not in parts:
                raise Unacceptable("publication.no_attachment", file=file, number=number)
            data = parts[int(number)].get_payload(decode=True)
        except Unreadable as error:
            raise Unacceptable.of(error.message) from error
        except _NO_MAIL as error:
            raise Unacceptable("publication.no_mail", file=file) from error
        return Content(data if isinstance(data, bytes) else b"")


def _attached(path: Path, root: Path) -> list[Offer]:
    """The letters in an e-mail; of one that cannot be taken apart itself, which says so when it is fetched."""
    whole = _file(path, root, "mail")
    try:
        found = [(number, part.get_filename()) for number, part in _letters(read_bytes(path))]
    except (Unreadable, *_NO_MAIL):
        found = [(0, None)]
    return [
        replace(whole, key=f"{whole.key}/{number}", title=title or whole.title, address=f"{whole.address}/{number}")
        for number, title in found
    ]


def _letters(data: bytes) -> Iterator[tuple[int, EmailMessage]]:
    """The attachments that may be a letter, each with its number."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        if (part.get_filename() or "").lower().endswith(LETTERS):
            yield number, part


def _letter(path: Path, root: Path) -> Offer:
    """A letter with its numbers; without them where they cannot be read, which fetching it says."""
    whole = _file(path, root, "map")
    try:
        given = _given(path, root)
    except JbzError:
        return replace(whole, version=whole.version + _UNREAD)
    return replace(whole, kamerstuk=given.kamerstuk, document_number=given.document_number, chamber=given.chamber)


def _given(path: Path, root: Path) -> Provenance:
    """What stands beside a letter. Raises JbzError; what leads out of the folder is not opened."""
    for one in beside(path):
        if not _is_inside(one, root):
            raise BadMetadata("metadata.outside", name=one.name)
    return numbers(path)


def _file(path: Path, root: Path, register: str) -> Offer:
    given, inside = path.stat(), path.relative_to(root).as_posix()
    return Offer(
        key=f"{register}/{sha256(inside.encode()).hexdigest()[:16]}/{inside[-80:]}",
        version=f"{given.st_size} {given.st_mtime_ns}",
        title=path.name,
        address=inside,
    )


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise Silent("folder.not_there", folder=folder)
    return folder.resolve()


def _still_there(folder: Path, inside: str) -> Path:
    root = _existing(folder)
    path = root / inside
    if not path.is_file() or not _is_inside(path, root):
        raise NotThere("publication.gone", name=inside)
    return path


def _is_inside(path: Path, root: Path) -> bool:
    """A link may not lead out of the folder."""
    return path.resolve().is_relative_to(root) and not any(
        part.startswith(".") for part in path.parts[len(root.parts) :]
    )


def _is_settled(path: Path, now: datetime) -> bool:
    return now.timestamp() - path.stat().st_mtime > _SETTLED
