"""Whether SQLite's file can be used, or made, where the settings have it. Leaves nothing behind."""

import os
import tempfile
from pathlib import Path

from briefings.errors import JbzError


def check_file(file: Path) -> None:
    """Returns when the file can be read and written, or made at its path. Raises JbzError with what is in the way."""
    try:
        if file.is_dir():
            raise JbzError("database.is_folder", file=file)
        there = file.exists()
    except OSError as error:  # a folder on the way to it may not be entered
        raise JbzError("database.folder_closed", folder=file.parent, why=error.strerror) from error
    if there:
        _open(file)
        _write_in(file.parent, "database.folder_read_only", file)
        return
    folder = next(one for one in (file.parent, *file.parent.parents) if one.exists())
    if not folder.is_dir():
        raise JbzError("database.no_folder", folder=file.parent, file=folder)
    _write_in(folder, "database.folder_not_made" if folder != file.parent else "database.folder_read_only", file)


def _open(file: Path) -> None:
    try:
        os.close(os.open(file, os.O_RDWR))
    except OSError as error:
        raise JbzError("database.read_only", file=file, why=error.strerror) from error


def _write_in(folder: Path, code: str, file: Path) -> None:
    """SQLite makes files beside its own."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise JbzError(code, folder=file.parent, file=file, why=error.strerror) from error
