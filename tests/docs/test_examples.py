"""Every example that people may copy is run: of --help, the README and docs on both databases, and of the chats."""

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import bot.cli
from bot.app import App
from bot.commands.grammar import examples
from bot.words import LANGUAGES, Words
from briefings.model.chat import Address, Person
from tests.conftest import REPORT
from tests.docs.reference import commands_page
from tests.stand_ins.parliament_server import Parliament

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name != "commands.md"),
]

#: What stands for something of one's own, and what is put there.
FILLED = {
    "FILE-OR-FOLDER…": "letters/", "FILE": "letter.docx", "DIR": "record", "ID": "12", "NUMBER": "4", "COMMAND": "ask"
}  # fmt: skip
#: `jbz db backup FILE` and `restore FILE` have a file of their own; a restore is into an empty database.
OF_A_COPY = {"db backup letter.docx": "db backup copy.db", "db restore letter.docx": "db restore copy.db"}
#: There is no letter of this number, no agenda is bundled, a command lacks its numbers, a full database takes no
#: copy: a sentence says so.
REFUSED = {
    "letters show 4",
    "sources release 12",
    "check-delivery",
    "check-delivery --wait 120",
    "deliveries retry",
    "deliveries drop",
    "sources release",
    "pack jbz oktober 2025",
    "db restore copy.db",
    "db restore kopie.db",
    "letters withdraw 3",
    "bundle slack:T1:C1 --since 2026-01-01 --until 2026-03-31",
    "recall show 1",
    "recall show 12",
    "subscriptions pause 3",
    "subscriptions resume 3",
    "subscriptions stop 3",
    "subscriptions move 3 C0123ABCD",
    "audit verify --noted 120:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
#: Named in a sentence, without what it needs.
NAMED = {
    "--debug ask",
    "parse --json",
    "parse --why",
    "parse --why --json",
    "ask --json",
    "brief --format",
    "db",
    "brief",
    "ask",
    "parse",
    "ingest",
    "bundle",
    "db backup",
    "db restore",
}


def _lines() -> Iterator[str]:
    """What follows `jbz` in each example."""
    yield from re.findall(r"Voorbeeld: jbz (.*)", commands_page())
    for page in PAGES:
        text = page.read_text("utf-8")
        code = "\n".join(re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
        yield from re.findall(r"^(?:[A-Z_]+=\S+ )?\.venv/bin/jbz (.*)$", code, re.MULTILINE)
        yield from re.findall(r"`(?:[A-Z_]+=\S+ )?(?:\.venv/bin/)?jbz ([^`\n]+)`", text)


def _examples() -> list[str]:
    found = set()
    for line in _lines():
        words = shlex.split(line, comments=True)
        if ">" in words:
            words = words[: words.index(">")]
        first, *others = (" ".join(FILLED.get(word, word) for word in words)).split("|")
        found |= {first, *(f"{first.rsplit(' ', 1)[0]} {other}" for other in others)}
    return sorted(OF_A_COPY.get(one, one) for one in found - NAMED)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the examples name."""
    monkeypatch.chdir(tmp_path)
    for name in ("brieven", "letters"):
        (tmp_path / name).mkdir()
        shutil.copyfile(REPORT, tmp_path / name / "brief.txt")
    shutil.copyfile(REPORT, tmp_path / "brief.txt")
    shutil.copyfile(REPORT, tmp_path / "letter.docx")
    (tmp_path / "themas.toml").write_text('[kabels]\nnl = "kabels"\nen = "cables"\n')
    return tmp_path


@contextmanager
def _typed(line: str) -> Iterator[list[int | str | None]]:
    status: list[int | str | None] = []
    before, sys.argv = sys.argv, ["jbz", *shlex.split(line)]
    try:
        bot.cli.app(prog_name="jbz")
    except SystemExit as end:
        status.append(end.code)
    finally:
        sys.argv = before
    yield status


def test_there_are_examples_of_nearly_every_command() -> None:
    commands = set(re.findall(r"^## `jbz ([a-z -]+[a-z])", commands_page(), re.MULTILINE))
    shown = {command for command in commands if any(f"{one} ".startswith(f"{command} ") for one in _examples())}
    assert commands - shown - {"serve"} == set()


@pytest.mark.usefixtures("folder", "no_connection_left")
def test_each_example_does_what_it_says_or_says_in_one_sentence_why_not(
    filled_url: str, parliament: Parliament, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for name, value in ({"JBZ_DATABASE_URL": filled_url} | parliament.settings()).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("JBZ_ENV_FILE", raising=False)
    for line in [one for one in _examples() if not one.startswith("serve")]:
        if line == "db backup copy.db":
            Path("copy.db").unlink(missing_ok=True)  # several pages have it, each for a file of its own
        with _typed(line) as status:
            out, err = capfdbinary.readouterr()
        told = err.decode()
        expected = 1 if line in REFUSED else 0
        assert (status, "Traceback" in told) == ([expected], False), (line, told)
        if expected:
            assert told.count("\n") == 1, (line, told)
        else:
            assert out, line


def _asked() -> list[tuple[str, str]]:
    return [(language, Words(language)(one.typed)) for language in LANGUAGES for one in examples()]


def test_everything_that_is_offered_to_be_typed_is_understood_in_both_languages(app: App) -> None:
    """On the report alone: what is not in it is said to be not there, in the words of an answer."""
    letters = ROOT / "tests" / "questions" / "letters"
    from briefings.sources.folder import find_files, load

    for path in find_files([letters]):
        letter = load(path)
        app.take_in(letter.data, letter.provenance)
    misunderstood = []
    for at, (language, typed) in enumerate(_asked()):
        here = Address("web", "web", f"{at}")
        app.conversation.handle(f"taal {language}", here, Person("x"))
        reply = app.conversation.handle(typed, here, Person("x"))
        named = reply.title + " ".join(reply.lead)
        if re.search(r"staat niets in|nothing in the|ken ik niet|do not know the|begrijp|verwacht", named):
            misunderstood.append((language, typed, named))
    assert misunderstood == [], misunderstood


def test_english_help_has_english_examples() -> None:
    dutch, english = ({Words(language)(one.typed) for one in examples() if one.in_help} for language in LANGUAGES)
    same = {"tijdlijn EES", "punt I.6"} & english
    assert (same, len(dutch & english)) == (set(), 0)
