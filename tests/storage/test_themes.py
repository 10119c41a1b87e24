"""Themes changed without a new version: added, renamed, merged, with other names."""

import pytest
from sqlalchemy import select, update

from bot.app import App
from briefings.errors import NotUnderstood
from briefings.model.chat import Address, Person
from briefings.themes.catalogue import changed_catalogue, load_catalogue
from storage.rows import CorpusRow, FollowedRow, ItemRow, ThemeChangeRow

CHANGE = """
[ees]
nl = "In- en uitreissysteem"

[kabels]
nl = "kabels"
en = "cables"
synonyms = ["zeekabels"]
compounds = ["kabels"]

[vuurwapens]
into = "georganiseerde-criminaliteit"
"""


def _change(app: App, text: str) -> int:
    return app.themes.change(text, app.understand_with(changed_catalogue(text)), app.clock())


def _numbers(app: App, question: str) -> list[str | None]:
    return [found.entry.source.item.number for found in app.answering.answer(question).items]


def test_a_change_is_seen_by_every_process_without_a_restart(app: App) -> None:
    other = App(app.settings, app.clock)
    assert other.answering.answer("kabels").theme is None
    assert _change(app, CHANGE) == 21
    answer = other.answering.answer("kabels")
    assert (answer.theme and answer.theme.slug, _numbers(other, "kabels")) == ("kabels", ["I.5"])
    assert other.answering.answer("EES").understood_as == "In- en uitreissysteem"
    assert other.answering.answer("vuurwapens").theme == other.catalogue["georganiseerde-criminaliteit"]
    other.close()


def test_who_follows_a_merged_theme_follows_the_other(app: App) -> None:
    for chat, themes in (("C1", "vuurwapens"), ("C2", "vuurwapens, georganiseerde criminaliteit")):
        app.conversation.handle(f"volg {themes}", Address("slack", "T1", chat), Person("U1", is_administrator=True))
    _change(app, CHANGE)
    with app.database.reading() as session:
        followed = [(row.subscription_id, row.subject) for row in session.scalars(select(FollowedRow))]
    assert sorted(followed) == [(1, "georganiseerde-criminaliteit"), (2, "georganiseerde-criminaliteit")]


def test_a_change_is_undone_and_every_change_is_kept(app: App) -> None:
    before = _numbers(app, "vuurwapens")
    _change(app, CHANGE)
    assert app.themes.changes() == CHANGE
    _change(app, "")
    assert (_numbers(app, "vuurwapens"), app.catalogue["ees"].nl) == (before, "Entry/Exit System (EES)")
    with app.database.reading() as session:
        assert session.scalars(select(ThemeChangeRow.text).order_by(ThemeChangeRow.id)).all() == [CHANGE, ""]


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "nl = 'x'",
        "[ees]\nname = 'x'",
        "[Nieuw thema]\nnl = 'x'\nen = 'x'",
        "[nieuw]\nnl = 'x'",
        "[nieuw]\nnl = 'x'\nen = 'x'\nsynonyms = 'x'",
        "[nieuw]\nnl = 'visa'\nen = 'x'",
        "[nieuw]\nnl = 'x'\nen = 'x'\nrelated = ['er-is-niets']",
        "[ees]\ninto = 'er-is-niets'",
        "[ees]\ninto = 'sis'\n[sis]\ninto = 'ees'",
        "[ees]\nnl = ''",
    ],
)
def test_a_bad_change_is_refused_and_changes_nothing(app: App, text: str) -> None:
    with pytest.raises(NotUnderstood, match=r"themes\.wrong"):
        _change(app, text)
    assert app.catalogue == load_catalogue()


def test_a_new_release_understands_what_is_kept_again(app: App) -> None:
    with app.database.writing() as session:
        session.execute(update(CorpusRow).values(understanding=0))
        kept = session.scalars(select(ItemRow).order_by(ItemRow.id)).all()
        before = [(row.id, row.content) for row in kept]
        for row in kept:
            row.content = row.content | {"statements": [], "citations": [], "themes": []}
    app.prepare()
    with app.database.reading() as session:
        after = [(row.id, row.content) for row in session.scalars(select(ItemRow).order_by(ItemRow.id))]
    assert after == before
    assert _numbers(app, "motie Piri") == ["I.6"]
