"""Sentence boundaries of Dutch official prose, as places in the text.

pysbd was tried and set aside (docs/decisions/0003): it has no release since 2021, returns copies rather
than places, and knows neither "nr. 3358)" nor a year after "jl.".
"""

import re
from collections.abc import Iterator

#: Abbreviations after which a sentence always goes on.
_NEVER_LAST = frozenset(
    "art artt nr nrs blz p pp par lid sub vgl zie bijv bv o.a m.b.t t.a.v d.d i.h.k.v t.b.v i.v.m m.n resp ca dr drs"
    " mr mw dhr prof ir ing st no vol red jo tel i.c t.o.v n.a.v o.b.v c.q d.w.z incl excl max min gem".split()
)
#: Abbreviations that may also end one: a sentence ends there only when a new one clearly begins.
_MAYBE_LAST = frozenset("jl jl a.s as etc e.d e.a e.v ev evt enz n.v.t aob a.o.b e.o".split())

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_BEGINS = re.compile(r"\s+[\"'“‘«(\[]*(?:[A-ZÀ-Þ0-9]|eu-LISA)")
_LAST_WORD = re.compile(r"[\w.]+$")
_LONGEST_WORD = 40


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The (start, end) of each sentence of `text`, without surrounding white space.

    Nothing but white space lies between them, so no character of a sentence is lost.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in (*_ends(text), len(text)):
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = end
    return spans


def _ends(text: str) -> Iterator[int]:
    depth_at = _bracket_depths(text)
    for stop in _STOP.finditer(text):
        inside_brackets = depth_at[stop.end() - 1] > 0
        if not inside_brackets and _BEGINS.match(text, stop.end()) and _is_end(text, stop.start(), stop.end()):
            yield stop.end()


def _is_end(text: str, stop: int, after: int) -> bool:
    """Whether the stop mark at `stop` to `after` ends a sentence, given that what follows could begin one."""
    if text[stop] != "." or after - stop > 1:
        return True
    word = _LAST_WORD.search(text[max(0, stop - _LONGEST_WORD) : stop])
    if word is None:
        return True
    last = word.group().lower().strip(".")
    if last in _NEVER_LAST or _is_initial(word.group()):
        return False
    if last in _MAYBE_LAST:
        return text[after : after + _LONGEST_WORD].lstrip()[:1].isupper()
    return not (last.isdigit() and last == text[:stop].strip())


def _is_initial(word: str) -> bool:
    """ "D", "T.H.D": the dots belong to a name."""
    return bool(re.fullmatch(r"[A-Z](?:\.[A-Z])*", word))


def _bracket_depths(text: str) -> list[int]:
    """How many round brackets are open after each character; unbalanced ones count for nothing."""
    depths: list[int] = []
    depth = 0
    for char in text:
        depth = depth + 1 if char == "(" else max(0, depth - 1) if char == ")" else depth
        depths.append(depth)
    return depths if depth == 0 else [0] * len(text)
