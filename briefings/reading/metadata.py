"""What is given beside a letter: `letter.json`, or flags of `jbz ingest`."""

import json
from collections.abc import Mapping
from typing import Any

from briefings.errors import BadMetadata
from briefings.model.document import DOCUMENT_NUMBER, KAMERSTUK, Chamber, Provenance

_FIELDS = ("kamerstuk", "document_number", "chamber")


def provenance(name: str, given: Mapping[str, str | None]) -> Provenance:
    """The checked metadata of the letter `name`. Raises BadMetadata, naming the field, on anything else."""
    values = {field: value for field, value in given.items() if value is not None}
    for field, value in values.items():
        if not _valid(field, value):
            raise BadMetadata("metadata.wrong", name=name, field=field, value=value)
    chamber = values.get("chamber")
    return Provenance(
        name, values.get("kamerstuk"), values.get("document_number"), Chamber(chamber) if chamber else None
    )


def parse_metadata(data: bytes, name: str) -> dict[str, Any]:
    """The object in a `letter.json`. Raises BadMetadata when it is none."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _no_object(name) from error
    if not isinstance(given, dict):
        raise _no_object(name)
    return given


def _valid(field: str, value: object) -> bool:
    if field not in _FIELDS or not isinstance(value, str):
        return False
    if field == "kamerstuk":
        return bool(KAMERSTUK.fullmatch(value))
    if field == "document_number":
        return bool(DOCUMENT_NUMBER.fullmatch(value))
    return value in list(Chamber)


def _no_object(name: str) -> BadMetadata:
    return BadMetadata("metadata.no_object", name=name)
