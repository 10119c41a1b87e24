"""A bundle of what a chat got: which chat and which days, who made it, and nothing half written."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from briefings.errors import JbzError
from briefings.model.bundle import BundledLetter, BundledMessage, BundlePeriod
from briefings.model.chat import Address
from storage import bundles
from storage.audit import AuditSubject, note, place_of
from storage.database import Database

_MOST_PIECES = 10  #: of a chat's name; none has so many


class Packed(Protocol):
    """What was written."""

    @property
    def messages(self) -> int:
        """How many messages are in it."""

    @property
    def letters(self) -> int:
        """How many letters they come from."""

    @property
    def sha256(self) -> str:
        """Of its index, which has the hash of every file."""


#: Writes messages, letters and their bytes to a file.
Pack = Callable[
    [BinaryIO, Iterable[BundledMessage], Callable[[set[int]], Sequence[BundledLetter]], Callable[[int], bytes]], Packed
]


@dataclass(frozen=True, slots=True)
class MadeBundle:
    """A bundle as it was made."""

    file: Path
    packed: Packed


def find_chat(database: Database, named: str) -> Address:
    """The chat that an administrator names: "slack:T1:C1", or "C1" where only one is called so. Raises JbzError."""
    pieces = named.split(":")
    names = {":".join(pieces[begin:end]) for begin in range(len(pieces)) for end in range(begin + 1, len(pieces) + 1)}
    with database.reading() as session:
        known = bundles.chats_named(session, names if len(pieces) < _MOST_PIECES else {named})
    # what names a browser is its own secret
    found = [one for one in known if one.channel != "web" and named in {place_of(one), one.chat}]
    if not found:
        raise JbzError("bundle.no_chat", chat=named[:100])
    if len(found) > 1:
        raise JbzError("bundle.several_chats", chats=", ".join(place_of(one) for one in found[:5]))
    return found[0]


def make_bundle(
    database: Database, address: Address, period: BundlePeriod, now: datetime, pack: Pack, folder: Path
) -> MadeBundle:
    """Writes the bundle to a new file in `folder`; that it was made is in the audit. Nothing is left when it fails."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".jbz-bundel-", suffix=".zip", delete=False) as out:
        file = Path(out.name)
        try:
            with database.reading() as session:
                packed = pack(
                    out.file,  # type: ignore[arg-type]  # of bytes
                    bundles.messages(session, address, period),
                    lambda items: bundles.letters(session, items),
                    lambda edition: bundles.content(session, edition),
                )
            with database.writing() as session:
                after = {
                    "since": str(period.since), "until": str(period.until), "messages": packed.messages,
                    "index_sha256": packed.sha256,
                }  # fmt: skip
                note(session, AuditSubject.CHAT, "bundled", place_of(address), now, after=after)
        except BaseException:
            file.unlink(missing_ok=True)
            raise
    return MadeBundle(file, packed)
