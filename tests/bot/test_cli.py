"""The command line, as a process of its own."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

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
from tests.conftest import REPORT

ROOT = Path(__file__).parents[2]


def jbz(folder: Path, *arguments: str, url: str | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {
        "PATH": os.environ["PATH"],
        "JBZ_DATABASE_URL": url or f"sqlite:///{folder}/jbz.db",
        "JBZ_SOURCES": "geen",
    }
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, check=False, capture_output=True, env=environment, cwd=ROOT)  # noqa: S603 - our own


def test_parse_prints_the_document_and_stores_nothing(tmp_path: Path, report: Document) -> None:
    printed = jbz(tmp_path, "parse", str(REPORT), "--json")
    assert json.loads(printed.stdout) == document_json(replace(report, doubts=doubts_of(report)))
    assert list(tmp_path.iterdir()) == []
    assert jbz(tmp_path, "parse", str(REPORT)).returncode == 0


def test_places_of_statements_point_into_the_paragraphs(tmp_path: Path) -> None:
    for item in json.loads(jbz(tmp_path, "parse", str(REPORT), "--json").stdout)["items"]:
        for s in item["statements"]:
            assert item["paragraphs"][s["paragraph"]][s["start"] : s["end"]] == s["text"]


def test_ask_prints_the_fixed_object(tmp_path: Path) -> None:
    answer = json.loads(jbz(tmp_path, "ask", "migartie", "--json", "--limit", "1").stdout)
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
def test_ask_answers_what_slack_answers(tmp_path: Path, query: str, first: str) -> None:
    assert jbz(tmp_path, "ask", query).stdout.decode().split("\n")[0] == first


@pytest.mark.parametrize("query", ["volg migratie", "wijzig"])
def test_ask_changes_nothing_and_says_where_that_can_be_done(tmp_path: Path, query: str) -> None:
    told = jbz(tmp_path, "ask", query)
    assert (told.returncode, told.stdout) == (1, b"")
    assert told.stderr.decode().strip() == "Volgen en wijzigen kan in uw chatprogramma, per e-mail en op de webpagina."


def test_ingest_goes_on_after_a_bad_letter_and_says_so(tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "a.txt").write_bytes(b"\x00\x01garbage" * 50)
    (letters / "b.txt").write_bytes(REPORT.read_bytes())
    (letters / "c.txt").write_text("Verslag van een schriftelijk overleg\n")
    (letters / "d.txt").write_bytes(REPORT.read_bytes())
    (letters / "d.json").write_text("[]")
    done = jbz(tmp_path, "ingest", str(letters), "--json")
    results = [(Path(row["file"]).name, row["result"]) for row in json.loads(done.stdout)]
    assert results == [("a.txt", "failed"), ("b.txt", "same"), ("c.txt", "failed"), ("d.txt", "failed")]
    assert done.returncode == 1
    said = jbz(tmp_path, "ingest", str(letters / "c.txt"))
    assert (
        said.stderr.decode()
        == "c.txt is een verslag van een schriftelijk overleg, geen verslag of geannoteerde agenda van een Raad.\n"
    )


@pytest.mark.parametrize("form", ["text", "json", "slack", "telegram", "html", "docx"])
def test_a_briefing_in_every_form(tmp_path: Path, form: str) -> None:
    shown = jbz(tmp_path, "brief", "migratie", "terugkeer", "--format", form)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert len(shown.stdout) > 1000


def test_every_other_command_answers(tmp_path: Path) -> None:
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
    assert [jbz(tmp_path, *command).returncode for command in commands] == [0] * len(commands)
    elsewhere = tmp_path / "elsewhere"
    assert jbz(elsewhere, "db", "restore", copy).returncode == 0
    rows = [json.loads(line) for line in jbz(elsewhere, "audit", "export").stdout.splitlines()]
    assert [(row["who"].partition(":")[0], row["subject"], row["action"]) for row in rows] == [
        ("os", "letter", "new_but_old"),
        ("os", "backup", "restored"),
    ]
    assert json.loads(jbz(elsewhere, "ask", "EES", "--json").stdout)["items"][0]["number"] == "I.3"


@pytest.mark.parametrize(
    "arguments",
    [("parse", "missing.txt"), ("brief", "pizza"), ("db", "restore", "missing.db"), ("ingest", "missing.txt")],
)
def test_a_mistake_is_one_sentence_and_exit_status_1(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = jbz(tmp_path, *arguments)
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
def test_a_database_that_cannot_be_used_is_said_without_its_password(tmp_path: Path, url: str, reason: str) -> None:
    done = jbz(tmp_path, "themes", url=url)
    assert done.returncode == 1
    assert done.stderr.decode()[: len(reason)] == reason
    assert "hunter2" not in done.stderr.decode()


def test_asking_loads_nothing_that_reads_or_sends_letters(tmp_path: Path) -> None:
    assert jbz(tmp_path, "ask", "migratie").returncode == 0  # the first start reads the bundled report
    slow = (
        "alembic", "bot.app", "bot.telemetry", "lxml", "simplemma", "slack_bolt", "slack_sdk",
        "sqlalchemy.dialects.postgresql", "starlette", "telegram",
    )  # fmt: skip
    code = (
        "import atexit, sys, bot.cli; sys.argv = ['jbz', 'ask', 'migratie'];"
        f"atexit.register(lambda: print([name for name in {slow} if name in sys.modules])); bot.cli.app()"
    )
    environment = os.environ | {"JBZ_DATABASE_URL": f"sqlite:///{tmp_path / 'jbz.db'}"}
    printed = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT, env=environment
    )
    assert printed.stdout.splitlines()[-1] == b"[]"


def test_themes_are_previewed_changed_and_put_back(tmp_path: Path) -> None:
    file = tmp_path / "themas.toml"
    file.write_text('[kabels]\nnl = "kabels"\nen = "cables"\ncompounds = ["kabel"]\n\n[vuurwapens]\ninto = "drugs"\n')
    told = (
        "kabels: nieuw thema, kabels\n"
        "vuurwapens: gaat op in drugs; wie het volgt, volgt dan drugs\n"
        "kabels: 1 agendapunt erbij, zoals “EU-actieplan inzake veiligheid van kabels”\n"
    )
    preview = jbz(tmp_path, "themes", "preview", str(file)).stdout.decode()
    assert preview == told + f"Er is nog niets veranderd. Zo wel: jbz themes apply {file}\n"
    assert jbz(tmp_path, "themes", "show").stdout.decode() == "# De thema's zijn niet gewijzigd.\n"
    applied = jbz(tmp_path, "themes", "apply", str(file)).stdout.decode()
    assert applied == told + "De thema's zijn gewijzigd; 21 agendapunten zijn opnieuw bekeken.\n"
    assert jbz(tmp_path, "themes", "show").stdout.decode().strip() == file.read_text().strip()
    assert json.loads(jbz(tmp_path, "ask", "zeekabels", "--json").stdout)["theme"] is None
    assert json.loads(jbz(tmp_path, "ask", "kabels", "--json").stdout)["theme"] == "kabels"
    jbz(tmp_path, "themes", "reset")
    assert len(json.loads(jbz(tmp_path, "themes", "--json").stdout)) == 43
    missing = jbz(tmp_path, "themes", "apply", str(tmp_path / "missing.toml"))
    assert (missing.returncode, missing.stderr.decode()) == (
        1,
        f"{tmp_path / 'missing.toml'} kan niet als tekst worden gelezen.\n",
    )


@pytest.mark.parametrize("name", ["privacy", "bronnen", "help", "raad", "Raad van Europa", "stop"])
def test_a_theme_that_is_named_like_a_command_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    file = tmp_path / "themas.toml"
    file.write_text(f'[voorbeeld]\nnl = "{name}"\nen = "example"\n')
    for change in ("preview", "apply"):
        done = jbz(tmp_path, "themes", change, str(file))
        reason = (
            f"Het thema voorbeeld: “{name}” is ook een opdracht, dus wie dat typt krijgt het thema nooit. "
            "Kies een andere naam.\n"
        )
        assert (done.returncode, done.stderr.decode()) == (1, reason)
    assert jbz(tmp_path, "themes", "show").stdout.decode() == "# De thema's zijn niet gewijzigd.\n"


def test_a_withdrawn_letter_that_is_taken_in_again_is_said_to_be_shown_again(tmp_path: Path) -> None:
    assert jbz(tmp_path, "letters", "withdraw", "1").returncode == 0
    told = "Deze brief was ingetrokken, en is nu weer te lezen."
    said = [jbz(tmp_path, "ingest", str(REPORT)).stdout.decode() for _ in range(2)]
    assert [told in one for one in said] == [True, False]


def test_half_a_file_waits_and_any_edition_can_be_shown_again(tmp_path: Path) -> None:
    whole, cut = REPORT.read_text("utf-8"), tmp_path / "cut.txt"
    cut.write_text(whole[: len(whole) // 4], "utf-8")
    jbz(tmp_path, "ingest", str(REPORT))

    def items() -> int:
        (letter,) = json.loads(jbz(tmp_path, "letters", "--json").stdout)
        return int(letter["items"])

    before = items()
    told = "Een andere versie van deze brief wordt getoond. Deze toont u met: jbz letters show 2"
    for result in ("bewaard en niet getoond", "al bekend"):
        said = jbz(tmp_path, "ingest", str(cut)).stdout.decode()
        assert (result in said, told in said, items()) == (True, True, before)
    shown = jbz(tmp_path, "letters", "show", "2")
    assert (shown.returncode, items() < before / 2) == (0, True)
    assert "versie 2: cut.txt, getoond" in jbz(tmp_path, "letters").stdout.decode()
    assert "jbz letters show 1" in jbz(tmp_path, "ingest", str(REPORT)).stdout.decode()
    assert (jbz(tmp_path, "letters", "show", "1").returncode, items()) == (0, before)
    for none in ("1", "9"):
        refused = jbz(tmp_path, "letters", "show", none)
        assert (refused.returncode, f"Versie {none} is er niet" in refused.stderr.decode()) == (1, True)


def test_what_is_followed_is_changed_from_the_command_line(tmp_path: Path) -> None:
    app = App(load_settings({"JBZ_DATABASE_URL": f"sqlite:///{tmp_path}/jbz.db"}))
    app.prepare()
    app.conversation.handle("volg migratie", Address("slack", "T1", "C1"), Person("U1"))
    app.close()
    said = [
        jbz(tmp_path, "subscriptions", *command.split())
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
    shown = jbz(tmp_path, "audit", "show").stdout.decode().splitlines()
    assert sum("  os:" in line for line in shown) == 4


def test_audit_verify_names_what_was_altered(tmp_path: Path) -> None:
    assert jbz(tmp_path, "subscriptions").returncode == 0
    whole = jbz(tmp_path, "audit", "verify")
    noted = whole.stdout.decode().splitlines()[-1]
    assert (whole.returncode, jbz(tmp_path, "audit", "verify", "--noted", noted).returncode) == (0, 0)
    with sqlite3.connect(tmp_path / "jbz.db") as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET who = 'nobody'")
    connection.close()
    broken = jbz(tmp_path, "audit", "verify")
    assert (broken.returncode, broken.stderr.decode()) == (1, "regel 1 is veranderd: zijn hash klopt niet\n")


def test_the_audit_is_told_in_words(tmp_path: Path) -> None:
    app = App(load_settings({"JBZ_DATABASE_URL": f"sqlite:///{tmp_path}/jbz.db"}))
    app.prepare()
    address, person = Address("telegram", "99", "7"), Person("7")
    for typed in ("volg migratie elke maandag 08:00", "wijzig dagelijks 07:30", "niets nieuws stil", "stop migratie"):
        app.conversation.handle(typed, address, person)
    app.close()
    rows = jbz(tmp_path, "audit", "show").stdout.decode().splitlines()
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


def test_version_says_release_commit_and_form_of_the_database_and_makes_nothing(tmp_path: Path) -> None:
    lines = jbz(tmp_path, "--version").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == ["jbz", "commit", "database"]
    assert lines[2].startswith("database nog niet gemaakt; deze versie maakt vorm 0")
    assert list(tmp_path.iterdir()) == []
    jbz(tmp_path, "db", "upgrade")
    assert jbz(tmp_path, "--version").stdout.decode().splitlines()[2] == f"database {Database('sqlite://').head}"


def test_doctor_changes_nothing_on_disk(tmp_path: Path) -> None:
    assert jbz(tmp_path, "doctor", url=f"sqlite:///{tmp_path}/data/jbz.db").returncode == 0
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
def test_doctor_says_why_a_file_cannot_hold_the_database(tmp_path: Path, path: str, told: str) -> None:
    (tmp_path / "file").touch()
    done = jbz(tmp_path, "doctor", url=f"sqlite:///{path.format(here=tmp_path)}")
    lines = [line for line in done.stdout.decode().splitlines() if "database: " in line]
    assert [line[: len("NIET GOED  database: ") + len(told.format(here=tmp_path))] for line in lines] == [
        f"NIET GOED  database: {told.format(here=tmp_path)}"
    ]
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    "address", ["nonsense", "ftp://x.nl", "https://", "https://a b.nl", "https://x.nl/?a=1", "x.nl"]
)
def test_an_address_that_is_none_is_said(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"JBZ_BASE_URL": address, "JBZ_DATABASE_URL": f"sqlite:///{tmp_path}/x.db"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["jbz", "doctor"])
    with pytest.raises(SystemExit, match="1"):
        bot.cli.app()
    told = capsys.readouterr().err
    assert told == "Deze instelling klopt niet: JBZ_BASE_URL. Wat er mag staan, leest u in docs/settings.md.\n"


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


def test_who_stops_reading_our_output_gets_no_complaint(tmp_path: Path) -> None:
    jbz(tmp_path, "db", "upgrade")
    command = f'"{sys.executable}" -m bot themes --json | head -c 1'
    environment = {"PATH": os.environ["PATH"], "JBZ_DATABASE_URL": f"sqlite:///{tmp_path}/jbz.db"}
    done = subprocess.run(command, shell=True, capture_output=True, env=environment, cwd=ROOT, check=False)  # noqa: S602 - our own
    assert (done.stdout, done.stderr) == (b"[", b"")
