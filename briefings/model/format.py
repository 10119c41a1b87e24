"""What a letter is written in."""

from enum import Enum, auto


class Format(Enum):
    """The formats letters come in."""

    PLAIN = auto()
    DOCX = auto()
    ODT = auto()
    DOC = auto()
    PDF = auto()
    OFFICIAL_XML = auto()
    HTML = auto()
