"""One normal form of text, for comparing."""

import unicodedata

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-"})
_FIRST_MARK = "\u0300"  #: no combining mark stands before it


def fold(text: str) -> str:
    """`text` in lower case, without accents, with plain quotes, dashes and single spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    bare = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    if not bare.isascii():
        bare = "".join(char for char in bare if char < _FIRST_MARK or not unicodedata.combining(char))
    return " ".join(bare.casefold().split())
