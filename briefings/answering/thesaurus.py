"""Words that mean the same, beyond the themes: Dutch beside Dutch, Dutch beside English (glossary.txt).

What people say in words of their own for what letters call otherwise stands in everyday.txt; what is only looked for
where letters do not have a word, of all formations, in formations.txt.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from briefings.language.tokens import words

Phrase = tuple[str, ...]  #: a run of folded words
LONGEST = 5  #: words of a phrase
_NOT_TODAY = "- "  #: before a line of which no letter of the tests has a word
_NARROWER = ">"  #: before what is a kind or a part of what the line means
_SAID = "<"  #: before what people say for it
_JOINED = str.maketrans("", "", "-'")  #: as `words` writes a word with a hyphen


@dataclass(frozen=True, slots=True)
class GlossaryLine:
    """One meaning, and the ways to say it."""

    phrases: tuple[Phrase, ...]
    narrower: tuple[Phrase, ...]  #: what is a kind or a part of it: who asks for fisheries asks for fishing quotas too
    is_met: bool  #: the letters of the tests have one of them


def same_as(phrase: Phrase) -> tuple[Phrase, ...]:
    """Every way to say what `phrase` means, itself among them; none when neither file has it."""
    line = _line_of(phrase)
    return line.phrases if line else ()


def called(phrase: Phrase) -> tuple[Phrase, ...]:
    """What letters of any formation may call it; none when formations.txt does not have it."""
    told = (_phrases(line.partition(_SAID)[0]) for line in _formations().get(" ".join(phrase), ()))
    return tuple(dict.fromkeys(one for some in told for one in some if one != phrase))


def hinted(phrase: Phrase) -> tuple[Phrase, ...]:
    """What letters may call what people say so: of use beside other words only (hints.txt)."""
    lines = _hints().get(" ".join(phrase), ())
    return tuple(dict.fromkeys(one for line in lines for one in _phrases(line)))


def narrower_than(phrase: Phrase) -> tuple[Phrase, ...]:
    """What is a kind or a part of `phrase`, in words."""
    line = _line_of(phrase)
    return line.narrower if line else ()


def meant_by(phrase: Phrase) -> tuple[Phrase, ...]:
    """What people mean who say `phrase` in words of their own: phrases of letters, of the glossary, names of themes."""
    return _phrases(_everyday().get(" ".join(phrase), ""))


def broader_than(phrase: Phrase) -> Phrase:
    """What `phrase` is a kind or a part of; empty when the glossary names nothing."""
    return _broader().get(phrase, ())


@cache
def single_words() -> frozenset[str]:
    """The single words of the glossary: what a typing error may stand for."""
    return frozenset(phrase[0] for phrase in _glossary() if len(phrase) == 1)


@cache
def everyday_words() -> frozenset[str]:
    """The single words that people say for them: what a typing error may stand for if for none of those."""
    return frozenset(said for said in _everyday() if " " not in said)


@cache
def phrases() -> tuple[str, ...]:
    """The phrases of several words."""
    of_glossary = (" ".join(phrase) for phrase in _glossary() if len(phrase) > 1)
    return (*of_glossary, *(said for said in _everyday() if " " in said))


@cache
def phrases_near(length: int, errors: int) -> tuple[str, ...]:
    """Those of so many letters, or of as many more or less as there may be errors."""
    return tuple(phrase for phrase in phrases() if abs(len(phrase) - length) <= errors)


def lines() -> Iterator[GlossaryLine]:
    """Every line of the glossary."""
    for line in _lines("glossary.txt"):
        same, _, narrower = line.removeprefix(_NOT_TODAY).partition(_NARROWER)
        yield GlossaryLine(_phrases(same), _phrases(narrower), not line.startswith(_NOT_TODAY))


def everyday_lines() -> Iterator[tuple[GlossaryLine, list[str]]]:
    """Every line of everyday.txt: what is meant, and what people say for it, folded and each word in one piece."""
    for line in _lines("everyday.txt"):
        meant, _, said = line.removeprefix(_NOT_TODAY).partition(_SAID)
        is_met = not line.startswith(_NOT_TODAY)
        yield GlossaryLine(_phrases(meant), (), is_met), [name.strip() for name in said.translate(_JOINED).split("|")]


def formation_lines() -> Iterator[tuple[tuple[Phrase, ...], tuple[Phrase, ...]]]:
    """Every line of formations.txt: what letters call it, and what people say."""
    for line in _lines("formations.txt"):
        meant, _, said = line.partition(_SAID)
        yield _phrases(meant), _phrases(said)


def _lines(name: str) -> list[str]:
    """The lines of a file; one that begins with "|" goes on with the one before it."""
    text = Path(__file__).with_name(name).read_text("utf-8").replace("\n|", " |")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _phrases(names: str) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(_phrase(name) for name in names.split("|") if name.strip()))


def _phrase(name: str) -> Phrase:
    """The words of a name; one of plain words is not read through the analyser, which takes longer."""
    bare = name.strip()
    return (
        tuple(bare.split())
        if bare.isascii() and bare.replace(" ", "").isalpha() and bare.islower()
        else tuple(words(bare))
    )


@cache
def _glossary() -> Mapping[Phrase, GlossaryLine]:
    """Raises ValueError when a phrase stands in two lines: it would mean two things."""
    known: dict[Phrase, GlossaryLine] = {}
    for line in lines():
        for phrase in line.phrases:
            if phrase in known:
                raise ValueError(f"glossary.txt: {' '.join(phrase)} stands in two lines")
            known[phrase] = line
    return known


@cache
def _everyday() -> Mapping[str, str]:
    """What people say -> what is meant, as it stands in the file: it is read apart when it is asked for."""
    known: dict[str, str] = {}
    for line in _lines("everyday.txt"):
        meant, _, said = line.removeprefix(_NOT_TODAY).partition(_SAID)
        for name in map(str.strip, said.translate(_JOINED).split("|")):
            known[name] = meant
    return known


@cache
def _formations() -> Mapping[str, Sequence[str]]:
    """A word or phrase -> the lines of formations.txt in which it stands."""
    known: dict[str, list[str]] = defaultdict(list)
    for line in _lines("formations.txt"):
        for name in map(str.strip, line.translate(_JOINED).replace(_SAID, "|").split("|")):
            known[name].append(line)
    return known


@cache
def _hints() -> Mapping[str, Sequence[str]]:
    """What people say -> what stands before "<" in each line of hints.txt that has it."""
    known: dict[str, list[str]] = defaultdict(list)
    for line in _lines("hints.txt"):
        meant, _, said = line.translate(_JOINED).partition(_SAID)
        for name in map(str.strip, said.split("|")):
            known[name].append(meant)
    return known


@lru_cache(maxsize=10_000)
def _line_of(phrase: Phrase) -> GlossaryLine | None:
    """The line of the glossary; for what people say all lines of what is meant, as one."""
    line = _glossary().get(phrase)
    meant = () if line else meant_by(phrase)
    if not meant:
        return line
    all_meant = [_glossary().get(one, GlossaryLine((one,), (), is_met=True)) for one in meant]
    same = dict.fromkeys(one for line in all_meant for one in line.phrases)
    narrower = dict.fromkeys(one for line in all_meant for one in line.narrower)
    return GlossaryLine((phrase, *same), tuple(narrower), is_met=True)


@cache
def _broader() -> Mapping[Phrase, Phrase]:
    return {phrase: line.phrases[0] for line in lines() for phrase in line.narrower}
