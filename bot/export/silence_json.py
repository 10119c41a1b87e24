"""What is later than usual as JSON."""

from collections.abc import Sequence
from typing import Any

from bot.export.document_json import meeting_json
from briefings.silence.awaited import Habits, Silence
from briefings.silence.habit import Habit


def silences_json(found: Sequence[Silence], habits: Sequence[Habits]) -> dict[str, Any]:
    """What is silent and what is usual, in days; unknown is None."""
    return {
        "silences": [
            {
                "kind": one.awaited.kind.value,
                "meeting": meeting_json(one.awaited.meeting) if one.awaited.meeting else None,
                "source": None if one.awaited.meeting else one.awaited.of,
                "since": one.since.isoformat(),
                "days": one.days,
                "usual": one.usual,
                "letters": one.letters,
                "announced_in": one.told_in,
            }
            for one in found
        ],
        "habits": [
            {"council": one.council, "report": _habit(one.report), "agenda": _habit(one.agenda)} for one in habits
        ],
    }


def _habit(habit: Habit | None) -> dict[str, int] | None:
    return {"days": habit.middle, "spread": habit.spread, "letters": habit.letters} if habit else None
