"""What every table is."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase

from storage.columns import UtcDateTime


class Base(DeclarativeBase):
    """What the tables share."""

    type_annotation_map = {  # noqa: RUF012
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[list[Any]]: JSON,
        list[Any]: JSON,
    }
