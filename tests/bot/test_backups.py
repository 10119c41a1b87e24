"""Copies are made by themselves, proved, and only so many kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from bot.app import App
from bot.backups import Backups
from bot.cli.doctor import _backups
from bot.settings import load_settings
from briefings.errors import JbzError
from briefings.model.document import Provenance
from storage import backup
from storage.backup_folder import BackupFolder
from storage.database import Database
from tests.conftest import REPORT
from tests.stand_ins.clock import Clock


def _names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def _of(app: App, folder: Path, **more: str) -> Backups:
    given = {"JBZ_BACKUP_FOLDER": str(folder), "JBZ_BACKUP_KEEP": "3", "JBZ_BACKUP_HOURS": "12"} | more
    return Backups(app.database, load_settings(given), app.clock)


async def test_one_is_made_when_it_is_time_and_the_oldest_go(app: App, clock: Clock, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    backups = _of(app, folder)
    for _ in range(9):
        await backups.tick()
        clock.forward(hours=6)
    (folder / "jbz-mine.db").write_text("somebody else's")
    await backups.tick()
    assert _names(folder) == [
        "jbz-20250325T090000Z.db", "jbz-20250325T210000Z.db", "jbz-20250326T090000Z.db", "jbz-mine.db",
    ]  # fmt: skip
    assert REGISTRY.get_sample_value("jbz_backup_age_seconds") == 6 * 3600
    assert {one.stat().st_mode & 0o077 for one in folder.glob("*Z.db")} == {0}


async def test_a_copy_holds_everything_and_is_restored(app: App, tmp_path: Path) -> None:
    await _of(app, tmp_path / "copies").tick()
    ((_, file),) = BackupFolder(tmp_path / "copies", 3).made()
    restored = Database(f"sqlite:///{tmp_path}/restored.db")
    backup.restore(restored, file)
    for name in ("documents", "items", "meetings"):
        count = text(f"SELECT count(*) FROM {name}")  # noqa: S608 - our own names
        with app.database.reading() as ours, restored.reading() as theirs:
            assert ours.scalar(count) == theirs.scalar(count) != 0
    restored.close()


@pytest.mark.parametrize("withdrawn", [False, True])
async def test_a_copy_is_proved_after_a_correction_and_a_withdrawal(
    app: App, tmp_path: Path, *, withdrawn: bool
) -> None:
    corrected = REPORT.read_text("utf-8").replace("insolventie", "faillissement")
    app.take_in(corrected.encode(), Provenance("correctie.txt"))
    if withdrawn:
        assert app.intake.withdraw_letter(1)
    with app.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM words WHERE items = 0"))  # of what is gone
    assert BackupFolder(tmp_path / "copies", 3).make(app.database, app.clock()).is_file()


async def test_a_second_process_makes_none_beside_it(app: App, clock: Clock, tmp_path: Path) -> None:
    one, other = _of(app, tmp_path / "copies"), _of(app, tmp_path / "copies")
    assert one._is_mine()
    await other.tick()
    assert BackupFolder(tmp_path / "copies", 3).made() == []
    clock.forward(hours=2)  # the first died
    await other.tick()
    assert len(BackupFolder(tmp_path / "copies", 3).made()) == 1


async def test_a_copy_that_is_not_whole_is_not_kept_and_the_others_stay(
    app: App, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "copies"
    backups = _of(app, folder)
    await backups.tick()
    clock.forward(hours=13)
    whole = backup._write

    def half(database: Database, file: Path) -> None:
        whole(database, file)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    monkeypatch.setattr(backup, "_write", half)
    await backups.tick()
    assert _names(folder) == ["jbz-20250324T090000Z.db"]
    assert REGISTRY.get_sample_value("jbz_backup_age_seconds") == 13 * 3600


def test_a_restored_copy_that_lost_rows_is_found(app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "copy.db"
    backup.backup(app.database, file)
    restore = backup.restore

    def lossy(database: Database, from_file: Path) -> None:
        restore(database, from_file)
        with database.writing() as session:
            session.execute(text("DELETE FROM editions"))

    monkeypatch.setattr(backup, "restore", lossy)
    with pytest.raises(JbzError, match=r"backup\.not_whole"):
        backup.verify(file)


async def test_a_folder_that_cannot_be_written_is_said_and_nothing_else_happens(app: App, tmp_path: Path) -> None:
    (tmp_path / "copies").write_text("a file")
    await _of(app, tmp_path / "copies").tick()
    assert (tmp_path / "copies").read_text() == "a file"


def test_doctor_says_when_there_is_none_or_the_newest_is_old(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    given = {"JBZ_BACKUP_FOLDER": str(folder)}
    assert _backups(load_settings(given | {"JBZ_DATABASE_URL": f"sqlite:///{tmp_path}/none.db"})) is None
    settings = load_settings(given | {"JBZ_DATABASE_URL": app.settings.jbz_database_url})
    none = _backups(settings)
    assert none is not None
    assert none.startswith("er is nog geen kopie")
    folder.mkdir()
    assert _backups(settings) == none
    (folder / "jbz-20250324T090000Z.db").touch()
    assert _backups(settings) == "de nieuwste is van 2025-03-24. Zoek backup_failed in het log"
    (folder / f"jbz-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db").touch()
    assert _backups(settings) is None
