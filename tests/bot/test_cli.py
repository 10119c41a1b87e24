"""The command line: most of it in this process, and what only a process of its own shows in one."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from socket import socket

import pytest

import bot.cli
from bot.access import Role
from bot.administration.logged import ACTIONS, SUBJECTS, VALUES
from bot.app import App
from bot.export.document_json import document_json
from bot.settings import load_settings
from briefings.enriching.doubts import doubts_of
from briefings.gathering.ledger import OfferState
from briefings.intake.decide import Decision
from briefings.model.chat import Address, Changers, Person, Quiet
from briefings.model.delivery import DeliveryState
from briefings.model.document import Document
from storage.audit import AuditSubject
from storage.database import Database
from tests.conftest import REPORT, RunJbz

ROOT = Path(__file__).parents[2]
Cli = Callable[..., subprocess.CompletedProcess[bytes]]


def jbz(folder: Path, *arguments: str, url: str | None = None) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, on a database in this folder or at `url`."""
    environment = {
        "PATH": os.environ["PATH"],
        "JBZ_DATABASE_URL": url or f"sqlite:///{folder}/jbz.db",
        "JBZ_SOURCES": "geen",
    }
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, check=False, capture_output=True, env=environment, cwd=ROOT)  # noqa: S603 - our own


@pytest.fixture
def bare(tmp_path: Path, run_jbz: RunJbz) -> Cli:
    """A command in this process, where there is no database yet."""

    def run(
        *arguments: str, url: str = f"sqlite:///{tmp_path}/jbz.db", **settings: str
    ) -> subprocess.CompletedProcess[bytes]:
        return run_jbz(*arguments, JBZ_DATABASE_URL=url, JBZ_SOURCES="geen", **settings)

    return run


@pytest.fixture
def filled(tmp_path: Path, sqlite_file: Path) -> Path:
    """A database that was started before."""
    return Path(shutil.copy(sqlite_file, tmp_path / "jbz.db"))


@pytest.fixture
def cli(bare: Cli, filled: Path) -> Cli:
    """A command in this process, on a database that was started before."""
    assert filled.exists()
    return bare


def test_the_first_start_is_said_and_a_second_one_has_nothing_to_say(tmp_path: Path) -> None:
    """In processes, as people start it."""
    first, second = (jbz(tmp_path / "typfout", "ask", "migartie") for _ in range(2))
    assert first.stderr.decode() == (
        f"De database {tmp_path}/typfout/jbz.db is nieuw en heeft alleen het verslag dat meekomt; "
        "had u al brieven, kijk dan of JBZ_DATABASE_URL klopt.\n"
    )
    assert (first.returncode, second.returncode, second.stderr) == (0, 0, b"")
    assert first.stdout == second.stdout
    assert first.stdout.decode().split("\n")[0] == "Migratie"
    with sqlite3.connect(tmp_path / "typfout" / "jbz.db") as connection:
        (who,) = connection.execute("SELECT who FROM audit").fetchone()
    connection.close()
    assert who.startswith("os:")


def test_parse_prints_the_document_and_stores_nothing(tmp_path: Path, bare: Cli, report: Document) -> None:
    printed = json.loads(bare("parse", str(REPORT), "--json").stdout)
    assert printed == document_json(replace(report, doubts=doubts_of(report)))
    for item in printed["items"]:
        for s in item["statements"]:
            assert item["paragraphs"][s["paragraph"]][s["start"] : s["end"]] == s["text"]
    assert bare("parse", str(REPORT)).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_ask_shows_as_many_as_are_asked_for(cli: Cli) -> None:
    few, many = (cli("ask", "wie was voor in 2025", "--limit", limit).stdout.decode() for limit in ("1", "50"))
    told = int(many.splitlines()[1].split()[0])
    assert (few.count("\n* "), many.count("\n* "), int(few.splitlines()[1].split()[0])) == (1, told, told)
    assert told > 3


def test_ask_prints_the_fixed_object(cli: Cli) -> None:
    answer = json.loads(cli("ask", "migartie", "--json", "--limit", "1").stdout)
    assert list(answer) == ["query", "outcome", "understood_as", "theme", "items", "suggestions"]
    (item,) = answer["items"]
    assert list(item) == [
        "id",
        "number",
        "title",
        "section",
        "meeting",
        "score",
        "url",
        "summary",
        "positions",
        "letter",
        "decisions",
        "no_decisions",
        "announced",
        "places",
        "matched",
    ]
    assert (answer["outcome"], answer["theme"], item["number"]) == ("corrected", "migratie", "I.6")
    assert item["url"] == "https://zoek.officielebekendmakingen.nl/kst-32317-935.html"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("migartie", "Migratie"),
        ("toezeggingen", "Toezeggingen en aankondigingen"),
        ("punt I.6", "I.6 Externe dimensie van migratie"),
    ],
)
def test_ask_answers_what_slack_answers(query: str, first: str, cli: Cli) -> None:
    assert cli("ask", query).stdout.decode().split("\n")[0] == first


