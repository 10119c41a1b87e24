"""The letters of the judged questions, kept in both kinds of database."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from bot.app import App
from bot.settings import Settings, load_settings
from briefings.model.document import Provenance
from tests.questions.judged import ASKED_ON, LETTERS, Answerer


@pytest.fixture
def asked_app(settings: Settings) -> Iterator[App]:
    """The product with the letters of the questions, on the day they are asked."""
    noon = datetime(ASKED_ON.year, ASKED_ON.month, ASKED_ON.day, 12, tzinfo=UTC)
    app = App(settings, clock=lambda: noon)
    app.database.upgrade()
    for path in LETTERS.values():
        app.take_in(path.read_bytes(), Provenance(path.name))
    yield app
    app.close()


@pytest.fixture(scope="session")
def asked_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The same on SQLite, for tests that only ask."""
    folder = tmp_path_factory.mktemp("asked")
    noon = datetime(ASKED_ON.year, ASKED_ON.month, ASKED_ON.day, 12, tzinfo=UTC)
    app = App(load_settings({"JBZ_DATABASE_URL": f"sqlite:///{folder / 'asked.db'}"}), clock=lambda: noon)
    app.database.upgrade()
    for path in LETTERS.values():
        app.take_in(path.read_bytes(), Provenance(path.name))
    yield app
    app.close()


@pytest.fixture
def answerer(asked_app: App) -> Answerer:
    """Our answers in the terms of the questions."""
    return answers_of(asked_app)


def answers_of(app: App) -> Callable[[str], list[str]]:
    """An app's answers in the terms of the questions; its letters were taken in in the order of LETTERS."""
    codes = dict(enumerate(LETTERS, 1))

    def answer(question: str) -> list[str]:
        items = app.answering.answer(question, limit=5).items
        return [f"{codes[found.entry.source.document_id]}:{found.entry.source.item.number}" for found in items]

    return answer
