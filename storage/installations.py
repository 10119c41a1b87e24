"""Workspaces that installed the bot, and what becomes of their rows when they end it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from briefings.model.installation import Installation
from storage import holds
from storage.audit import AuditSubject, note
from storage.chat_lifecycle import forget_workspace
from storage.database import Database, insert_into
from storage.rows import InstallationRow, TeamRow
from storage.vault import Vault

_RENEWING = timedelta(seconds=30)
_CHANNEL = "slack"
_HELD_SECONDS = 3600.0  #: without a token, until it is looked whether there is one


class StoredInstallations:
    """The installations; their tokens leave and enter the database encrypted."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def keep(self, installation: Installation) -> None:
        """Keeps it; what was paused because the former one ended goes on at its next look."""
        with self._database.writing() as session:
            row = session.get(InstallationRow, installation.key)
            ended = row.ended_because if row else None
            if row is None:
                row = InstallationRow(key=installation.key)
                session.add(row)
            self._fill(row, installation)
            row.installed_at, row.ended_because, row.ended_at = installation.installed_at, None, None
            session.flush()
            after = {"name": installation.name, "scopes": list(installation.scopes)}
            note(
                session,
                AuditSubject.INSTALLATION,
                "installed",
                installation.key,
                installation.installed_at,
                after=after,
            )
            if ended:
                _go_on(session, self._teams(session, installation.key))

    def renewed(self, installation: Installation) -> None:
        """Keeps its new tokens, unless it was installed again or ended meanwhile."""
        with self._database.writing() as session:
            row = session.get(InstallationRow, installation.key)
            if row is not None and row.installed_at == installation.installed_at and row.ended_at is None:
                self._fill(row, installation)

    def find(self, team: str, organisation: str | None = None) -> Installation | None:
        """That of the team, or of its organisation, which is then remembered as the team's."""
        with self._database.reading() as session:
            row = session.get(InstallationRow, team)
            if row is not None:
                return self._to_domain(row)
            known = session.get(TeamRow, team)
            row = session.get(InstallationRow, known.installation if known else organisation or "")
        if row is None:
            return None
        if known is None:
            self._learn(team, row.key)
        return self._to_domain(row)

    def all(self) -> list[Installation]:
        """Every one that is kept, also those that ended, in order of their names."""
        with self._database.reading() as session:
            rows = session.scalars(select(InstallationRow).order_by(InstallationRow.name, InstallationRow.key))
            return [self._to_domain(row) for row in rows]

    def check_key(self) -> None:
        """Raises JbzError when there is no key to encrypt with."""
        self._vault.close("")

    def may_renew(self, key: str, now: datetime) -> bool:
        """Whether this process renews the token: a refresh token serves once, so one process at a time."""
        with self._database.writing() as session:
            free = or_(InstallationRow.renewing_until.is_(None), InstallationRow.renewing_until < now)
            taken = session.execute(
                update(InstallationRow)
                .where(InstallationRow.key == key, InstallationRow.ended_at.is_(None), free)
                .values(renewing_until=now + _RENEWING)
                .execution_options(synchronize_session=False)
            )
            return bool(taken.rowcount)  # type: ignore[attr-defined]  # an UPDATE has it

    def end(self, key: str, because: str, now: datetime, told_at: datetime) -> bool:
        """The platform took the token back: it is thrown away, and what was followed pauses. Not when it is newer."""
        with self._database.writing() as session:
            row = session.get(InstallationRow, key)
            if row is None or row.installed_at > told_at or row.ended_at is not None:
                return False
            row.token, row.refresh_token, row.ended_because, row.ended_at = "", None, because, now
            note(
                session,
                AuditSubject.INSTALLATION,
                "ended",
                key,
                now,
                before={"name": row.name},
                after={"reason": because},
            )
            for team in self._teams(session, key):
                _stop(session, team, because, now)
            return True

    def remove(self, key: str, told_at: datetime) -> bool:
        """The bot was taken away: everything of its workspaces is removed. Not of an installation that is newer."""
        with self._database.writing() as session:
            row = session.get(InstallationRow, key)
            if row is not None and row.installed_at > told_at:
                return False
            if row is not None:
                note(session, AuditSubject.INSTALLATION, "removed", key, told_at, before={"name": row.name})
            self._remove(session, key)
            return True

    def remove_ended(self, before: datetime, now: datetime) -> list[str]:
        """Removes everything of those that ended before a moment; their keys."""
        with self._database.writing() as session:
            keys = list(session.scalars(select(InstallationRow.key).where(InstallationRow.ended_at < before)))
            for key in keys:
                note(session, AuditSubject.INSTALLATION, "removed", key, now)
                self._remove(session, key)
            return keys

    def encrypt_again(self) -> int:
        """Encrypts with the first key what was encrypted with an older one; how many."""
        renewed = 0
        with self._database.writing() as session:
            for row in session.scalars(select(InstallationRow).where(InstallationRow.token != "").with_for_update()):
                if not self._vault.is_current(row.token):
                    self._fill(row, self._to_domain(row))
                    renewed += 1
        return renewed

    def _remove(self, session: Session, key: str) -> None:
        for team in self._teams(session, key):
            forget_workspace(session, _CHANNEL, team)
        session.execute(delete(TeamRow).where(TeamRow.installation == key))
        session.execute(delete(InstallationRow).where(InstallationRow.key == key))

    def _teams(self, session: Session, key: str) -> list[str]:
        """Its own team, or the teams of the organisation; not those that installed the bot themselves."""
        own = set(session.scalars(select(InstallationRow.key)))
        teams = session.scalars(select(TeamRow.team).where(TeamRow.installation == key))
        return [key, *(team for team in teams if team not in own)]

    def _learn(self, team: str, key: str) -> None:
        with self._database.writing() as session:
            row = {"team": team, "installation": key}
            session.execute(insert_into(session, TeamRow).on_conflict_do_nothing(), [row])

    def _fill(self, row: InstallationRow, installation: Installation) -> None:
        row.name, row.bot_id, row.bot_user = installation.name, installation.bot_id, installation.bot_user
        row.scopes = list(installation.scopes)
        row.token = self._vault.close(installation.token)
        row.refresh_token = self._vault.close(installation.refresh_token) if installation.refresh_token else None
        row.expires_at, row.renewing_until = installation.expires_at, None

    def _to_domain(self, row: InstallationRow) -> Installation:
        return Installation(
            row.key,
            row.name,
            row.bot_id,
            row.bot_user,
            tuple(row.scopes),
            row.installed_at,
            self._vault.open(row.token) if row.token else "",
            self._vault.open(row.refresh_token) if row.refresh_token else None,
            row.expires_at,
            row.ended_because,
        )


def _stop(session: Session, team: str, because: str, now: datetime) -> None:
    """Nothing goes to the team until there is a token again; what its channels follow is not touched."""
    holds.hold(session, f"{_CHANNEL}:{team}", holds.WHOLE, because, now, lambda _times: _HELD_SECONDS)


def _go_on(session: Session, teams: Sequence[str]) -> None:
    """There is a token again."""
    for team in teams:
        holds.release(session, f"{_CHANNEL}:{team}", holds.WHOLE)
