"""The file of the embedded database: whose it is, and when it is made."""

import os
import stat
from pathlib import Path

import pytest

from storage.database import Database


def _rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_and_its_folder_are_their_owners_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        database = Database(f"sqlite:///{tmp_path}/data/jbz.db")
        database.upgrade()
        with database.reading():
            beside = sorted(path.name for path in (tmp_path / "data").iterdir())
            assert [_rights(path) for path in (tmp_path / "data").iterdir()] == [0o600] * len(beside)
        database.close()
    finally:
        os.umask(before)
    assert _rights(tmp_path / "data") == 0o700


def test_asking_for_the_form_of_the_tables_makes_nothing(tmp_path: Path) -> None:
    assert Database(f"sqlite:///{tmp_path}/data/jbz.db").revision() is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o755, 0o750])
def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=mode)
    folder.chmod(mode)
    Database(f"sqlite:///{folder}/jbz.db").upgrade()
    assert (_rights(folder), _rights(folder / "jbz.db")) == (mode, 0o600)
