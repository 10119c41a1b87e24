"""Official publications (kst) of officielebekendmakingen.nl: schema op-xsd-2012-2 (SOURCES 7)."""

import re
from collections.abc import Iterator

from lxml import etree

from briefings.errors import ForeignLetter, Message
from briefings.reading.archive import local, parse_xml, text_of
from briefings.reading.blocks import BULLETS, Block, BlockKind, Blocks, Look, bullet
from briefings.reading.numerals import letters, roman
from briefings.reading.runs import Run, table_rows, to_blocks
from briefings.reading.stated import stated

#: Elements that stand inside a paragraph; every other element holds blocks.
_INLINE = frozenset(
    "nadruk noot nootref extref intref extref-groep intref-groep sup inf br nr label ondernummer datum datumtekst "
    "plaats naam voornaam achternaam voorvoegsels functie organisatie term titel emphasis".split()
)
#: Elements whose whole content is one paragraph.
_PARAGRAPHS = frozenset("al tussenkop tekstregel dossiernummer dossiernr datumtekst functie dagtekening".split())
_LOOKS = {
    "vet": Look(bold=True),
    "halfvet": Look(bold=True),
    "vetcur": Look(bold=True, italic=True),
    "cur": Look(italic=True),
    "ondlijn": Look(underlined=True),
}
#: Rank of an unnumbered sub-heading by its type; a lower size stands lower in the letter.
_HEADING_LOOKS = {
    "vet": Look(bold=True, size=12.0),
    "halfvet": Look(bold=True, size=11.0),
    "vetcur": Look(bold=True, italic=True, size=10.0),
    "cur": Look(italic=True, size=10.0),
    "rom": Look(underlined=True, size=9.0),
    "ondlijn": Look(underlined=True, size=10.0),
}
_OTHER_PAPERS = {
    "staatsblad": "paper.official_journal_of_the_state",
    "staatscourant": "paper.government_gazette",
    "gemeenteblad": "paper.municipal_gazette",
    "provinciaalblad": "paper.provincial_gazette",
    "waterschapsblad": "paper.gazette_of_a_water_authority",
    "tractatenblad": "paper.treaty_series",
    "handelingen": "paper.report_of_a_sitting_of_parliament",
    "kamervragen": "paper.paper_of_parliamentary_questions",
}
_BULLET = re.compile(r"^(?:[-–•*◦▪·]|[\ue000-\uf8ff])$")


def read_official_xml(data: bytes, name: str) -> Blocks:
    """The blocks of a kst publication; elements it does not know keep their text. Raises Unreadable."""
    root = parse_xml(data, name)
    _refuse_other_papers(root, name)
    reader = _Reader(root)
    blocks = list(reader.blocks(root, 0))
    return Blocks(tuple(blocks), dict(reader.notes), stated=stated(root))


