"""Every sentence of ours has its English one, and none is left over."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from mypy import api

import bot.app  # has every kind of error imported
from briefings.errors import JbzError
from briefings.intake.replacing import ReplacingDoubt
from briefings.reading.claims import ClaimSource

_PLACE = re.compile(r"(?<!{){(\w+)")
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


def test_every_message_has_its_sentence_in_each_language_with_the_same_places_to_fill() -> None:
    known = {code: set(_PLACE.findall(one["nl"])) for code, one in _messages().items()}
    known |= {sentence: set(_PLACE.findall(sentence)) for sentence in _english()}
    different = [code for code, one in _messages().items() if set(_PLACE.findall(one["en"])) != known[code]]
    wrong = [f"{place}: {code}" for place, code, names in _said() if known.get(code) != names]
    # A release before codes kept a sentence of each language: each says its own.
    assert (different, [one for one in wrong if not one.endswith(": said")]) == (["said"], [])


def test_below_the_bot_no_sentence_stands_and_no_message_is_left_over() -> None:
    below = {code for place, code, _ in _said() if not place.startswith("bot")}
    assert sorted(below - set(_messages())) == []
    constants = set.union(*(_texts(ROOT / folder) for folder in ("bot", "briefings", "storage")))
    in_data = set(re.findall(r'"(paper\.\w+)"', (ROOT / "briefings/reading/genre.toml").read_text("utf-8")))
    named = {f"place.{source.name.lower()}" for source in ClaimSource}
    named |= {f"replaced.{doubt}" for doubt in ReplacingDoubt}
    assert sorted(set(_messages()) - constants - in_data - named) == []


def test_make_check_finds_every_sentence_that_is_not_translated_whatever_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    planted = tmp_path / "planted.py"
    planted.write_text(_PLANTED, "utf-8")
    deep = sys.getrecursionlimit()
    told, _, _ = api.run([str(planted), "--cache-dir", str(tmp_path / "cache"), "--hide-error-context"])
    sys.setrecursionlimit(deep)  # mypy allows itself more, and other tests want what is nested too deeply to fail
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


def _messages() -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = tomllib.loads((ROOT / "bot" / "messages.toml").read_text("utf-8"))
    return read


def _kinds(kind: type[JbzError]) -> set[str]:
    return {kind.__name__}.union(*(_kinds(one) for one in kind.__subclasses__()))


def _said() -> Iterator[tuple[str, str, set[str]]]:
    """Where an error is made or a message: its code, and the names of its values."""
    assert bot.app.App.__doc__
    errors = _kinds(JbzError) | {"_Wrong"}
    for folder in ("bot", "briefings", "storage"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                place = f"{file.relative_to(ROOT)}:{node.lineno}"
                if name in errors and texts:
                    yield place, texts[-1], {str(one.arg) for one in node.keywords} - {"until", "data"}
                elif name == "Message" and texts and all(not isinstance(one, ast.Name) for one in node.args):
                    keys = [one for arg in node.args if isinstance(arg, ast.Dict) for one in arg.keys]
                    yield place, texts[0], {str(key.value) for key in keys if isinstance(key, ast.Constant)}


def _texts(folder: Path) -> set[str]:
    nodes = (node for file in folder.rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


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
