"""Where what was fetched waits until it has been read, and stays when it was refused."""

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A folder that only this account may look into; names in it are ours and never a source's."""

    folder: Path

    def put(self, key: str, data: bytes) -> Path:
        """The file with this content; what was there of the same publication is replaced."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = self.place(key)
        part = place.with_suffix(".part")
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        part.replace(place)
        return place

    def place(self, key: str) -> Path:
        """Where a publication lies."""
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.bin"

    def clear(self, place: Path) -> None:
        """It was read."""
        place.unlink(missing_ok=True)
