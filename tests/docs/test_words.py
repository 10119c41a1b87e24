"""Every sentence of ours has its English one, and none is left over."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).parents[2]
_PLANTED = """
from bot.words import Phrase, Words

words, count, hint = Words("en"), Words("en").count, "Dit is een besloten kanaal."
tables = {"a": Phrase("Help"), "b": Phrase("Dit staat er niet in.")}
words("Help")
words(tables["a"])
words("Ook dit staat er niet in.")
words("Help" if hint else "En dit niet.")
words(hint)
words.count(2, "dag", "dagens")
count(2, "dag", "dagen")
Phrase(hint)
"""


def test_no_translation_is_left_over() -> None:
    assert sorted(set(_english()) - _constants()) == []


def test_every_sentence_of_a_template_is_translated() -> None:
    assert sorted(set(_of_templates()) - set(_english())) == []


def test_a_translation_has_the_same_places_to_fill() -> None:
    different = [
        nl for nl, en in _english().items() if set(re.findall(r"{(\w+)}", nl)) != set(re.findall(r"{(\w+)}", en))
    ]
    assert different == []


def test_make_check_finds_every_sentence_that_is_not_translated_whatever_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    planted = tmp_path / "planted.py"
    planted.write_text(_PLANTED, "utf-8")
    told, _, _ = api.run([str(planted), "--cache-dir", str(tmp_path / "cache"), "--hide-error-context"])
    lines = _PLANTED.split("\n")
    found = [lines[int(line.split(":")[1]) - 1] for line in told.splitlines() if "planted.py" in line]
    assert found == [
        'tables = {"a": Phrase("Help"), "b": Phrase("Dit staat er niet in.")}',
        'words("Ook dit staat er niet in.")',
        'words("Help" if hint else "En dit niet.")',
        "words(hint)",
        'words.count(2, "dag", "dagens")',
        'count(2, "dag", "dagen")',
        'count(2, "dag", "dagen")',
        "Phrase(hint)",
    ], told


def _english() -> dict[str, str]:
    read: dict[str, str] = tomllib.loads((ROOT / "bot" / "english.toml").read_text("utf-8"))
    return read


def _of_templates() -> list[str]:
    texts = [file.read_text("utf-8") for file in (ROOT / "bot").rglob("*.j2")]
    return [sentence for text in texts for sentence in re.findall(r'_\("([^"]*)"', text)]


def _constants() -> set[str]:
    """Every text that stands in the code or as a sentence in a template."""
    found = set(_of_templates())
    for file in (ROOT / "bot").rglob("*.py"):
        nodes = ast.walk(ast.parse(file.read_text("utf-8")))
        found |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return found
