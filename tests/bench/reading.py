"""Reading letters: our structure beside the raw text that the library under it gives, and time by length."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pypdfium2 as pdfium
from lxml import etree

from briefings.errors import JbzError
from briefings.model.document import Document, Provenance
from briefings.reading.open import read_blocks
from briefings.reading.read import read
from briefings.reading.sniff import MAX_BYTES
from tests.letters.invented import Letter, Line, shapes, write
from tests.letters.writers import docx, odt, official, pdf, plainly, text

_X = Provenance("x")


def measure(report: Document) -> Iterator[str]:
    """A line for each figure; ratios are of medians of runs taken in turn."""
    letter = _as_letter(report)
    yield from _beside("docx", docx.by_look(letter), _raw_xml("word/document.xml"))
    yield from _beside("odt", odt.write(letter), _raw_xml("content.xml"))
    yield from _beside("pdf", pdf.write(letter), _raw_pdf)
    yield from _beside("kst xml", official.xml(letter), _text)
    yield from _beside("web page", official.page(letter), lambda data: etree.HTML(data).xpath("string()"))
    for pages in (10, 100, 1_000):
        yield from _by_length(pages)
    yield from _to_the_limit()


def _beside(name: str, data: bytes, raw: Callable[[bytes], object]) -> Iterator[str]:
    works: tuple[Callable[[], object], ...] = (
        lambda: raw(data),
        lambda: read_blocks(data, "x"),
        lambda: read(data, _X),
    )
    runs = [[_time(work) for work in works] for _ in range(60)]
    bare, blocks, whole = (statistics.median(times) for times in zip(*runs, strict=True))
    yield (
        f"the report as {name:<9} raw text {bare:7.3f} ms   blocks {blocks:7.3f} ms (ratio {blocks / bare:5.2f})   "
        f"items {whole:7.3f} ms (ratio {whole / bare:5.2f})"
    )


def _by_length(pages: int) -> Iterator[str]:
    """A letter of about that many pages, in each form."""
    letter = _long_letter(pages)
    for name, data in (
        ("text", text.exported(letter)),
        ("docx", docx.by_look(letter)),
        ("pdf", pdf.write(letter)),
        ("kst xml", official.xml(letter)),
    ):
        took = min(_time(lambda data=data: read(data, _X)) for _ in range(3 if pages < 1_000 else 1))  # type: ignore[misc]
        yield f"read {pages:>5} pages as {name:<9} {took:9.1f} ms   {took / pages:6.2f} ms a page"


def _to_the_limit() -> Iterator[str]:
    """Time against length to 24 MB of text in every format, of a letter and of a text that is none."""
    for name, form in _LINEAR.items():
        for what, made in (("a letter", _many_items), ("no letter", _many_lines)):
            for megabytes in (1.5, 6, 24):
                data = form(made(megabytes), ())
                if len(data) > MAX_BYTES:
                    continue
                took = _time(lambda data=data: _read_or_refuse(data))  # type: ignore[misc]
                yield f"{what:<9} of {megabytes:4.1f} MB as {name:<26} {took:9.1f} ms   {took / megabytes:7.1f} ms a MB"


def _read_or_refuse(data: bytes) -> None:
    with suppress(JbzError):
        read(data, _X)


def _many_items(megabytes: float) -> str:
    text = "Enkele lidstaten vroegen om een overgangstermijn van achttien maanden voor in- en uitvoer. " * 8
    item = "\n{0}. Verzonnen onderwerp {0}\n\n" + f"{text}\n\n{text}\n"
    count = int(megabytes * 1e6 / len(item))
    items = "".join(item.format(number) for number in range(1, count + 1))
    return f"Verslag van de JBZ-Raad van 5 en 6 maart 2031\n{items}"


def _many_lines(megabytes: float) -> str:
    lines = [f"{number % 30}. Een regel die nergens over gaat en telt tot {number}." for number in range(1000)]
    return "\n".join(lines * int(megabytes * 1e6 / len("\n".join(lines))))


_LINEAR = {
    name: plainly.FORMS[name]
    for name in ("text", "docx without look", "odt", "kst xml", "web page without headings", "pdf without look")
}


def _long_letter(pages: int) -> Letter:
    """The items of the first letter over and over; about one item a page."""
    letter = write(next(shapes()))
    head = [line for line in letter.lines if line.style in ("head", "sign", "title")]
    body = [line for line in letter.lines if line.style == "text" and not line.notes]
    for number in range(1, pages + 1):
        head.append(Line("item", f"Verzonnen onderwerp {number}", f"{number % 99 + 1}." if number < 99 else ""))
        head += [body[(number + at) % len(body)] for at in range(6)]
    return Letter("long", head)


def _as_letter(report: Document) -> Letter:
    """The bundled report as a letter that the writers of the tests can write."""
    lines = [Line("head", text) for text in report.letter]
    lines.append(Line("title", report.title))
    section = None
    for item in report.items:
        if item.section and item.section != section:
            section = item.section
            lines.append(Line("section", section, f"{(item.number or '').partition('.')[0]}."))
        label = f"{(item.number or '').rpartition('.')[2]}."
        lines.append(Line("subitem" if item.parent else "item", item.title, label))
        for number, paragraph in enumerate(item.paragraphs):
            notes = tuple((note.offset, note.text) for note in item.footnotes if note.paragraph == number)
            lines.append(Line("text", paragraph, notes=notes))
    return Letter("report", lines)


def _raw_xml(part: str) -> Callable[[bytes], object]:
    return lambda data: _text(ZipFile(BytesIO(data)).read(part))


def _text(data: bytes) -> str:
    return "".join(map(str, etree.fromstring(data).itertext()))


def _raw_pdf(data: bytes) -> str:
    document = pdfium.PdfDocument(data)
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return "".join(texts)


def _time(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000