@pytest.mark.parametrize("query", ["volg migratie", "wijzig"])
def test_ask_changes_nothing_and_says_where_that_can_be_done(query: str, cli: Cli) -> None:
    told = cli("ask", query)
    assert (told.returncode, told.stdout) == (1, b"")
    assert told.stderr.decode().strip() == "Volgen en wijzigen kan in uw chatprogramma, per e-mail en op de webpagina."


def test_ingest_goes_on_after_a_bad_letter_and_says_so(tmp_path: Path, cli: Cli) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "a.txt").write_bytes(b"\x00\x01garbage" * 50)
    (letters / "b.txt").write_bytes(REPORT.read_bytes())
    (letters / "c.txt").write_text("Verslag van een schriftelijk overleg\n")
    (letters / "d.txt").write_bytes(REPORT.read_bytes())
    (letters / "d.json").write_text("[]")
    done = cli("ingest", str(letters), "--json")
    results = [(Path(row["file"]).name, row["result"]) for row in json.loads(done.stdout)]
    assert results == [("a.txt", "failed"), ("b.txt", "same"), ("c.txt", "failed"), ("d.txt", "failed")]
    assert done.returncode == 1
    said = cli("ingest", str(letters / "c.txt"))
    assert (
        said.stderr.decode()
        == "c.txt is een verslag van een schriftelijk overleg, geen verslag of geannoteerde agenda van een Raad.\n"
    )


@pytest.mark.parametrize("form", ["text", "json", "slack", "telegram", "html", "docx"])
def test_a_briefing_in_every_form(form: str, cli: Cli) -> None:
    shown = cli("brief", "migratie", "terugkeer", "--format", form)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert len(shown.stdout) > 1000


def test_what_ingest_refused_is_in_the_audit_with_its_reason(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "c.txt").write_text("Verslag van een schriftelijk overleg\n")
    assert cli("ingest", str(tmp_path / "c.txt")).returncode == 1
    (newest, *_) = (json.loads(line) for line in reversed(cli("audit", "export").stdout.splitlines()))
    assert (newest["subject"], newest["action"], newest["what"], newest["who"][:3]) == (
        "letter",
        "refused",
        "c.txt",
        "os:",
    )
    reason = "c.txt is een verslag van een schriftelijk overleg, geen verslag of geannoteerde agenda van een Raad."
    assert newest["after"] == {"reason": reason}
    assert f"brief c.txt: geweigerd  reden: - → {reason}" in cli("audit", "show").stdout.decode().splitlines()[0]


def test_a_copy_is_written_over_another_file_only_when_that_is_asked(tmp_path: Path, cli: Cli) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("mine")
    refused = cli("db", "backup", str(copy))
    told = f"{copy} is er al, en blijft zoals het is. Kies een andere naam, of geef --overwrite.\n"
    assert (refused.returncode, refused.stderr.decode(), copy.read_text()) == (1, told, "mine")
    assert cli("db", "backup", str(copy), "--overwrite").returncode == 0
    assert copy.read_bytes()[:6] == b"SQLite"


def test_what_is_made_by_the_administrator_is_said_with_its_place(tmp_path: Path, bare: Cli) -> None:
    none = bare("db", "backup", str(tmp_path / "copy.db"))
    told = "Er is nog geen database om te kopiëren. Kijk of JBZ_DATABASE_URL klopt.\n"
    assert (none.returncode, none.stderr.decode(), list(tmp_path.iterdir())) == (1, told, [])
    made, again = (bare("db", "upgrade").stdout.decode() for _ in range(2))
    assert made == f"De database {tmp_path}/jbz.db is nieuw, en gemaakt in vorm {Database('sqlite://').head}.\n"
    assert again == f"De database is bijgewerkt tot {Database('sqlite://').head}.\n"
    assert bare("ingest", str(REPORT)).stderr == b""  # who fills a new one knows that it is


