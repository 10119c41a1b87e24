"""The audit for who reads it: as lines, as a file, and whether it is whole."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from storage import audit
from storage.audit import AuditEntry
from storage.database import Database

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  #: with which a spreadsheet begins to reckon


class ExportForm(StrEnum):
    """In which form the audit is taken along."""

    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class AuditKept:
    """What is left of the audit."""

    removed: int  #: rows
    noted: str  #: "120:9f86d0…": number and hash of its newest row, as `jbz audit verify --noted` takes them


def trim(database: Database, now: datetime, keep: timedelta) -> AuditKept:
    """Removes the rows that are older than `keep`. An anchor in the chain says so."""
    with database.writing() as session:
        removed = audit.trim(session, now - keep, now)
        newest, hashed = audit.head(session)
        return AuditKept(removed, f"{newest}:{hashed}")


def export(database: Database, form: ExportForm) -> Iterator[str]:
    """The whole audit, line by line, from the first change to the last."""
    with database.reading() as session:
        if form is ExportForm.CSV:
            yield _csv(AuditEntry.__slots__)
        for entry in audit.entries(session):
            values = written(entry)
            if form is ExportForm.JSONL:
                yield json.dumps(values, ensure_ascii=False) + "\n"
            else:
                yield _csv(_cell(values[name]) for name in AuditEntry.__slots__)


def written(entry: AuditEntry) -> dict[str, Any]:
    """A row for a program; its moment as it is hashed."""
    return audit.as_values(entry) | {"at": entry.at.isoformat(timespec="microseconds")}


def _csv(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> str:
    """A value for a spreadsheet, in which nothing that somebody typed becomes a formula."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return f"'{text}" if text.startswith(_FORMULA) else text
