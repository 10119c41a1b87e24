"""Workspaces that installed the bot."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """A workspace, or an organisation with all its workspaces, and the token it gave."""

    key: str  #: the team's id, or of an organisation the enterprise's
    name: str
    bot_id: str
    bot_user: str  #: the bot as a person: who is mentioned
    scopes: tuple[str, ...]
    installed_at: datetime
    token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)  #: where tokens are renewed; serves once
    expires_at: datetime | None = None
    ended_because: str | None = None  #: the platform took the token back
