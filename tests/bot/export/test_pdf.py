"""A briefing as pdf: what it says, that it can be read aloud and archived, and that text stays text."""

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2 import raw

from bot.app import App
from bot.commands.names import Named
from bot.conversation.wishes import find_interests
from bot.export.pdf import printed, to_pdf
from bot.reply import Card, Line, Link, Reply, Section
from bot.templates import Templates, bundled

pytestmark = pytest.mark.one_database

#: What means something in Typst's markup, maths and code.
MARKUP = "#let x = 1 \\ \\# $x^2$ *a* _b_ `c` <d> @e \"f\" [g] ] // h /* i */ = j - k + l ~ --- https://example.org 'm'"


@pytest.fixture
def briefing(app: App) -> Reply:
    interests, _ = find_interests([Named("migratie"), Named("terugkeer")], [], app.catalogue)
    with app.database.reading() as session:
        return app.previews.compose_now(session, interests, app.today(), app.saying("nl"))


def _text(data: bytes) -> str:
    """What is on the pages, without spaces and line ends."""
    document = pypdfium2.PdfDocument(data)
    return "".join("".join(page.get_textpage().get_text_range() for page in document).split())


def _named(text: str) -> str:
    return "".join(text.split())


def test_every_sentence_title_and_source_is_on_the_pages(briefing: Reply) -> None:
    text = _text(to_pdf(briefing, bundled())).replace("-\ufffe", "").replace("\ufffe", "")
    cards = [card for section in briefing.sections for card in section.cards]
    told = [briefing.title, *briefing.lead, briefing.footer or "", *(source.label for source in briefing.sources)]
    told += [card.title for card in cards] + [line.text for card in cards for line in card.lines]
    assert [one for one in told if _named(one) not in text.replace("\xad", "")] == []


def _nodes(data: bytes) -> Iterator[tuple[str, str]]:
    """The structure of a pdf, in the order in which it is read aloud: kind and language of each node."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        tree = raw.FPDF_StructTree_GetForPage(page.raw)
        for at in range(raw.FPDF_StructTree_CountChildren(tree)):
            yield from _under(raw.FPDF_StructTree_GetChildAtIndex(tree, at))
        raw.FPDF_StructTree_Close(tree)


def _under(node: raw.FPDF_STRUCTELEMENT) -> Iterator[tuple[str, str]]:
    if not node:
        return
    yield _said(raw.FPDF_StructElement_GetType, node), _said(raw.FPDF_StructElement_GetLang, node)
    for at in range(raw.FPDF_StructElement_CountChildren(node)):
        yield from _under(raw.FPDF_StructElement_GetChildAtIndex(node, at))


def _said(ask: object, node: object) -> str:
    buffer = ctypes.create_string_buffer(200)
    length = ask(node, buffer, 200)  # type: ignore[operator]
    return buffer.raw[: max(0, length - 2)].decode("utf-16-le")


def test_headings_lists_and_links_are_tagged_without_gaps(briefing: Reply) -> None:
    nodes = [kind for kind, _ in _nodes(to_pdf(briefing, bundled()))]
    cards = [card for section in briefing.sections for card in section.cards]
    assert nodes.count("H1") == 1
    assert nodes.count("H2") == len([section for section in briefing.sections if section.heading])
    assert nodes.count("H3") == len(cards)
    assert nodes.count("LI") == sum(len(section.lines) for section in briefing.sections)
    links = [line.source for card in cards for line in card.lines] + [card.link for card in cards]
    assert nodes.count("Link") >= len([link for link in links if link])


def test_it_says_of_itself_that_it_is_accessible_and_an_archive(briefing: Reply) -> None:
    data = to_pdf(briefing, bundled())
    about = data.decode("latin-1")
    assert re.findall(r"<pdfuaid:part>(\d)", about) == ["1"]
    assert re.findall(r"<pdfaid:part>(\d)", about) + re.findall(r"<pdfaid:conformance>(\w)", about) == ["2", "A"]
    document = pypdfium2.PdfDocument(data)
    assert raw.FPDFCatalog_IsTagged(document.raw)
    assert document.get_metadata_dict()["Title"] == briefing.title
    assert "/Lang (nl)" in about or "/Lang(nl)" in about
    assert [word for word in ("/JavaScript", "/Launch", "/EmbeddedFile", "/Encrypt") if word in about] == []


def test_every_font_is_in_the_file(briefing: Reply) -> None:
    about = to_pdf(briefing, bundled()).decode("latin-1")
    assert about.count("/FontDescriptor ") > 0
    fonts = len(re.findall(r"/Type\s*/FontDescriptor", about))
    assert fonts > 0
    assert len(re.findall(r"/FontFile[23]", about)) == fonts


def _reply(text: str) -> Reply:
    """`text` in every place of a reply."""
    link = Link(text, text)
    line = Line(text, text, text, link)
    card = Card(text, text, link, (line,), (link,), text)
    sections = (Section(text, (card,), (line,)), Section(None, (card,)))
    return Reply(text, "nl", (text,), sections, (link,), text)


def test_markup_of_typst_is_text_in_every_place() -> None:
    text = _text(printed(_reply(MARKUP), bundled()))
    assert text.count(_named(MARKUP)) == 1 + 1 + 1 + 4 + 2 * 8 + 1 + 1, text


@given(st.text(max_size=40))
def test_any_text_makes_a_pdf(text: str) -> None:
    assert printed(_reply(text), bundled()).startswith(b"%PDF")


def test_a_character_that_no_font_has_is_shown_to_be_one() -> None:
    assert _text(printed(Reply("Ελλάδα 中 Łódź 🎉 half", "nl"), bundled())).startswith("Ελλάδα\ufffdŁódź\ufffdhalf")


def test_a_template_of_an_administrator_may_use_a_logo_of_its_folder_and_no_package(tmp_path: Path) -> None:
    folder = tmp_path / "own" / "export"
    folder.mkdir(parents=True)
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    (folder / "logo.svg").write_text(square)
    ours = bundled().path("export/print.typ").read_text("utf-8")
    template = folder / "print.typ"
    template.write_text(f'#image("logo.svg", alt: "Ministerie")\n{ours}')
    assert printed(_reply("x"), Templates(tmp_path / "own")).startswith(b"%PDF")
    template.write_text('#import "@preview/cetz:0.3.0"\n' + ours)
    with pytest.raises(ValueError, match="no packages"):
        printed(_reply("x"), Templates(tmp_path / "own"))
    template.write_text('#read("../../secret")\n' + ours)
    (tmp_path / "secret").write_text("secret")
    with pytest.raises(typst.TypstError, match=r"escape|denied|outside|root"):
        printed(_reply("x"), Templates(tmp_path / "own"))
    assert to_pdf(_reply("x"), Templates(tmp_path / "own")).startswith(b"%PDF")
