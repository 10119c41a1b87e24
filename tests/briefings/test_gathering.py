"""Letters come in by themselves: a year of them, with everything that goes wrong, ends as it is published."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select

from bot.app import App
from bot.delivery.planner import BriefingTools, Planner
from briefings.gathering.gather import Progress
from briefings.model.chat import Address, Person
from storage.rows import DocumentRow, EditionRow, ItemRow, LaneRow, MessageRow, OfferRow, WordRow
from tests.desk import BEGIN, Desk, desk_app, gazette
from tests.letters.published import Story, one, paper, published, year
from tests.letters.writers import docx, official
from tests.said import said
from tests.stand_ins.clock import Clock
from tests.stand_ins.parliament_server import PDF, Paper, Parliament

FIRST = date(2025, 1, 20)


class Killed(BaseException):
    """The process ends here."""


def _day(story: Story, server: Parliament, now: datetime) -> None:
    """What happens to a letter today."""
    age = (now.date() - story.day).days
    numbered: dict[str, Any] = {} if story.is_late and age == 0 else {"dossier": "32317", "sequel": story.sequel}
    letter = paper(story, **numbered)
    if story.has_annex:
        letter = replace(letter, data=story.covering)
    if age == 0:
        server.publish(letter, now)
        if story.has_annex:
            for prefix, title in (("2025D3", "Bijlage "), ("2025D4", "Beslisnota bij ")):
                number = letter.number.replace("2025D1", prefix)
                annex = Paper(number, f"{title}{story.subject}", story.day, story.annex, kind="Bijlage")
                server.publish(replace(annex, annex_of=letter.id), now)
    elif age == 1 and story.is_late:
        server.publish(letter, now)
    elif age == 3 and not story.has_annex:
        server.publish(replace(letter, data=story.as_pdf, media_type=PDF), now)
    elif age == 5 and story.is_deleted:
        server.delete(letter.id, now)
    elif age == 7 and not (story.has_annex or story.is_deleted):
        server.gazette(gazette(story, story.as_xml, now.date()))
    elif age == 9 and story.is_corrected:
        server.gazette(gazette(story, official.xml(story.corrected()), now.date()))


@pytest.mark.parametrize("feed", ["tweedekamer", pytest.param("syncfeed", marks=pytest.mark.one_database)])
def test_a_year_with_failures_and_deaths_ends_as_it_was_published(
    filled_url: str, parliament: Parliament, tmp_path: Path, feed: str, request: pytest.FixtureRequest
) -> None:
    long = request.config.getoption("--soak")
    chance = random.Random(feed)  # noqa: S311 - the same failures every time
    kinds = ["429", "500", "503", "reset", "cut", "404"]
    parliament.chance = lambda: chance.choice(kinds) if chance.random() < 0.08 else None
    clock = Clock(BEGIN)
    settings = {"JBZ_SOURCES": f"{feed},officielebekendmakingen"}
    desk = Desk(desk_app(filled_url, parliament, clock, tmp_path, **settings), parliament, clock)
    while any(feed.loaded_at is None for feed in desk.app.ledger.feeds()) or not desk.app.ledger.feeds():
        desk.gather()
        clock.forward(hours=1)
    stories = list(year(FIRST, 60 if long else 8, 1))
    deaths = _live(desk, stories, chance)
    parliament.chance = lambda: None
    for _ in range(12):
        clock.forward(hours=8)
        desk.gather()
    assert deaths > 0
    assert parliament.most_at_once == 1
    assert parliament.refused == []
    _equals_the_truth(desk, stories)
    desk.app.close()


def _live(desk: Desk, stories: list[Story], chance: random.Random) -> int:
    """Day by day; how often the process died."""
    deaths = 0
    until = max(story.day for story in stories) + timedelta(days=20)
    while desk.clock.now.date() <= until:
        today = desk.clock.now
        ages = [(today.date() - story.day).days for story in stories]
        for story in stories:
            _day(story, desk.parliament, today)
        if today.day == 1:
            desk.parliament.emit_again(today)
        busy = any(0 <= age <= 13 for age in ages)
        for _ in range(2 if busy else int(today.day in {1, 15})):
            try:
                desk.gather(_dying(chance))
            except Killed:
                deaths += 1
                desk.clock.forward(minutes=11)  # the lease of the dead process ends
            desk.clock.forward(hours=3)
        desk.clock.now = today + timedelta(days=1)
    return deaths


def _dying(chance: random.Random) -> Callable[[Progress], None]:
    def watch(_progress: Progress) -> None:
        if chance.random() < 0.03:
            raise Killed

    return watch


def _equals_the_truth(desk: Desk, stories: list[Story]) -> None:
    rows = {row.document_number: row for row in desk.rows(DocumentRow) if row.document_number != "2025D12334"}
    assert sorted(rows) == [story.number for story in stories]
    news = [row.news_sequence for row in rows.values()]
    assert None not in news
    assert len(set(news)) == len(news)
    for story in stories:
        row = rows[story.number]
        items = sorted(desk.rows(ItemRow, ItemRow.document_id == row.id), key=lambda item: item.position)
        assert (row.kamerstuk, row.withdrawn_at is None) == (story.kamerstuk, not story.is_deleted), story.number
        assert [item.title for item in items] == story.titles, story.number
        corrected = [item.title for item in items if item.corrected_at is not None]
        assert corrected == (story.titles[:1] if story.is_corrected else []), story.number
        editions = desk.rows(EditionRow, EditionRow.document_id == row.id)
        wanted = [("DOCX", False), ("DOCX", True)] if story.has_annex else [("DOCX", False), ("PDF", False)]
        if not (story.has_annex or story.is_deleted):
            wanted += [("OFFICIAL_XML", False)] * (2 if story.is_corrected else 1)
        assert [(edition.form, edition.is_annex) for edition in editions] == wanted, story.number


def test_the_first_load_announces_nothing_and_a_letter_after_it_is_news(desk: Desk) -> None:
    desk.parliament.publish(published(one(0)), desk.clock.now - timedelta(days=1))
    desk.gather()
    desk.parliament.publish(published(one(1)), desk.clock.now)
    desk.gather()
    rows = desk.rows(DocumentRow, DocumentRow.kamerstuk != "32317-935")
    assert [(row.document_number, row.news_sequence is not None) for row in rows] == [
        ("2025D20000", False),
        ("2025D20001", True),
    ]


@pytest.mark.parametrize("feed", ["tweedekamer", "syncfeed"])
def test_thousands_of_old_papers_that_are_sent_again_announce_nothing_and_are_not_fetched(
    filled_url: str, parliament: Parliament, tmp_path: Path, feed: str
) -> None:
    clock = Clock(BEGIN)
    desk = Desk(desk_app(filled_url, parliament, clock, tmp_path, JBZ_SOURCES=feed), parliament, clock)
    parliament.publish(published(one()), clock.now)
    desk.gather()
    many = range(1, 601 if feed == "tweedekamer" else 25_001)
    for number in many:
        old = Paper(f"2019D{number:05}", "Kwartaalrapportage JBZ-Raad", date(2019, 1, 1), b"x", dossier="32317")
        parliament.papers[old.id] = old
    for each in parliament.papers.values():
        each.visible_at = clock.now
    parliament.entries = [(10_000 + at, each) for at, each in enumerate(parliament.papers.values())]
    asked = len(parliament.requests)
    (progress,) = desk.gather()
    assert (progress.noted.new, sum(progress.outcomes.values())) == (0, 0)
    assert [path for path in parliament.requests[asked:] if "esource" in path] == []
    desk.app.close()


def test_a_quiet_question_costs_one_request_for_each_thing_asked(desk: Desk) -> None:
    desk.parliament.publish(published(one()), desk.clock.now)
    desk.gather()
    desk.gather()
    asked = len(desk.parliament.requests)
    desk.gather()
    assert len(desk.parliament.requests) - asked == 3  # changed, deleted; published


def test_a_letter_whose_size_is_not_as_said_is_tried_again_then_refused_and_may_be_released(desk: Desk) -> None:
    letter = published(one())
    desk.parliament.publish(replace(letter, size_lie=7), desk.clock.now)
    for _ in range(9):
        desk.gather()
        desk.clock.forward(hours=7)
    (refused,) = desk.app.ledger.refused()
    size = len(letter.data)
    assert refused.reason
    assert said(refused.reason) == f"{letter.subject} is niet heel: {size} bytes, en de bron zegt {size + 7}."
    (kept,) = desk.app.settings.jbz_quarantine.iterdir()
    assert (kept.read_bytes(), kept.stat().st_mode & 0o77) == (letter.data, 0)
    desk.app.ledger.release([refused.id], desk.clock.now)
    desk.gather()
    assert desk.app.ledger.refused() == []
    assert [row.document_number for row in desk.rows(DocumentRow)] == ["2025D12334", "2025D20000"]


def test_a_redirect_to_another_host_is_not_followed(desk: Desk) -> None:
    desk.parliament.publish(published(one()), desk.clock.now)
    desk.parliament.faults = ["to:http://169.254.169.254/latest"]
    progress = desk.gather()[0]
    assert progress.trouble
    assert said(progress.trouble) == "De bron verwijst naar 169.254.169.254; daar haal ik niets op."
    desk.gather()
    assert [row.state for row in desk.rows(OfferRow)] == ["taken"]


def test_a_redirect_to_the_page_of_what_is_not_there_is_tried_again(desk: Desk) -> None:
    story = one()
    desk.parliament.gazette(gazette(story, story.as_xml, story.day))
    server, elsewhere = desk.parliament, f"to:{desk.parliament.url}/fout404"
    server.chance = lambda: elsewhere if "kst-" in server.requests[-1] else None
    assert desk.gather()[1].outcomes == {"postponed": 1}
    desk.parliament.chance = lambda: None
    desk.clock.forward(hours=1)
    assert desk.gather()[1].outcomes == {"new_but_old": 1}


def test_what_is_published_before_it_is_edited_is_the_same_letter_later(desk: Desk) -> None:
    story = one()
    early = replace(gazette(story, story.as_pdf, story.day), key="kst-1027672", form="pdf")
    desk.parliament.gazette(early)
    desk.gather()
    desk.parliament.gazette(gazette(story, story.as_xml, story.day + timedelta(days=3)))
    desk.gather()
    (row,) = desk.rows(DocumentRow, DocumentRow.kamerstuk == story.kamerstuk)
    editions = desk.rows(EditionRow, EditionRow.document_id == row.id)
    assert [(edition.origin, edition.form) for edition in editions] == [
        ("ob/kst-1027672", "PDF"),
        (f"ob/kst-{story.kamerstuk}", "OFFICIAL_XML"),
    ]


def test_hostile_bytes_are_refused_and_the_rest_goes_on(desk: Desk) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><officiele-publicatie>&x;'
    desk.parliament.gazette(gazette(one(1), bomb, one(1).day))
    page = b"<!DOCTYPE html><html><body>Storing</body></html>"
    desk.parliament.publish(replace(published(one(2)), data=page), desk.clock.now)
    desk.parliament.publish(published(one()), desk.clock.now)
    for _ in range(9):
        desk.gather()
        desk.clock.forward(hours=7)
    assert [row.document_number for row in desk.rows(DocumentRow)] == ["2025D12334", "2025D20000"]
    assert sorted(kept.offer.register for kept in desk.app.ledger.refused()) == ["ob", "tk"]


def test_an_outage_of_days_is_survived_and_the_letter_is_still_news(desk: Desk) -> None:
    desk.gather()
    desk.parliament.chance = lambda: "503"
    for _ in range(12):
        desk.gather()
        desk.clock.forward(hours=6)
    feeds = desk.app.ledger.feeds()
    assert [feed.failures for feed in feeds] == [12, 12]
    host = desk.parliament.url.removeprefix("http://")
    assert feeds[0].trouble
    assert said(feeds[0].trouble) == f"{host} antwoordt niet (HTTP 503)."
    desk.parliament.chance = lambda: None
    desk.parliament.publish(published(one()), desk.clock.now - timedelta(days=2))
    desk.gather()
    assert [row.news_sequence is not None for row in desk.rows(DocumentRow)] == [False, True]
    assert [feed.failures for feed in desk.app.ledger.feeds()] == [0, 0]


def test_files_that_cannot_be_had_for_days_are_not_refused_for_it(desk: Desk) -> None:
    desk.parliament.publish(published(one()), desk.clock.now)
    server = desk.parliament
    server.chance = lambda: "500" if "resource" in server.requests[-1] else None
    for _ in range(20):
        desk.gather()
        desk.clock.forward(hours=7)
    assert [row.state for row in desk.rows(OfferRow)] == ["waiting"]
    server.chance = lambda: None
    desk.gather()
    assert [row.state for row in desk.rows(OfferRow)] == ["taken"]


def test_retry_after_is_obeyed_to_the_second(desk: Desk) -> None:
    began = desk.clock.now
    desk.parliament.faults = ["429", "429"]
    desk.gather()
    pauses = 0.2 * len(desk.parliament.requests)
    assert (desk.clock.now - began).total_seconds() == pytest.approx(4 + pauses)


@pytest.mark.parametrize(("told", "silent"), [("\xb2", 0), ("morgen", 0), ("9" * 5000, 1)])
def test_a_retry_after_that_is_no_time_stops_nothing(desk: Desk, told: str, silent: int) -> None:
    desk.parliament.faults = [f"429 {told}"]
    desk.gather()
    troubles = [said(feed.trouble) for feed in desk.app.ledger.feeds() if feed.trouble]
    assert (len(troubles), all("HTTP 429" in trouble for trouble in troubles)) == (silent, True)


def test_what_is_withdrawn_is_no_longer_shown_and_its_items_come_back_with_it(desk: Desk) -> None:
    desk.gather()
    letter = desk.parliament.publish(published(one()), desk.clock.now)
    desk.gather()
    (row,) = desk.rows(DocumentRow, DocumentRow.document_number == letter.number)
    before = [item.id for item in desk.rows(ItemRow, ItemRow.document_id == row.id)]
    words = _words(desk)
    desk.parliament.delete(letter.id, desk.clock.now)
    desk.gather()
    assert desk.app.conversation.questions.whole(str(before[0]), desk.app.saying("nl")) is None
    assert [item.document_id for item in desk.app.index.numbered("I.1")] == [1]
    assert desk.app.intake.withdraw(f"tk/{letter.id}") == 1  # as after a death in between: changes nothing
    desk.clock.forward(hours=1)
    desk.parliament.publish(published(one()), desk.clock.now)
    desk.gather()
    assert desk.app.conversation.questions.whole(str(before[0]), desk.app.saying("nl")) is not None
    assert [item.id for item in desk.rows(ItemRow, ItemRow.document_id == row.id)] == before
    (after,) = desk.rows(DocumentRow, DocumentRow.document_number == letter.number)
    assert after.news_sequence == row.news_sequence
    assert _words(desk) == words


def _words(desk: Desk) -> dict[str, int]:
    """In how many items each word stands."""
    with desk.app.database.reading() as session:
        return {row.word: row.items for row in session.scalars(select(WordRow))}


def test_the_report_that_comes_later_in_an_annex_is_news_and_no_correction(desk: Desk) -> None:
    desk.gather()
    story = one()
    letter = desk.parliament.publish(replace(published(story), data=story.covering), desk.clock.now)
    desk.gather()
    desk.clock.forward(days=1)
    annex = Paper("2025D21000", f"Bijlage {story.subject}", story.day, story.annex, kind="Bijlage", annex_of=letter.id)
    desk.parliament.publish(annex, desk.clock.now)
    desk.parliament.publish(replace(published(story), data=story.covering), desk.clock.now)
    desk.gather()
    (row,) = desk.rows(DocumentRow, DocumentRow.document_number == letter.number)
    items = desk.rows(ItemRow, ItemRow.document_id == row.id)
    assert [item.title for item in items] == story.titles
    assert {(item.news_sequence is not None, item.corrected_at) for item in items} == {(True, None)}
    assert [row.name for row in desk.rows(EditionRow)][1:] == [story.subject, annex.subject]


def test_pages_that_do_not_say_where_the_next_one_is_are_followed(desk: Desk) -> None:
    desk.parliament.links = False
    for number in range(600):
        paper = Paper(f"2024D{number:05}", "Geannoteerde agenda JBZ-Raad", date(2024, 1, 1), b"x", dossier="32317")
        desk.parliament.papers[paper.id] = paper
    client = desk.app.client()
    client.wait = lambda _seconds: None
    progress = desk.app.gathering().preview(desk.app.sources(client)[0])
    client.close()
    assert (progress.noted.found, progress.in_all) == (600, 600)


def test_withdrawn_letters_are_forgotten_where_the_setting_says_so(desk: Desk) -> None:
    letter = desk.parliament.publish(published(one()), desk.clock.now)
    desk.gather()
    desk.parliament.delete(letter.id, desk.clock.now)
    desk.gather()
    assert desk.app.library.forget_withdrawn(desk.clock()) == 1
    assert [row.kamerstuk for row in desk.rows(DocumentRow)] == ["32317-935"]
    assert len(desk.rows(EditionRow)) == 1


def test_a_dry_run_says_what_there_is_and_changes_nothing(desk: Desk) -> None:
    desk.parliament.publish(published(one()), desk.clock.now)
    client = desk.app.client()
    (progress, _) = [desk.app.gathering().preview(source) for source in desk.app.sources(client)]
    client.close()
    assert (progress.noted.found, progress.noted.new) == (1, 1)
    assert (desk.rows(OfferRow), desk.app.ledger.feeds()) == ([], [])


def test_a_recording_is_enough_to_repeat_what_happened(desk: Desk, tmp_path: Path) -> None:
    story = one()
    desk.parliament.publish(published(story), desk.clock.now)
    desk.parliament.gazette(gazette(story, story.as_xml, story.day))
    client = desk.app.client(tmp_path / "recording")
    client.wait = lambda _seconds: None
    told = desk.app.gathering().round(desk.app.sources(client), now=True)
    client.close()
    desk.parliament.stop()
    again = App(desk.app.settings.model_copy(update={"jbz_database_url": f"sqlite:///{tmp_path}/again.db"}), desk.clock)
    again.prepare()
    client = again.client()
    client.wait = lambda _seconds: None
    client._client = httpx.Client(transport=Recording(tmp_path / "recording"))
    repeated = again.gathering().round(again.sources(client), now=True)
    assert repeated == told
    assert [progress.outcomes for progress in repeated or ()] == [{"new_but_old": 1}, {"new_edition": 1}]
    again.close()


class Recording(httpx.BaseTransport):
    """Answers as the recording does."""

    def __init__(self, folder: Path) -> None:
        self._answers = {}
        for file in sorted(folder.glob("*.json")):
            told = json.loads(file.read_text("utf-8"))
            self._answers[told["url"]] = told["status"], told["headers"], file.with_suffix(".body").read_bytes()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        status, headers, body = self._answers[str(request.url)]
        return httpx.Response(status, headers=headers, content=body)


def test_the_command_may_be_killed_at_any_moment(desk: Desk) -> None:
    """SIGKILL, at random; the lease of a dead process is ended by hand, for it lasts ten minutes."""
    stories = [one(number) for number in range(4)]
    for story in stories:
        desk.parliament.publish(published(story), desk.clock.now)
    settings = desk.app.settings
    environment = {
        "PATH": "/usr/bin:/bin",
        "JBZ_DATABASE_URL": settings.jbz_database_url,
        "JBZ_QUARANTINE": str(settings.jbz_quarantine),
        **desk.parliament.settings(),
    }
    command = [sys.executable, "-m", "bot", "sync"]
    chance = random.Random(1)  # noqa: S311 - the same moments every time
    killed = 0
    for wait in [chance.uniform(0.8, 2.4) for _ in range(3)] + [60.0]:
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as life:  # noqa: S603 - our own command
            try:
                life.wait(wait)
            except subprocess.TimeoutExpired:
                life.kill()
                killed += 1
        with desk.app.database.writing() as session:
            session.execute(delete(LaneRow).where(LaneRow.name == "sources"))
    assert killed > 0
    assert [row.document_number for row in desk.rows(DocumentRow)][1:] == [story.number for story in stories]
    assert len(desk.rows(EditionRow)) == 5
    assert [row.state for row in desk.rows(OfferRow)] == ["taken"] * 4


def test_what_a_correction_changed_is_told_again_and_says_so(desk: Desk) -> None:
    desk.gather()
    web = Address("web", "web", "0" * 32)
    desk.app.conversation.handle("volg raad JBZ direct", web, Person("web"))
    planner = Planner(
        desk.app.database,
        BriefingTools(desk.app.themes.catalogue, desk.app.letters, desk.app.renders, desk.app.saying),
        desk.clock,
    )
    story = one()

    def briefed() -> str:
        desk.clock.forward(hours=1)
        desk.gather()
        planner.plan()
        with desk.app.database.reading() as session:
            rows = session.scalars(select(MessageRow).order_by(MessageRow.id)).all()
            return "".join(rows[-1].parts) if len(rows) > told else ""

    told = 0
    desk.parliament.publish(published(story), desk.clock.now)
    first = briefed()
    assert [title for title in story.titles if title in first][:3] == story.titles[:3]
    told = 1
    desk.parliament.publish(replace(published(story), data=story.as_pdf, media_type=PDF), desk.clock.now)
    assert briefed() == ""
    desk.parliament.gazette(gazette(story, story.as_xml, story.day))
    assert briefed() == ""
    desk.parliament.gazette(gazette(story, official.xml(story.corrected()), story.day + timedelta(days=1)))
    corrected = briefed()
    assert "gecorrigeerd op 2 januari 2025" in corrected
    assert [title for title in dict.fromkeys(story.titles) if title in corrected] == story.titles[:1]


def test_only_one_process_gathers(desk: Desk) -> None:
    assert desk.app.ledger.lease("another", desk.clock.now, timedelta(minutes=10))
    assert desk.gather() == []
    desk.clock.forward(minutes=11)
    assert len(desk.gather()) == 2


def test_a_form_of_answer_that_is_not_known_is_said_clearly(desk: Desk) -> None:
    desk.parliament.understands = False
    progress = desk.gather()[0]
    host = desk.parliament.url.removeprefix("http://")
    assert progress.trouble
    assert said(progress.trouble).startswith(f"{host} antwoordt anders dan verwacht (HTTP 400: ")


def test_letters_from_a_folder_and_from_saved_e_mails(filled_url: str, parliament: Parliament, tmp_path: Path) -> None:
    inbox, mails = tmp_path / "in", tmp_path / "mail"
    inbox.mkdir()
    mails.mkdir()
    clock = Clock(datetime.now(UTC))
    settings = {"JBZ_SOURCES": "geen", "JBZ_INBOX": str(inbox), "JBZ_MAILBOX": str(mails)}
    desk = Desk(desk_app(filled_url, parliament, clock, tmp_path, **settings), parliament, clock)
    desk.gather()
    (inbox / "brief.docx").write_bytes(one().as_docx)
    (inbox / "leeg.pdf").write_bytes(b"")
    (inbox / "buiten.docx").symlink_to("/etc/passwd")
    (mails / "mail.eml").write_bytes(_mail(one(1).as_docx))
    clock.forward(minutes=1)
    desk.gather()
    desk.gather()
    assert [row.title for row in desk.rows(DocumentRow)][1:] == [
        f"Verslag van de Raad Justitie en Binnenlandse Zaken, {one(number).days}" for number in (0, 1)
    ]
    assert [said(kept.reason) for kept in desk.app.ledger.refused() if kept.reason] == ["leeg.pdf is leeg."]
    desk.app.close()


def test_a_file_that_cannot_be_used_costs_only_itself(filled_url: str, parliament: Parliament, tmp_path: Path) -> None:
    inbox, mails = tmp_path / "in", tmp_path / "mail"
    inbox.mkdir()
    mails.mkdir()
    clock = Clock(datetime.now(UTC))
    settings = {"JBZ_SOURCES": "geen", "JBZ_INBOX": str(inbox), "JBZ_MAILBOX": str(mails)}
    desk = Desk(desk_app(filled_url, parliament, clock, tmp_path, **settings), parliament, clock)
    desk.gather()
    (tmp_path / "elders.json").write_text('{"kamerstuk": "32317-999"}')
    for name in ("diep", "goed", "kapot", "link"):
        (inbox / f"{name}.docx").write_bytes(one(0 if name == "goed" else 2).as_docx)
    (inbox / "kapot.json").write_text("{")
    (inbox / "diep.json").write_text("[" * 100_000)
    (inbox / "link.json").symlink_to(tmp_path / "elders.json")
    (mails / "diep.eml").write_bytes(b"Content-Type: message/rfc822\n\n" * 2_000 + b"Subject: x\n\nx")
    (mails / "goed.eml").write_bytes(_mail(one(1).as_docx))
    clock.forward(minutes=1)
    progress = {one.source: one for one in desk.gather()}
    assert {name: dict(one.outcomes) for name, one in progress.items()} == {
        "map": {"new_but_old": 1, "postponed": 3},
        "mail": {"new_but_old": 1, "postponed": 1},
    }
    assert sorted((title, said(why)[:44]) for one in progress.values() for _, title, why in one.reasons) == [
        ("diep.docx", "diep.json is geen geldig JSON-object met met"),
        ("diep.eml", "diep.eml is geen e-mail die te lezen is. Zet"),
        ("kapot.docx", "kapot.json is geen geldig JSON-object met me"),
        ("link.docx", "link.json naast de brief leidt naar een best"),
    ]
    (inbox / "kapot.json").write_text('{"kamerstuk": "32317-935"}')
    clock.forward(minutes=10)
    desk.gather()
    assert [row.kamerstuk for row in desk.rows(DocumentRow)] == ["32317-935", None, None]  # of the filled database
    desk.app.close()


def _mail(data: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Brief"
    message.set_content("Bijgaand de brief.")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="../../verslag.docx")
    return message.as_bytes()


def test_a_docx_that_comes_after_the_official_edition_is_kept_beside_it(desk: Desk) -> None:
    story = one()
    desk.parliament.gazette(gazette(story, story.as_xml, story.day))
    desk.gather()
    (row,) = desk.rows(DocumentRow, DocumentRow.kamerstuk == story.kamerstuk)
    desk.parliament.publish(replace(published(story), data=docx.by_style(story.corrected())), desk.clock.now)
    desk.gather()
    editions = desk.rows(EditionRow, EditionRow.document_id == row.id)
    assert [edition.form for edition in editions] == ["OFFICIAL_XML", "DOCX"]
    text = str([item.content for item in desk.rows(ItemRow, ItemRow.document_id == row.id)])
    assert "De Raad besloot alsnog" not in text
