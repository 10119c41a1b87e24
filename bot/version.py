"""Which release this is: its version, the commit it was made of, and the form of its tables."""

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from bot.settings import load_settings
from bot.words import Words
from briefings.errors import JbzError
from storage.database import Database, DatabaseError

_PACKAGE = "jbz-briefings"
_GIT = Path(__file__).parents[1] / ".git"
_SHORT = 12


def version() -> str:
    """ "0.1.0"; "onbekend" where the package is not installed."""
    try:
        return distribution(_PACKAGE).version
    except PackageNotFoundError:
        return "onbekend"


def commit() -> str | None:
    """The first figures of the commit of the checkout, or of the one it was installed from; None if none is known."""
    found = _of_checkout(_GIT) or _of_installation()
    return found[:_SHORT] if found else None


def about() -> list[str]:
    """The lines of `jbz --version`. Nothing is made or changed for it, also where there is no database yet."""
    return [f"jbz {version()}", f"commit {commit() or 'onbekend'}", f"database {_database()}"]


def _database() -> str:
    try:
        database = Database(load_settings().jbz_database_url)
        current, needed = database.revision(), database.head
    except DatabaseError as error:
        return f"niet te bereiken ({type(error).__name__})"
    except JbzError as error:
        return f"onbekend: {Words('nl').say(error.message)}"
    if current is None:
        return f"nog niet gemaakt; deze versie maakt vorm {needed}"
    return current if current == needed else f"{current}; deze versie vraagt {needed}"


def _of_checkout(git: Path) -> str | None:
    """The commit of a working copy, read from git's own files: git itself may not be there."""
    try:
        if git.is_file():  # a second working copy names where the first one keeps this
            git = (git.parent / git.read_text("utf-8").removeprefix("gitdir:").strip()).resolve()
        head = (git / "HEAD").read_text("utf-8").strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        shared = git / "commondir"
        kept = (git / shared.read_text("utf-8").strip()).resolve() if shared.is_file() else git
        if (kept / name).is_file():
            return (kept / name).read_text("utf-8").strip()
        lines = (kept / "packed-refs").read_text("utf-8").splitlines()
        return next((line.split()[0] for line in lines if line.endswith(f" {name}")), None)
    except (OSError, UnicodeDecodeError):
        return None


def _of_installation() -> str | None:
    """As pip writes it down (PEP 610) when it installs from a repository."""
    try:
        told = json.loads(distribution(_PACKAGE).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, json.JSONDecodeError):
        return None
    found = told.get("vcs_info", {}).get("commit_id")
    return str(found) if found else None
