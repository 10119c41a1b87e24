"""Letters of no meaning, to see how answers hold when there are many: seeded, so every engine gets the same.

Their words are made of Dutch-looking syllables beside the ordinary words of the genre, frequent ones often and most of
them seldom (Zipf). None of the judged questions asks for them, so what must be found stays the same.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from briefings.language import tokens
from briefings.language.lemmas import family, lemma
from tests.questions.judged import questions

_ONSETS = "b br d dr f fl g gr h j k kl kr l m n p pl pr r s sch sl sp st t tr v w z".split()
_NUCLEI = "a aa e ee i ie o oo u uu oe ui ij ei ou".split()
_CODAS = ["", "", "l", "n", "r", "s", "t", "k", "m", "p", "nd", "ng", "rk", "st", "lt", "rt"]
_ENDS = ["", "", "ing", "heid", "en", "er", "sel", "atie", "beleid", "stelsel", "overleg"]
_COMMON = (
    "de het een van in op voor met door over dat die bij aan en of niet ook naar uit om als zijn is werd heeft"
    " lidstaten voorstel Raad Commissie Nederland Voorzitterschap belang aandacht discussie voortgang kader stand zaken"
).split()
#: Sentences of the genre, so that there are speakers, decisions and things to come.
_FRAMES = (
    "Nederland benadrukte het belang van {} en {}.",
    "De Commissie gaf een toelichting op {} in het kader van {}.",
    "Enkele lidstaten uitten zorgen over {} en over {}.",
    "De Raad nam kennis van {} zonder discussie over {}.",
    "Een meerderheid van de lidstaten steunde {} bij {}.",
    "Het Voorzitterschap zal in {month} {year} terugkomen op {} en {}.",
)
#: Themes that no judged question asks for; these are met in a part of the items, to time questions with many answers.
_THEMES = ("interne veiligheid", "weerbaarheid", "civiel recht")
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
_VOCABULARY = 300_000
_ITEMS = 20  #: of one letter

#: Questions with many answers; they have no judged ones and are asked for their time only.
BROAD = (
    "lidstaten",
    "commissie voorstel",
    "interne veiligheid",
    "weerbaarheid",
    "nederland over weerbaarheid",
    "interne veiligheid sinds 2020",
    "civiel recht lidstaten zorgen",
    "belang aandacht",
    "wat zei de commissie",
    "interne veilgheid",
)


@dataclass(frozen=True, slots=True)
class NoiseItem:
    """An item of a letter without meaning."""

    number: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoiseLetter:
    """A letter without meaning: its meeting was on `day`."""

    day: date
    council: str
    items: tuple[NoiseItem, ...]


def letters(items: int, seed: int = 1) -> Iterator[NoiseLetter]:
    """Letters with so many items together, of meetings from 2010 to 2023."""
    rng = random.Random(seed)
    words = _vocabulary(rng)
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    for start in range(0, items, _ITEMS):
        picked = iter(rng.choices(words, cum_weights=weights, k=_ITEMS * 60))
        day = date(2010, 1, 1) + timedelta(days=rng.randrange(5_000))
        council = rng.choice(("JBZ", "LANDBOUW", "ECOFIN", "MILIEU", "TRANSPORT", "RBZ"))
        made = tuple(_item(rng, picked, number) for number in range(1, min(_ITEMS, items - start) + 1))
        yield NoiseLetter(day, council, made)


def _item(rng: random.Random, words: Iterator[str], number: int) -> NoiseItem:
    theme = rng.choice(_THEMES) if rng.random() < 0.2 else None
    title = f"{next(words).capitalize()} {next(words)} {theme or next(words)}"
    return NoiseItem(str(number), title, tuple(_paragraph(rng, words, theme) for _ in range(2)))


def _paragraph(rng: random.Random, words: Iterator[str], theme: str | None) -> str:
    sentences = []
    for frame in rng.sample(_FRAMES, 3):
        subjects = [f"{next(words)} {rng.choice(_COMMON)} {next(words)}", theme or next(words)]
        sentences.append(frame.format(*subjects, month=rng.choice(_MONTHS), year=rng.randrange(2024, 2027)))
    return " ".join(sentences)


def _vocabulary(rng: random.Random) -> list[str]:
    words: dict[str, None] = {}
    asked = _asked()
    while len(words) < _VOCABULARY:
        syllables = "".join(
            rng.choice(_ONSETS) + rng.choice(_NUCLEI) + rng.choice(_CODAS) for _ in range(rng.randint(2, 3))
        )
        word = syllables + rng.choice(_ENDS)
        if not _resembles(word, asked) and not _resembles(family(word), asked):
            words[word] = None
    return list(words)


def _resembles(word: str, asked: frozenset[str]) -> bool:
    return any(word[:at] in asked or word[at:] in asked for at in range(len(word) + 1))


def _asked() -> frozenset[str]:
    """The words of the judged questions: by chance a word without meaning may be one, or begin or end with one."""
    typed = {word for question in questions() for word in tokens.words(question.ask) if len(word) > 3}
    forms = typed | {lemma(word) for word in typed}
    return frozenset(forms | {family(word) for word in forms})
