"""The tables, by subject; here they are all known, as migrations and copies need."""

from storage.rows.audit import AuditHeadRow, AuditRow
from storage.rows.base import Base
from storage.rows.chats import (
    ChatRow,
    DraftRow,
    FollowedRow,
    HomeRow,
    SeenRow,
    ShorthandRow,
    SubscriptionRow,
    TalkRow,
)
from storage.rows.letters import (
    CommitmentRow,
    CorpusRow,
    DocumentRow,
    EditionRow,
    FeedRow,
    ItemRow,
    ItemThemeRow,
    MeetingRow,
    OfferRow,
    SilenceRow,
    ThemeChangeRow,
    WordRow,
)
from storage.rows.outbox import NEEDS_A_LOOK, OPEN, OPEN_STATES, DeliveryRow, HoldRow, LaneRow, MessageRow
from storage.rows.workspaces import InstallationRow, TeamRow

__all__ = [
    "NEEDS_A_LOOK",
    "OPEN",
    "OPEN_STATES",
    "AuditHeadRow",
    "AuditRow",
    "Base",
    "ChatRow",
    "CommitmentRow",
    "CorpusRow",
    "DeliveryRow",
    "DocumentRow",
    "DraftRow",
    "EditionRow",
    "FeedRow",
    "FollowedRow",
    "HoldRow",
    "HomeRow",
    "InstallationRow",
    "ItemRow",
    "ItemThemeRow",
    "LaneRow",
    "MeetingRow",
    "MessageRow",
    "OfferRow",
    "SeenRow",
    "ShorthandRow",
    "SilenceRow",
    "SubscriptionRow",
    "TalkRow",
    "TeamRow",
    "ThemeChangeRow",
    "WordRow",
]
