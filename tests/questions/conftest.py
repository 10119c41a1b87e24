"""The letters of the judged questions, kept in both kinds of database."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App
from bot.reply import Reply
from bot.settings import Settings, load_settings
from briefings.model.chat import Address, Person
from briefings.model.document import Provenance
from tests.questions.judged import ASKED_ON, LETTERS, Answerer

_PREPARING = Path(__file__).parents[1] / "letters" / "preparing"
_MORE = ("2025-12_agenda.txt", *(f"retitled/2022-{month}_verslag.txt" for month in ("03", "04", "06")))


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


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Letters of 2022 to 2025, of which the newest is an agenda, a year later; on SQLite, for tests that only ask."""
    url = f"sqlite:///{tmp_path_factory.mktemp('years') / 'jbz.db'}"
    app = App(load_settings({"JBZ_DATABASE_URL": url}), clock=lambda: datetime(2026, 11, 30, 12, tzinfo=UTC))
    app.database.upgrade()
    for path in (*LETTERS.values(), *(_PREPARING / name for name in _MORE)):
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


def say(app: App, text: str) -> Reply:
    """What an app answers somebody on the page."""
    return app.conversation.handle(text, Address("web", "web", "someone"), Person("someone"))


def lines_shown(reply: Reply) -> list[str]:
    """The sentences of a reply, in order."""
    return [line.text for section in reply.sections for card in section.cards for line in card.lines]
