"""Every sentence of ours has its English one, and none is left over."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_sentence_is_translated_and_none_is_left_over() -> None:
    english = tomllib.loads((ROOT / "bot" / "english.toml").read_text("utf-8"))
    assert sorted(english) == sorted(_sentences())


def test_a_translation_has_the_same_places_to_fill() -> None:
    english = tomllib.loads((ROOT / "bot" / "english.toml").read_text("utf-8"))
    different = [nl for nl, en in english.items() if set(re.findall(r"{(\w+)}", nl)) != set(re.findall(r"{(\w+)}", en))]
    assert different == []


def _sentences() -> set[str]:
    found: set[str] = set()
    for file in (ROOT / "bot").rglob("*.j2"):
        found |= set(re.findall(r'_\("([^"]*)"', file.read_text("utf-8")))
    for file in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            found |= set(_of_call(node)) | set(_of_table(node))
    return found


def _of_call(node: ast.AST) -> list[str]:
    """The sentences given to `_(…)`, `words(…)`, `self(…)`, `Words(…)(…)` and the two forms of `count`."""
    if not isinstance(node, ast.Call):
        return []
    called = node.func
    name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
    if isinstance(called, ast.Call) and isinstance(called.func, ast.Name):
        name = f"{called.func.id}()"
    if name == "count" and len(node.args) == 3:
        return _texts(node.args[1:])
    return _texts(node.args[:1]) if name in {"_", "words", "_words", "self", "Words()"} else []


def _of_table(node: ast.AST) -> list[str]:
    """Sentences kept in a table: the actors' names, the help's examples, the usual moments and choices."""
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return []
    match node.targets[0].id, node.value:
        case "ACTOR_LABELS" | "_NAMES" | "_QUIETS" | "_RIGHTS" | "_FREE" | "_NTHS", ast.Dict(values=values):
            return _texts(values)
        case "_MOMENTS" | "_CHOICES", ast.Tuple(elts=elements):
            return _texts(elements)
        case "examples" | "_STATES", ast.Tuple(elts=pairs):
            return [text for pair in pairs if isinstance(pair, ast.Tuple) for text in _texts(pair.elts[1:])]
        case "ASKED", ast.Dict(values=pairs):
            return [text for pair in pairs if isinstance(pair, ast.Tuple) for text in _texts(pair.elts)]
        case "_MENU", ast.Tuple(elts=entries):
            return [text for entry in entries if isinstance(entry, ast.Tuple) for text in _texts(entry.elts[:1])]
        case _:
            return []


def _texts(nodes: list[ast.expr]) -> list[str]:
    texts = []
    for node in nodes:
        if isinstance(node, ast.IfExp):
            texts += _texts([node.body, node.orelse])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
    return texts
