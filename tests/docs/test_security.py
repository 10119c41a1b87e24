"""docs/security.md names every secret with what it is worth, and everything that the audit is about."""

import re

from bot.settings import SECRETS
from storage.audit import AuditSubject
from tests.docs.reference import DOCS

_PAGE = (DOCS / "security.md").read_text("utf-8")


def _first_cells(heading: str) -> set[str]:
    """What is named in code in the first column of the table under a heading, or that begins so."""
    table = re.search(r"(?:\|.*\n)+", _PAGE[_PAGE.index(heading) :])
    assert table is not None
    return {name for line in table[0].splitlines() for name in re.findall(r"`([^`]+)`", line.split("|")[1])}


def test_every_secret_has_its_worth_and_how_it_is_replaced() -> None:
    assert _first_cells("\n| secret | who can do") == {name.upper() for name in (*SECRETS, "jbz_database_url")}


def test_everything_that_the_audit_is_about_is_named() -> None:
    assert _first_cells("\n| about | what is") == {subject.value for subject in AuditSubject}
