"""The automatic numbers of a Word file: levels, restarts, formats, overrides (ECMA-376 part 1, 17.9)."""

from dataclasses import dataclass, field, replace

from lxml import etree

from briefings.reading.archive import local
from briefings.reading.formats.docx.names import child, children, number, on, value
from briefings.reading.formats.docx.styles import Styles
from briefings.reading.numerals import letters, roman

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering."""

    start: int = 1
    form: str = "decimal"
    text: str = ""  #: "%1." or "%1.%2"
    restart: int | None = None  #: the level, counted from 1, whose number makes this one restart; 0: never
    legal: bool = False  #: every number in it as a plain number


@dataclass(slots=True)
class _Counter:
    values: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class ListNumbering:
    """Gives each numbered paragraph its number, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str | None, etree._Element] = {}
        self._nums: dict[str | None, etree._Element] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                self._abstract[value(element, "abstractNumId")] = element
            elif local(element) == "num":
                self._nums[value(element, "numId")] = element
        self._levels: dict[str, tuple[str | None, dict[int, Level]]] = {}
        self._counters: dict[str | None, _Counter] = {}
        self._started: set[tuple[str, int]] = set()

    def level_of_style(self, num_id: str, style_id: str | None) -> int | None:
        """The level of a numbering that is bound to a paragraph style (pStyle)."""
        num = self._nums.get(num_id)
        abstract = self._resolve(num)
        for level in children(abstract, "lvl") if abstract is not None else ():
            if style_id is not None and value(child(level, "pStyle")) == style_id:
                return number(level, "ilvl")
        return None

    def next(self, num_id: str, level: int) -> tuple[str, bool] | None:
        """The number of the next paragraph of that numbering and level, and whether it is a bullet.

        None for a numbering that does not exist or shows nothing.
        """
        if num_id not in self._nums or not 0 <= level < _LEVELS:
            return None
        abstract_id, levels = self._definition(num_id)
        counter = self._counters.setdefault(abstract_id, _Counter())
        definition = levels.get(level, Level())
        self._count(counter, levels, num_id, level)
        if definition.form == "bullet":
            return definition.text, True
        text = self._format(counter, levels, level)
        return (text, False) if text.strip() else None

    def _count(self, counter: _Counter, levels: dict[int, Level], num_id: str, level: int) -> None:
        if (num_id, level) not in self._started and self._override(num_id, level) is not None:
            counter.values[level] = None  # a num that begins again: startOverride
        self._started.add((num_id, level))
        for above in range(level):
            if counter.values[above] is None:
                counter.values[above] = levels.get(above, Level()).start
        last = counter.values[level]
        counter.values[level] = levels.get(level, Level()).start if last is None else last + 1
        for below in range(level + 1, _LEVELS):
            restart = levels.get(below, Level()).restart
            if restart is None or 0 < restart >= level + 1:
                counter.values[below] = None

    def _format(self, counter: _Counter, levels: dict[int, Level], level: int) -> str:
        definition = levels.get(level, Level())
        text = definition.text
        for place in range(_LEVELS):
            mark = f"%{place + 1}"
            if mark in text:
                form = "decimal" if definition.legal else levels.get(place, Level()).form
                text = text.replace(mark, numeral(counter.values[place] or 0, form))
        return text

    def _definition(self, num_id: str) -> tuple[str | None, dict[int, Level]]:
        if num_id not in self._levels:
            num = self._nums[num_id]
            abstract = self._resolve(num)
            levels = {
                at: _level(element)
                for element in (children(abstract, "lvl") if abstract is not None else ())
                if (at := number(element, "ilvl")) is not None
            }
            for override in children(num, "lvlOverride"):
                at = number(override, "ilvl") or 0
                own = child(override, "lvl")
                if own is not None:
                    levels[at] = _level(own)
                start = number(child(override, "startOverride"))
                if start is not None:
                    levels[at] = replace(levels.get(at, Level()), start=start)
            abstract_id = value(abstract, "abstractNumId") if abstract is not None else None
            self._levels[num_id] = (abstract_id, levels)
        return self._levels[num_id]

    def _override(self, num_id: str, level: int) -> int | None:
        for override in children(self._nums[num_id], "lvlOverride"):
            if (number(override, "ilvl") or 0) == level:
                return number(child(override, "startOverride"))
        return None

    def _resolve(self, num: etree._Element | None) -> etree._Element | None:
        """The abstract numbering of a num, through a numbering style when it is only a link to one."""
        if num is None:
            return None
        abstract = self._abstract.get(value(child(num, "abstractNumId")))
        link = value(child(abstract, "numStyleLink")) if abstract is not None else None
        if link is None:
            return abstract
        linked = self._nums.get(self._styles.list_style(link))
        return self._abstract.get(value(child(linked, "abstractNumId"))) if linked is not None else abstract


def _level(element: etree._Element) -> Level:
    start = number(child(element, "start"))
    return Level(
        start=1 if start is None else start,
        form=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")) or "",
        restart=number(child(element, "lvlRestart")),
        legal=bool(on(child(element, "isLgl"))),
    )


def numeral(count: int, form: str) -> str:
    """A number in one of Word's formats: "upperRoman" gives "IV" for 4."""
    match form:
        case "upperRoman":
            return roman(count)
        case "lowerRoman":
            return roman(count).lower()
        case "upperLetter":
            return letters(count)
        case "lowerLetter":
            return letters(count).lower()
        case "decimalZero":
            return f"{count:02d}"
        case "none":
            return ""
        case "ordinal":
            return f"{count}e"
        case _:
            return str(count)
