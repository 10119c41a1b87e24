"""Which format bytes are in, by their content and not by their name."""

from briefings.errors import Unreadable

MAX_BYTES = 25 * 1024 * 1024
_TEXT_SAMPLE = 65_536
_FOREIGN = (
    (b"%PDF", "een pdf", "a pdf"),
    (b"PK\x03\x04", "een Word-bestand of een zip", "a Word file or a zip"),
    (b"\xd0\xcf\x11\xe0", "een oud Word-bestand (.doc)", "an old Word file (.doc)"),
    (b"{\\rtf", "een rtf-bestand", "an rtf file"),
    (b"<?xml", "xml", "xml"),
    (b"<!doctype html", "een webpagina", "a web page"),
    (b"<html", "een webpagina", "a web page"),
)


def check_text(data: bytes, name: str) -> None:
    """Returns when `data` can be read as text; raises Unreadable, naming the file and the reason."""
    if not data.strip():
        raise Unreadable(f"{name} is leeg.", f"{name} is empty.")
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise Unreadable(
            f"{name} is te groot: {size:.1f} MB, en het mag 25 MB zijn.",
            f"{name} is too large: {size:.1f} MB, and the limit is 25 MB.",
        )
    beginning = data[:64].lstrip().lower()
    for magic, nl, en in _FOREIGN:
        if beginning.startswith(magic.lower()):
            raise Unreadable(
                f"{name} is {nl}. Dat formaat kan ik nog niet lezen: geef de tekst van de brief (.txt).",
                f"{name} is {en}. I cannot read that format yet: give the text of the letter (.txt).",
            )
    if _looks_binary(data[:_TEXT_SAMPLE]):
        raise Unreadable(
            f"{name} is geen tekst: er staan tekens in die in een brief niet voorkomen.",
            f"{name} is not text: it holds characters that no letter has.",
        )


def _looks_binary(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(byte < 9 or 13 < byte < 32 or byte == 127 for byte in sample)  # noqa: PLR2004 - ASCII
    return b"\x00" in sample or controls > len(sample) / 100