def test_every_other_command_answers(tmp_path: Path, cli: Cli) -> None:
    copy = str(tmp_path / "copy.db")
    commands = [
        command.split()
        for command in (
            "themes", "themes --json", "subscriptions", "subscriptions --json", "deliveries",
            "deliveries --json --state failed", "db upgrade", "db check", f"db backup {copy}", "doctor",
            "audit show", "audit show --json --about backup", "audit verify", "audit export --form csv",
            "letters", "letters --json", "letters withdraw 1",
        )
    ]  # fmt: skip
    assert [cli(*command).returncode for command in commands] == [0] * len(commands)
    elsewhere = f"sqlite:///{tmp_path}/elsewhere/jbz.db"
    assert cli("db", "restore", copy, url=elsewhere).returncode == 0
    rows = [json.loads(line) for line in cli("audit", "export", url=elsewhere).stdout.splitlines()]
    assert [(row["who"].partition(":")[0], row["subject"], row["action"]) for row in rows] == [
        ("service", "letter", "new_but_old"),
        ("os", "backup", "restored"),
    ]
    assert json.loads(cli("ask", "EES", "--json", url=elsewhere).stdout)["items"][0]["number"] == "I.3"


@pytest.mark.parametrize(
    "arguments",
    [("parse", "missing.txt"), ("brief", "pizza"), ("db", "restore", "missing.db"), ("ingest", "missing.txt")],
)
def test_a_mistake_is_one_sentence_and_exit_status_1(arguments: tuple[str, ...], cli: Cli) -> None:
    done = cli(*arguments)
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://jan:hunter2@127.0.0.1:1/none", "De database werkt niet mee (OperationalError)."),
        ("hunter2", "JBZ_DATABASE_URL is geen adres van een database."),
        ("mysql://jan:hunter2@h/d", "JBZ_DATABASE_URL begint met mysql: dat kan niet."),
        (
            "sqlite:////proc/jbz/x.db",
            "De database kan niet worden gemaakt: /proc/jbz/x.db (No such file",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_said_without_its_password(bare: Cli, url: str, reason: str) -> None:
    done = bare("themes", url=url)
    assert done.returncode == 1
    assert done.stderr.decode()[: len(reason)] == reason
    assert "hunter2" not in done.stderr.decode()


def test_asking_loads_nothing_that_reads_or_sends_letters(filled: Path) -> None:
    slow = (
        "alembic", "bot.app", "bot.telemetry", "lxml", "simplemma", "slack_bolt", "slack_sdk",
        "sqlalchemy.dialects.postgresql", "starlette", "telegram",
    )  # fmt: skip
    code = (
        "import atexit, sys, bot.cli; sys.argv = ['jbz', 'ask', 'migratie'];"
        f"atexit.register(lambda: print([name for name in {slow} if name in sys.modules])); bot.cli.app()"
    )
    environment = os.environ | {"JBZ_DATABASE_URL": f"sqlite:///{filled}"}
    printed = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT, env=environment
    )
    assert printed.stdout.splitlines()[-1] == b"[]"


