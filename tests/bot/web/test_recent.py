"""What was written lately."""

from functools import partial

import pytest

from bot.web import recent


def test_it_is_given_again_for_a_while_and_the_oldest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "_MOST", 2)
    kept, written = recent.Recent(), []

    def write(name: str) -> str:
        written.append(name)
        return name

    asked = ["a", "b", "a", "b", "c", "b", "a"]
    assert [kept.get(name, partial(write, name)) for name in asked] == asked
    assert written == ["a", "b", "c", "a"]
    monkeypatch.setattr(recent, "_SECONDS", 0.0)
    kept.get("a", partial(write, "a"))
    assert written == ["a", "b", "c", "a", "a"]
