"""The tables, by subject; here they are all known, as migrations and copies need."""

from storage.rows.audit import AuditHeadRow, AuditRow
from storage.rows.base import Base
from storage.rows.bundles import BundleTicketRow
from storage.rows.chats import (
    ChatRow,
    ContactRow,
    DraftRow,
    FollowedRow,
    HomeRow,
    SeenRow,
    ShorthandRow,
    StreamRow,
    SubscriptionRow,
    TalkRow,
)
from storage.rows.joining import JoinCodeRow, JoinTriesRow
from storage.rows.keys import KeyRow
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
from storage.rows.outbox import (
    NEEDS_A_LOOK,
    OPEN,
    OPEN_STATES,
    DeliveryRow,
    HoldRow,
    LaneRow,
    MessageItemRow,
    MessageRow,
    RecallRow,
)
from storage.rows.workspaces import InstallationRow, TeamRow

__all__ = [
    "NEEDS_A_LOOK",
    "OPEN",
    "OPEN_STATES",
    "AuditHeadRow",
    "AuditRow",
    "Base",
    "BundleTicketRow",
    "ChatRow",
    "CommitmentRow",
    "ContactRow",
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
    "JoinCodeRow",
    "JoinTriesRow",
    "KeyRow",
    "LaneRow",
    "MeetingRow",
    "MessageItemRow",
    "MessageRow",
    "OfferRow",
    "RecallRow",
    "SeenRow",
    "ShorthandRow",
    "SilenceRow",
    "StreamRow",
    "SubscriptionRow",
    "TalkRow",
    "TeamRow",
    "ThemeChangeRow",
    "WordRow",
]
