"""What the tests of gathering share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk import BEGIN, Desk, desk_app
from tests.stand_ins.clock import Clock
from tests.stand_ins.parliament_server import Parliament


@pytest.fixture
def desk(filled_url: str, parliament: Parliament, tmp_path: Path) -> Iterator[Desk]:
    clock = Clock(BEGIN)
    desk = Desk(desk_app(filled_url, parliament, clock, tmp_path), parliament, clock)
    yield desk
    desk.app.close()