def test_themes_are_previewed_changed_and_put_back(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "themas.toml"
    file.write_text('[kabels]\nnl = "kabels"\nen = "cables"\ncompounds = ["kabel"]\n\n[vuurwapens]\ninto = "drugs"\n')
    told = (
        "kabels: nieuw thema, kabels\n"
        "vuurwapens: gaat op in drugs; wie het volgt, volgt dan drugs\n"
        "kabels: 1 agendapunt erbij, zoals “EU-actieplan inzake veiligheid van kabels”\n"
    )
    preview = cli("themes", "preview", str(file)).stdout.decode()
    assert preview == told + f"Er is nog niets veranderd. Zo wel: jbz themes apply {file}\n"
    assert cli("themes", "show").stdout.decode() == "# De thema's zijn niet gewijzigd.\n"
    applied = cli("themes", "apply", str(file)).stdout.decode()
    assert applied == told + "De thema's zijn gewijzigd; 21 agendapunten zijn opnieuw bekeken.\n"
    assert cli("themes", "show").stdout.decode().strip() == file.read_text().strip()
    assert json.loads(cli("ask", "zeekabels", "--json").stdout)["theme"] is None
    assert json.loads(cli("ask", "kabels", "--json").stdout)["theme"] == "kabels"
    cli("themes", "reset")
    assert len(json.loads(cli("themes", "--json").stdout)) == 43
    missing = cli("themes", "apply", str(tmp_path / "missing.toml"))
    assert (missing.returncode, missing.stderr.decode()) == (
        1,
        f"{tmp_path / 'missing.toml'} kan niet als tekst worden gelezen.\n",
    )


@pytest.mark.parametrize("name", ["privacy", "bronnen", "help", "raad", "Raad van Europa", "stop"])
def test_a_theme_that_is_named_like_a_command_is_refused_with_the_reason(tmp_path: Path, name: str, cli: Cli) -> None:
    file = tmp_path / "themas.toml"
    file.write_text(f'[voorbeeld]\nnl = "{name}"\nen = "example"\n')
    for change in ("preview", "apply"):
        done = cli("themes", change, str(file))
        reason = (
            f"Het thema voorbeeld: “{name}” is ook een opdracht, dus wie dat typt krijgt het thema nooit. "
            "Kies een andere naam.\n"
        )
        assert (done.returncode, done.stderr.decode()) == (1, reason)
    assert cli("themes", "show").stdout.decode() == "# De thema's zijn niet gewijzigd.\n"


def test_a_withdrawn_letter_that_is_taken_in_again_is_said_to_be_shown_again(cli: Cli) -> None:
    assert cli("letters", "withdraw", "1").returncode == 0
    told = "Deze brief was ingetrokken, en is nu weer te lezen."
    said = [cli("ingest", str(REPORT)).stdout.decode() for _ in range(2)]
    assert [told in one for one in said] == [True, False]


def test_half_a_file_waits_and_any_edition_can_be_shown_again(tmp_path: Path, cli: Cli) -> None:
    whole, cut = REPORT.read_text("utf-8"), tmp_path / "cut.txt"
    cut.write_text(whole[: len(whole) // 4], "utf-8")
    cli("ingest", str(REPORT))

    def items() -> int:
        (letter,) = json.loads(cli("letters", "--json").stdout)
        return int(letter["items"])

    before = items()
    told = "Een andere versie van deze brief wordt getoond. Deze toont u met: jbz letters show 2"
    for result in ("bewaard en niet getoond", "al bekend"):
        said = cli("ingest", str(cut)).stdout.decode()
        assert (result in said, told in said, items()) == (True, True, before)
    shown = cli("letters", "show", "2")
    assert (shown.returncode, items() < before / 2) == (0, True)
    assert "versie 2: cut.txt, getoond" in cli("letters").stdout.decode()
    assert "jbz letters show 1" in cli("ingest", str(REPORT)).stdout.decode()
    assert (cli("letters", "show", "1").returncode, items()) == (0, before)
    for none in ("1", "9"):
        refused = cli("letters", "show", none)
        assert (refused.returncode, f"Versie {none} is er niet" in refused.stderr.decode()) == (1, True)


def test_what_is_followed_is_changed_from_the_command_line(tmp_path: Path, cli: Cli) -> None:
    app = App(load_settings({"JBZ_DATABASE_URL": f"sqlite:///{tmp_path}/jbz.db"}))
    app.prepare()
    app.conversation.handle("volg migratie", Address("slack", "T1", "C1"), Person("U1"))
    app.close()
    said = [
        cli("subscriptions", *command.split())
        for command in ("pause 1", "resume 1", "move 1 C2", "stop 1", "stop 1", "move 1 C3")
    ]
    assert [(one.returncode, one.stdout.decode()) for one in said] == [
        (0, "Abonnement 1 staat stil.\n"),
        (0, "Abonnement 1 gaat door.\n"),
        (0, "Alles van die chat gaat nu naar C2.\n"),
        (0, "Abonnement 1 is gestopt.\n"),
        (1, ""),
        (1, ""),
    ]
    assert said[-1].stderr.decode() == "Abonnement 1 is er niet, of is al gestopt.\n"
    shown = cli("audit", "show").stdout.decode().splitlines()
    assert sum("  os:" in line for line in shown) == 4


def test_audit_verify_names_what_was_altered(tmp_path: Path, cli: Cli) -> None:
    assert cli("subscriptions").returncode == 0
    whole = cli("audit", "verify")
    noted = whole.stdout.decode().splitlines()[-1]
    assert (whole.returncode, cli("audit", "verify", "--noted", noted).returncode) == (0, 0)
    with sqlite3.connect(tmp_path / "jbz.db") as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET who = 'nobody'")
    connection.close()
    broken = cli("audit", "verify")
    assert (broken.returncode, broken.stderr.decode()) == (1, "regel 1 is veranderd: zijn hash klopt niet\n")


def test_the_audit_is_told_in_words(tmp_path: Path, cli: Cli) -> None:
    app = App(load_settings({"JBZ_DATABASE_URL": f"sqlite:///{tmp_path}/jbz.db"}))
    app.prepare()
    address, person = Address("telegram", "99", "7"), Person("7")
    for typed in ("volg migratie elke maandag 08:00", "wijzig dagelijks 07:30", "niets nieuws stil", "stop migratie"):
        app.conversation.handle(typed, address, person)
    app.close()
    rows = cli("audit", "show").stdout.decode().splitlines()
    told = [row.partition("telegram:99:7  ")[2] for row in rows if "telegram:99:7  " in row]
    begun = "chat: - → telegram:99:7; volgt: - → migratie; wanneer: - → {when}; tijdzone: - → Europe/Amsterdam"
    ended = "chat: telegram:99:7 → -; volgt: migratie → -; wanneer: {when} → -; tijdzone: Europe/Amsterdam → -"
    monday, daily = "elke maandag 08:00", "dagelijks 07:30"
    assert told == [
        f"abonnement 2: gestopt  {ended.format(when=daily)}",
        "instelling telegram:99:7: gewijzigd  als er niets nieuws is: één regel → niets",
        f"abonnement 2: gevolgd  {begun.format(when=daily)}",
        f"abonnement 1: gestopt  {ended.format(when=monday)}",
        f"abonnement 1: gevolgd  {begun.format(when=monday)}",
    ]


def test_every_code_of_the_audit_has_words() -> None:
    """What is noted anywhere: each subject, each action and each word that stands for a state."""
    noted = re.compile(r"AuditSubject\.[A-Z_]+,\s*\"([a-z_ ]+)\"")
    found = {
        one
        for file in (*ROOT.glob("bot/**/*.py"), *ROOT.glob("storage/**/*.py"))
        for one in noted.findall(file.read_text("utf-8"))
    }
    assert sorted(found - set(ACTIONS)) == []
    assert len(found) > 10
    assert set(SUBJECTS) == set(AuditSubject)
    states = {one.value for one in (*DeliveryState, *OfferState)}
    assert (set(VALUES["state"]), set(VALUES["quiet"])) == (states, {one.value for one in Quiet})
    assert set(VALUES["changers"]) == {one.value for one in Changers}
    assert set(VALUES["role"]) == {one.name.lower() for one in Role}
    assert {one.value for one in Decision} <= set(ACTIONS)


def test_version_says_release_commit_and_form_of_the_database_and_makes_nothing(
    tmp_path: Path, bare: Cli, sqlite_file: Path
) -> None:
    lines = bare("--version").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == ["jbz", "commit", "database"]
    assert lines[2].startswith("database nog niet gemaakt; deze versie maakt vorm 0")
    assert list(tmp_path.iterdir()) == []
    there = bare("--version", url=f"sqlite:///{sqlite_file}").stdout.decode()
    assert there.splitlines()[2] == f"database {Database('sqlite://').head}"


def test_doctor_changes_nothing_on_disk(tmp_path: Path, bare: Cli) -> None:
    assert bare("doctor", url=f"sqlite:///{tmp_path}/data/jbz.db").returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/proc/jbz/x.db", "De map /proc/jbz is er niet, en ik kan haar niet maken ("),
        ("/proc/x.db", "In de map /proc kan ik niet schrijven ("),
        ("{here}", "{here} is een map, geen bestand. Noem bij JBZ_DATABASE_URL een bestand: sqlite:///{here}/jbz.db"),
        ("{here}/file/jbz.db", "{here}/file is geen map, dus {here}/file kan er niet zijn."),
        ("/proc/version", "In de map /proc kan ik niet schrijven ("),
    ],
)
def test_doctor_says_why_a_file_cannot_hold_the_database(tmp_path: Path, path: str, told: str, bare: Cli) -> None:
    (tmp_path / "file").touch()
    done = bare("doctor", url=f"sqlite:///{path.format(here=tmp_path)}")
    lines = [line for line in done.stdout.decode().splitlines() if "database: " in line]
    assert [line[: len("NIET GOED  database: ") + len(told.format(here=tmp_path))] for line in lines] == [
        f"NIET GOED  database: {told.format(here=tmp_path)}"
    ]
    assert (done.returncode, done.stderr) == (1, b"")


def test_doctor_remarks_that_there_is_nothing_but_what_comes_along(tmp_path: Path, bare: Cli, filled: Path) -> None:
    letter = tmp_path / "brief.txt"
    letter.write_text(
        REPORT.read_text("utf-8").replace("5 en 7 maart 2025", "12 en 13 juni 2025").replace("935", "951")
    )

    def said(url: str) -> list[str]:
        done = bare("doctor", url=url)
        assert done.returncode == 0
        return [line for line in done.stdout.decode().splitlines() if line[11:].startswith("database")]

    comes_along = "het verslag dat meekomt. Had u al brieven, kijk dan of JBZ_DATABASE_URL klopt"
    none, here = tmp_path / "typfout.db", f"sqlite:///{filled}"
    assert said(f"sqlite:///{none}") == [
        f"let op     database: {none} is er nog niet of is leeg. De eerste start maakt haar, met alleen {comes_along}"
    ]
    assert said(here) == [f"let op     database: {filled} heeft alleen {comes_along}"]
    assert bare("ingest", str(letter)).returncode == 0
    assert said(here) == ["goed       database"]


def test_settings_that_are_none_are_named_by_doctor_and_at_the_start_and_what_they_hold_is_not(
    tmp_path: Path, cli: Cli, filled: Path
) -> None:
    wrong = {"JBZ_SOURCE": "hunter2", "JBZ_PORT": "hunter2"}
    done = cli("doctor", **wrong)
    told = "JBZ_PORT ken ik niet. JBZ_SOURCE ken ik niet. Bedoelt u JBZ_SOURCES? Alle namen staan in docs/settings.md"
    assert (done.returncode, done.stdout.decode().splitlines()[0]) == (1, f"NIET GOED  instellingen: {told}")
    (tmp_path / "env").write_text("\n".join(f"{name}={value}" for name, value in wrong.items()))
    environment = {
        "PATH": os.environ["PATH"],
        "JBZ_DATABASE_URL": f"sqlite:///{filled}",
        "JBZ_SOURCES": "geen",
        "JBZ_ENV_FILE": str(tmp_path / "env"),
        "JBZ_LOG_FORMAT": "json",
    }
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot", "serve", "--host", "0.0.0.0", "--port", str(port)]  # noqa: S104 - to be told
    with subprocess.Popen(  # noqa: S603 - our own
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment, text=True
    ) as service:
        assert service.stdout is not None
        begun = [service.stdout.readline() for _ in range(2)]
        service.terminate()
        _, log = service.communicate(timeout=30)
    assert begun[1] == "Onder een naam als bot.example.nl antwoordt hij pas als die in JBZ_BASE_URL staat.\n"
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    named = [(one["setting"], one["nearest"]) for one in lines if one["event"] == "setting_not_known"]
    assert named == [("JBZ_PORT", None), ("JBZ_SOURCE", "JBZ_SOURCES")]
    assert "hunter2" not in f"{done.stdout!r}{done.stderr!r}{log}"


@pytest.mark.parametrize(
    "address", ["nonsense", "ftp://x.nl", "https://", "https://a b.nl", "https://x.nl/?a=1", "x.nl"]
)
def test_an_address_that_is_none_is_said(bare: Cli, address: str) -> None:
    told = bare("doctor", JBZ_BASE_URL=address)
    assert (told.returncode, told.stderr.decode()) == (
        1,
        "Deze instelling klopt niet: JBZ_BASE_URL. Wat er mag staan, leest u in docs/settings.md.\n",
    )


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (OverflowError("x"), "Er ging iets mis waar wij niet op rekenden (OverflowError). Meld het ons, "),
        (PermissionError(13, "Permission denied", "a.txt"), "a.txt: Permission denied. Kijk of het er is, "),
    ],
)
def test_a_fault_of_ours_is_one_sentence_and_debug_shows_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: Exception, told: str
) -> None:
    def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr("bot.cli.documents.load", fails)
    monkeypatch.setattr(sys, "argv", ["jbz", "parse", "a.txt"])
    with pytest.raises(SystemExit, match="1"):
        bot.cli.app()
    said = capsys.readouterr().err
    assert (said[: len(told)], said.count("\n")) == (told, 1)
    monkeypatch.setattr(sys, "argv", ["jbz", "--debug", "parse", "a.txt"])
    with pytest.raises(type(fault)):
        bot.cli.app()


def test_who_stops_reading_our_output_gets_no_complaint(filled: Path) -> None:
    command = f'"{sys.executable}" -m bot themes --json | head -c 1'
    environment = {"PATH": os.environ["PATH"], "JBZ_DATABASE_URL": f"sqlite:///{filled}"}
    done = subprocess.run(command, shell=True, capture_output=True, env=environment, cwd=ROOT, check=False)  # noqa: S602 - our own
    assert (done.stdout, done.stderr) == (b"[", b"")
