"""The letters of two years (tests/letters/series), kept in both kinds of database."""

from collections.abc import Iterator

import pytest

from bot.app import App
from tests.letters.told_over_years import AFRESH, series_app


@pytest.fixture(scope="session")
def series(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """On SQLite, for tests that only ask."""
    app = series_app(f"sqlite:///{tmp_path_factory.mktemp('series') / 'jbz.db'}")
    yield app
    app.close()


@pytest.fixture(scope="session")
def series_afresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Three meetings of another Council, judged when the rules stood."""
    app = series_app(f"sqlite:///{tmp_path_factory.mktemp('afresh') / 'jbz.db'}", AFRESH)
    yield app
    app.close()


@pytest.fixture
def series_kept(database_url: str) -> Iterator[App]:
    """On each kind of database."""
    app = series_app(database_url)
    yield app
    app.close()
