"""Letters that people hand over: a folder that is watched, and e-mails that are saved in one."""

import email
import email.policy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

from briefings.sources.folder import LETTERS, find_files, numbers, read_bytes
from briefings.sources.source import Content, NotThere, Offer, OfferPage, Silent, Unacceptable

_SETTLED = 3.0  #: seconds since a file last changed, after which it is whole
_MOST_PARTS = 50  #: attachments of one e-mail


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
        offers = [_file(path, root, "map") for path in found if _is_settled(path, self.clock())]
        yield OfferPage(tuple(offers), "", len(offers))

    def fetch(self, offer: Offer, _validators: tuple[str, str] | None, *, checked: bool = True) -> Content | None:
        """The file."""
        return Content(read_bytes(_still_there(self.folder, offer.address)))


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
        offers = [offer for path in files if _is_settled(path, self.clock()) for offer in self._attached(path, root)]
        yield OfferPage(tuple(offers), "", len(offers))

    def fetch(self, offer: Offer, _validators: tuple[str, str] | None, *, checked: bool = True) -> Content | None:
        """The attachment."""
        file, _, number = offer.address.rpartition("/")
        parts = dict(_letters(read_bytes(_still_there(self.folder, file))))
        if int(number) not in parts:
            raise Unacceptable("publication.no_attachment", file=file, number=number)
        data = parts[int(number)].get_payload(decode=True)
        return Content(data if isinstance(data, bytes) else b"")

    def _attached(self, path: Path, root: Path) -> Iterator[Offer]:
        whole = _file(path, root, "mail")
        for number, part in _letters(read_bytes(path)):
            yield Offer(
                key=f"{whole.key}/{number}",
                version=whole.version,
                title=part.get_filename() or whole.title,
                address=f"{whole.address}/{number}",
            )


def _letters(data: bytes) -> Iterator[tuple[int, EmailMessage]]:
    """The attachments that may be a letter, each with its number."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        if (part.get_filename() or "").lower().endswith(LETTERS):
            yield number, part


def _file(path: Path, root: Path, register: str) -> Offer:
    given, inside = path.stat(), path.relative_to(root).as_posix()
    given_beside = numbers(path) if register == "map" else None
    return Offer(
        key=f"{register}/{sha256(inside.encode()).hexdigest()[:16]}/{inside[-80:]}",
        version=f"{given.st_size} {given.st_mtime_ns}",
        title=path.name,
        address=inside,
        kamerstuk=given_beside.kamerstuk if given_beside else None,
        document_number=given_beside.document_number if given_beside else None,
        chamber=given_beside.chamber if given_beside else None,
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
