"""What a page of administration shows: sentences, tables whose rows have buttons, and forms."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetAct:
    """A button. It leads to a page that asks whether one is sure."""

    label: str
    name: str  #: which act: a key of `Work.acts`
    value: str = ""  #: of what
    about: str = ""  #: for who hears the button and does not see its row


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of a table."""

    cells: tuple[str, ...]
    acts: tuple[SheetAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one heading."""

    title: str
    head: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    empty: str  #: said when there are none


@dataclass(frozen=True, slots=True)
class SheetForm:
    """Something to fill in; what is given is the act's value."""

    title: str
    label: str
    button: str
    name: str  #: which act
    kind: str = "text"  #: "text", "long" (several lines), "file"
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    title: str
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    forms: tuple[SheetForm, ...] = ()
    acts: tuple[SheetAct, ...] = ()  #: of the page as a whole
    text: str = ""  #: shown as it is, in lines
    links: tuple[tuple[str, str], ...] = ()  #: a label, an address
