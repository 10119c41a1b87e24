"""The word lists of simplemma as files that are mapped into memory rather than read: they are there at once.

`make setup` and the container image write them, beside the packages of this Python:

    python -m briefings.language.lexicon

Where they are missing simplemma reads its own lists, which takes a third of a second and gives the same.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from mmap import ACCESS_READ, mmap
from pathlib import Path

from briefings.language.beside import place, put

_LANGUAGES = ("nl", "en")
_APART = b"\t"


class Mapped(Mapping[str, str]):
    """Lines of a word and its dictionary form, in order of the words' bytes."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._lines = mmap(file.fileno(), 0, access=ACCESS_READ)

    def __getitem__(self, word: str) -> str:
        wanted, lines = word.encode(), self._lines
        low, high = 0, len(lines)  # both stand at the beginning of a line
        while low < high:
            begin = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", begin)
            known, _, form = lines[begin:end].partition(_APART)
            if known == wanted:
                return form.decode()
            if known < wanted:
                low = end + 1
            else:
                high = begin
        raise KeyError(word)

    def __iter__(self) -> Iterator[str]:
        for line in iter(self._lines.readline, b""):
            yield line.partition(_APART)[0].decode()
        self._lines.seek(0)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Lists:
    """Gives simplemma its lists: mapped where they were written, else its own."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """The list of a language."""
        return word_list(lang)


@cache
def word_list(lang: str) -> Mapping[str, str]:
    """The list of a language: its words, each with its dictionary form."""
    path = path_of(lang)
    return Mapped(path) if path.exists() else _own(lang)


def _own(lang: str) -> Mapping[str, str]:
    from simplemma.strategies import LOW_MEMORY_DICTIONARY_FACTORY

    return LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(lang)


def path_of(lang: str, prefix: str = sys.prefix) -> Path:
    """Where the list of a language is mapped from; another release of simplemma has other lists."""
    return place(f"words-{lang}-{version('simplemma')}.tsv", prefix)


def write(prefix: str = sys.prefix) -> None:
    """Writes the lists; one that is there already stays."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    for lang in _LANGUAGES:
        path = path_of(lang, prefix)
        if path.exists():
            continue
        known = DefaultDictionaryFactory().get_dictionary(lang)
        lines = sorted(word.encode() + _APART + form.encode() for word, form in known.items())
        put(path, b"".join(line + b"\n" for line in lines))


if __name__ == "__main__":
    write()
