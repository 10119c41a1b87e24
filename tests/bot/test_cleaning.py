"""What need not be kept any more goes, and the log says how the audit ends."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot import server
from bot.telemetry import start_logging
from briefings.model.chat import Address
from briefings.model.delivery import DeliveryState
from storage import audit, deliveries, endings, outbox
from storage.audit_check import verify
from storage.deliveries import NewDelivery
from tests.stand_ins.clock import Clock
from tests.world import make_world


async def test_a_process_that_lives_a_moment_removes_what_is_too_old_and_notes_the_audit_in_the_log(
    database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server, "_FIRST_CLEANING", timedelta(0))
    async with make_world(database_url, clock) as world:
        async with world.running():
            for typed in ("volg migratie elke maandag 08:00", "pauzeer", "hervat"):
                await world.slack_types(typed)
            with world.app.database.writing() as session:
                deliveries.put(session, [NewDelivery(1, Address("slack", "T1", "C1"), clock(), ("een",))], clock())
                (one,) = outbox.list_deliveries(session)
                endings.end(session, one, DeliveryState.DROPPED, "", clock())
        clock.forward(days=2558)
        start_logging("json", ())
        async with world.running():
            ends_with = await _noted(capsys)
            with world.app.database.reading() as session:
                assert outbox.list_deliveries(session) == []
                assert [row.action for row in audit.entries(session)][-1] == "trimmed"
                number, _, hashed = ends_with.partition(":")
                assert verify(session, (int(number), hashed)).problems == ()


async def _noted(capsys: pytest.CaptureFixture[str]) -> str:
    """Once what is too old was removed."""
    seen = []
    for _ in range(200):
        await asyncio.sleep(0.1)
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
        seen += lines
        for line in lines:
            if line["event"] == "audit_ends_with" and line["removed"]:
                return str(line["noted"])
    raise AssertionError(seen)
