"""Keys of a channel whose platform encrypts from end to end."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.rows.base import Base


class KeyRow(Base):
    """Something that must be kept of keys, encrypted (storage.vault). No copy of the database has these rows."""

    __tablename__ = "keys"
    __table_args__ = (Index("keys_about", "owner", "kind", "about"),)
    owner: Mapped[str] = mapped_column(primary_key=True)  #: whose keys: an account on one device
    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    about: Mapped[str]  #: by which several are found
    content: Mapped[str]
    used_at: Mapped[datetime]
