"""Files that are made once, beside the packages of this Python: what would take long to work out at each start."""

import sys
from pathlib import Path


def place(name: str, prefix: str = sys.prefix) -> Path:
    """Where the file of this name is, or would be."""
    return Path(prefix) / "share" / "jbz" / name


def put(path: Path, content: bytes) -> None:
    """Writes the file whole: who reads it meanwhile has what was there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)