def _refuse_other_papers(root: etree._Element, name: str) -> None:
    """Raises ForeignLetter for a publication that is no paper of parliament."""
    paper = next((found for inner in root if (found := local(inner)) in _OTHER_PAPERS), None)
    if paper is not None:
        raise ForeignLetter("letter.other_paper", name=name, paper=Message(_OTHER_PAPERS[paper]))


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        self.notes: dict[str, str] = {}
        self._by_id = {note.get("id"): note for note in root.iter() if local(note) == "noot" and note.get("id")}
        self._markers: dict[etree._Element, str] = {}

    def blocks(self, element: etree._Element, depth: int) -> Iterator[Block]:
        """The blocks in an element, with text that stands loose in it."""
        loose: list[Run] = [Run(element.text or "")]
        for inner in element:
            name = local(inner)
            if name in _INLINE and not _holds_blocks(inner):
                loose += [*self._runs_of(inner, Look()), Run(inner.tail or "")]
                continue
            yield from to_blocks(loose, after_gap=True)
            yield from self._block(inner, name, depth)
            loose = [Run(inner.tail or "")]
        yield from to_blocks(loose, after_gap=True)

    def _block(self, element: etree._Element, name: str, depth: int) -> Iterator[Block]:
        match name:
            case "" | "metadata" | "meta" | "plaatje" | "illustratie" | "colspec":
                return
            case "dossier" | "stuknr" | "ondertekening" | "naam":
                yield from self._one_line(element)
            case "tussenkop":
                look = _HEADING_LOOKS.get(element.get("kopopmaak", "vet"), Look(bold=True))
                yield from to_blocks(self._runs(element, look), after_gap=True)
            case "kop":
                yield from self._heading(element, depth)
            case "divisie" | "bijlage" | "hoofdstuk" | "paragraaf":
                yield from self.blocks(element, depth + 1)
            case "lijst":
                yield from self._list(element, 0)
            case "table":
                yield from self._table(element, depth)
            case "definitielijst":
                yield from self._definitions(element, depth)
            case _ if name in _PARAGRAPHS:
                yield from to_blocks(self._runs(element, Look()), after_gap=True)
            case _:
                yield from self.blocks(element, depth)

    def _one_line(self, element: etree._Element) -> Iterator[Block]:
        """Elements that print their parts on a line each: dossier number and title, who signs."""
        name = local(element)
        if name == "ondertekening":
            yield from self._signature(element)
            return
        runs: list[Run] = [Run(element.text or "")]
        for inner in element:
            runs += [Run(" "), *self._runs(inner, Look()), Run(f" {inner.tail or ''}")]
        yield from to_blocks(runs, after_gap=True)

    def _signature(self, element: etree._Element) -> Iterator[Block]:
        """Roles and names on lines of their own; text that stands loose behind a role belongs to it."""
        role: list[Run] = [Run(element.text or "")]
        for inner in element:
            if local(inner) in ("naam", "organisatie", "dagtekening", "plaats", "datum"):
                yield from to_blocks(role, after_gap=True)
                parts = [text_of(part) for part in inner] if local(inner) == "naam" and len(inner) else []
                runs = [Run(" ".join(filter(None, parts)))] if parts else self._runs(inner, Look())
                yield from to_blocks(runs, after_gap=False)
                role = [Run(inner.tail or "")]
            elif local(inner) == "functie" and any(run.text.strip(" ,") for run in role):
                yield from to_blocks(role, after_gap=True)
                role = [*self._runs(inner, Look()), Run(inner.tail or "")]
            else:
                role += [*self._runs_of(inner, Look()), Run(inner.tail or "")]
        yield from to_blocks(role, after_gap=True)

    def _heading(self, kop: etree._Element, depth: int) -> Iterator[Block]:
        """Label, number and title of a divisie; how deep it lies is its level."""
        runs: list[Run] = []
        for inner in kop:
            if local(inner) == "nr":
                text = text_of(inner)
                runs.append(Run(f" {text}" if text.endswith((".", ")")) or not text else f" {text}."))
            else:
                runs += [Run(" "), *self._runs(inner, Look())]
        yield from to_blocks(runs or self._runs(kop, Look()), after_gap=True, level=depth)

    def _list(self, element: etree._Element, depth: int) -> Iterator[Block]:
        count = int(element.get("start", "")) if element.get("start", "").isdecimal() else 1
        for item in element:
            if local(item) != "li":
                yield from self._block(item, local(item), 0)
                continue
            counted = _numeral(element.get("type", ""), count)
            mark = next((text_of(nr) for nr in item if local(nr) == "li.nr"), counted)
            count += 1
            bulleted = not mark or bool(_BULLET.match(mark)) or mark in BULLETS
            before = f"{bullet(depth) if bulleted else mark} "
            form = BlockKind.LIST_ITEM if bulleted else BlockKind.PARAGRAPH
            for inner in item:
                if local(inner) == "lijst":
                    yield from self._list(inner, depth + 1)
                elif local(inner) in _PARAGRAPHS:
                    yield from to_blocks([Run(before), *self._runs(inner, Look())], after_gap=True, form=form)
                    before, form = "", BlockKind.PARAGRAPH
                elif local(inner) != "li.nr":
                    yield from self._block(inner, local(inner), 0)

    def _table(self, element: etree._Element, depth: int) -> Iterator[Block]:
        for inner in element:
            if local(inner) == "title":
                yield from to_blocks(self._runs(inner, Look()), after_gap=True)
        first = True
        for row in (found for found in element.iter() if local(found) == "row"):
            cells = [list(self.blocks(entry, depth)) for entry in row if local(entry) == "entry"]
            yield from table_rows(cells, after_gap=first)
            first = False

    def _definitions(self, element: etree._Element, depth: int) -> Iterator[Block]:
        for item in element:
            cells = [list(self.blocks(inner, depth)) for inner in item]
            yield from table_rows(cells, after_gap=False)

    def _runs(self, element: etree._Element, look: Look) -> list[Run]:
        runs = [Run(element.text or "", look)]
        for inner in element:
            runs += [*self._runs_of(inner, look), Run(inner.tail or "", look)]
        return runs

    def _runs_of(self, element: etree._Element, look: Look) -> list[Run]:
        match local(element):
            case "":
                return []
            case "br":
                return [Run(breaks=True)]
            case "noot":
                return self._note(element)
            case "nootref":
                note = self._by_id.get(element.get("refid"))
                return self._note(note) if note is not None else []
            case "nadruk":
                own = _LOOKS.get(element.get("type", ""), Look())
                styled = Look(
                    None, look.bold or own.bold, look.underlined or own.underlined, look.italic or own.italic, look.size
                )
                return self._runs(element, styled)
            case _:
                return self._runs(element, look)

    def _note(self, note: etree._Element) -> list[Run]:
        """The mark of a note; notes are numbered in the order of their marks, for numbers can restart."""
        if note in self._markers:
            return [Run(note=self._markers[note])]
        paragraphs = [inner for inner in note if local(inner) != "noot.nr"]
        text = " ".join(filter(None, map(text_of, paragraphs)))
        if not text:
            return []
        marker = str(len(self.notes) + 1)
        self.notes[marker] = text
        self._markers[note] = marker
        return [Run(note=marker)]


def _numeral(kind: str, count: int) -> str:
    """The number of a point in a list whose numbers are not written out; "" for one with bullets."""
    match kind:
        case "a":
            return f"{letters(count).lower()}."
        case "A":
            return f"{letters(count)}."
        case "1":
            return f"{count}."
        case "i":
            return f"{roman(count).lower()}."
        case "I":
            return f"{roman(count)}."
        case _:
            return ""


def _holds_blocks(element: etree._Element) -> bool:
    """A title or name that has paragraphs in it after all."""
    return any(local(inner) in _PARAGRAPHS for inner in element)
