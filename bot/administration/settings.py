"""The settings as they are, without secrets; and a line of the audit when they differ from those of the last start."""

from datetime import datetime

from bot.settings import HOLD_PASSWORDS, SECRETS, Settings
from storage.audit import AuditSubject, latest, note
from storage.database import Database

_HIDDEN = (*SECRETS, *HOLD_PASSWORDS)


def shown(settings: Settings) -> dict[str, str | None]:
    """Every setting by its name in the environment: what it is; of a secret only whether it is set."""
    values: dict[str, str | None] = {}
    for name, field in settings.in_order().items():
        value = getattr(settings, name)
        if name in _HIDDEN:
            values[name.upper()] = "(set)" if value not in (None, field.default) else None
        else:
            values[name.upper()] = None if value is None else str(value)
    return values


def record_start(database: Database, settings: Settings, now: datetime) -> None:
    """Notes what an administrator changed in the settings since the last start, if anything."""
    given = {name.upper() for name in settings.model_fields_set}
    values = {name: value for name, value in shown(settings).items() if name in given}
    with database.writing() as session:
        last = latest(session, AuditSubject.SETTING, "started")
        before = dict(last.after or {}) if last else None
        if before != values:
            note(session, AuditSubject.SETTING, "started", "settings", now, before=before, after=values)
