"""What each format has of its own, and files that are damaged, hostile or too large."""

import random
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from briefings.errors import JbzError, Unreadable
from briefings.intake.apart import ReadingApart
from briefings.model.document import Provenance
from briefings.reading.blocks import BlockKind, NoteMark
from briefings.reading.formats.pdf.lines import Page, PdfLine
from briefings.reading.formats.pdf.pages import without_furniture
from briefings.reading.open import read_blocks
from briefings.reading.read import read
from tests.letters.forms import FORMS
from tests.letters.invented import shapes, write
from tests.said import said

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _docx(body: str, **parts: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {_W}>{content}</w:{name}>")
    return buffer.getvalue()


def _texts(data: bytes) -> list[str]:
    return [block.text for block in read_blocks(data, "x").lines]


def _p(text: str, num: int | None = None, level: int = 0) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>' if num else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _lvl(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


_LEVELS = (
    _lvl(0, "upperRoman", "%1.")
    + _lvl(1, "decimal", "%2.")
    + _lvl(2, "lowerLetter", "%3)")
    + _lvl(3, "decimal", "%1.%4", "<w:isLgl/>")
    + _lvl(4, "decimal", "%5.", '<w:lvlRestart w:val="0"/>')
)


def _numbering(extra: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{_LEVELS}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}'
    )


def test_word_numbers_its_levels_and_restarts_the_inner_ones() -> None:
    levels = (0, 1, 1, 2, 0, 1, 3, 4, 0, 4)
    body = "".join(_p("x", 1, level) for level in levels)
    assert _texts(_docx(body, numbering=_numbering())) == [
        *("I. x", "1. x", "2. x", "a) x", "II. x", "1. x"),
        *("2.1 x", "1. x", "III. x", "2. x"),  # legal numbers are plain; the last level never restarts
    ]


def test_a_numbering_that_begins_again_counts_from_its_own_start() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = _p("a", 1, 1) + _p("b", 1, 1) + _p("c", 2, 1) + _p("d", 2, 1)
    assert _texts(_docx(body, numbering=_numbering(again))) == ["1. a", "2. b", "5. c", "6. d"]


def test_a_numbering_style_stands_for_its_numbering() -> None:
    linked = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Lijst"/></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Lijst"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert _texts(_docx(_p("x", 3), numbering=_numbering(linked), styles=styles)) == ["I. x"]


def test_a_style_gives_its_heading_level_and_its_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Basis"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Kop"><w:basedOn w:val="Basis"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="Kop"/></w:pPr><w:r><w:t>Grenzen</w:t></w:r></w:p>'
    block = read_blocks(_docx(body, numbering=_numbering(), styles=styles), "x").lines[0]
    assert (block.text, block.look.level, block.look.bold) == ("1. Grenzen", 2, True)


def test_tracked_changes_are_read_as_accepted_and_text_boxes_kept() -> None:
    body = (
        "<w:p><w:r><w:t>Een </w:t></w:r><w:del><w:r><w:delText>oude</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>nieuwe</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>weg</w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>verborgen</w:t></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In een vak</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    assert _texts(_docx(body)) == ["Een nieuwe link", "In een vak"]


def test_notes_stand_at_their_place_and_count_in_the_order_of_their_marks() -> None:
    body = (
        '<w:p><w:r><w:t>Een</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r><w:r><w:t> zin.</w:t></w:r>'
        '<w:r><w:endnoteReference w:id="2"/></w:r></w:p>'
    )
    note = '<w:{0} w:id="{1}"><w:p><w:r><w:t>{2}</w:t></w:r></w:p></w:{0}>'
    blocks = read_blocks(
        _docx(body, footnotes=note.format("footnote", 5, "Voet"), endnotes=note.format("endnote", 2, "Eind")), "x"
    )
    assert blocks.lines[0].marks == (NoteMark("1", 3), NoteMark("2", 8))
    assert blocks.notes == {"1": "Voet", "2": "Eind"}


def test_a_frame_of_one_column_is_text_and_a_table_keeps_its_rows() -> None:
    cell = "<w:tc>{}</w:tc>"
    row = "<w:tr>{}</w:tr>"
    frame = "<w:tbl>" + row.format(cell.format(_p("Kader"))) + "</w:tbl>"
    table = "<w:tbl>" + row.format(cell.format(_p("a")) + cell.format(_p("b"))) + "</w:tbl>"
    blocks = read_blocks(_docx(frame + table), "x").lines
    assert [(block.text, block.kind) for block in blocks] == [
        ("Kader", BlockKind.PARAGRAPH),
        ("a | b", BlockKind.TABLE_ROW),
    ]


def test_an_odt_counts_its_lists_and_leaves_deleted_text_out() -> None:
    names = 'xmlns:office="o" xmlns:text="t" xmlns:style="s"'  # readers go by the local names
    content = (
        f"<office:document-content {names}><office:automatic-styles><text:list-style style:name='L'>"
        "<text:list-level-style-number text:level='1' style:num-format='I' style:num-suffix='.'/>"
        "<text:list-level-style-number text:level='2' style:num-format='1' style:num-suffix='.'/></text:list-style>"
        "</office:automatic-styles><office:body><office:text>"
        "<text:tracked-changes><text:p>geschrapt</text:p></text:tracked-changes>"
        "<text:list text:style-name='L'><text:list-item><text:p>een</text:p><text:list><text:list-item><text:p>twee"
        "</text:p></text:list-item></text:list></text:list-item><text:list-item><text:h>drie</text:h></text:list-item>"
        "</text:list></office:text></office:body></office:document-content>"
    )
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", content)
    assert _texts(buffer.getvalue()) == ["I. een", "1. twee", "II. drie"]


def test_an_odt_goes_on_counting_where_a_list_continues_another() -> None:
    names = 'xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:xml="http://www.w3.org/XML/1998/namespace"'
    inner = (
        "<text:list text:style-name='L'{}><text:list-item><text:list><text:list-item><text:p>{}</text:p>"
        "</text:list-item></text:list></text:list-item></text:list><text:p>Tekst.</text:p>"
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles><text:list-style style:name='L'>"
        "<text:list-level-style-number text:level='1' style:num-format='I' style:num-suffix='.'/>"
        "<text:list-level-style-number text:level='2' style:num-format='1' style:num-suffix='.'/></text:list-style>"
        "</office:automatic-styles><office:body><office:text>"
        + inner.format(" xml:id='een'", "a")
        + inner.format(" xml:id='twee' text:continue-list='een'", "b")
        + inner.format(" text:continue-numbering='true'", "c")
        + inner.format("", "d")
        + "</office:text></office:body></office:document-content>"
    )
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", content)
    texts = [text for text in _texts(buffer.getvalue()) if text != "Tekst."]
    assert texts == ["1. a", "2. b", "3. c", "1. d"]


def test_a_number_that_stands_apart_belongs_to_its_heading() -> None:
    """As word processors print automatic numbers: a piece of their own, in the text's own font, before a tab."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number, heading in enumerate(("Grenzen", "Visa", "Asiel", "Wol", "Was"), 1):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(72, 800 - 60 * number, f"{number}.")
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(100, 800 - 60 * number, heading)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 400, "Een verzonnen zin die het bestand lang genoeg maakt om geen scan te zijn.")
    canvas.save()
    blocks = read_blocks(buffer.getvalue(), "x").lines[:-1]
    assert [(block.text, block.look.bold) for block in blocks] == [
        (f"{number}. {heading}", True) for number, heading in enumerate(("Grenzen", "Visa", "Asiel", "Wol", "Was"), 1)
    ]


def test_unknown_elements_of_a_publication_keep_their_text() -> None:
    xml = (
        "<officiele-publicatie><metadata><meta name='x'>weg</meta></metadata><kamerstuk><dossier><dossiernummer>"
        "<dossiernr>32 317</dossiernr></dossiernummer><titel>JBZ-Raad</titel></dossier><stuk><vrije-tekst><tekst>"
        "<nieuw-element>Los <vreemd>woord</vreemd>.</nieuw-element><al-groep><al>Een.</al><al>Twee<br/>regels.</al>"
        "</al-groep><divisie><kop><nr>2</nr><titel>Grenzen</titel></kop><al>Tekst.</al></divisie>"
        "<ondertekening><functie>De Minister van Proefzaken,</functie><naam><voornaam>A.B.</voornaam>"
        "<achternaam>van Verzonnen</achternaam></naam></ondertekening></tekst></vrije-tekst></stuk></kamerstuk>"
        "</officiele-publicatie>"
    )
    assert _texts(xml.encode()) == [
        *("32 317 JBZ-Raad", "Los", "woord", ".", "Een.", "Twee", "regels.", "2. Grenzen", "Tekst."),
        *("De Minister van Proefzaken,", "A.B. van Verzonnen"),
    ]


_PUBLICATION = (
    '\ufeff<?xml version="1.0" encoding="utf-8"?><officiele-publicatie><metadata/><kamerstuk><dossier><dossiernummer>'
    "<dossiernr>36 600</dossiernr><begrotingshoofdstuk>VI</begrotingshoofdstuk></dossiernummer>"
    "<titel>Vaststelling van de begrotingsstaten</titel></dossier><stuk><stuknr>{sequel}</stuknr>"
    "<titel>BRIEF VAN DE MINISTER VOOR PROEFZAKEN</titel><algemeen><vrije-tekst><tekst><al>Den Haag, 20 juni 2030</al>"
    "<al>Hierbij zend ik u het ver<?xpp qa?>slag van de JBZ-Raad van 12 en 13 juni 2030 te Luxemburg"
    '<noot id="n1" type="voet"><noot.nr>1</noot.nr><noot.al>Een noot.</noot.al></noot>.</al></tekst></vrije-tekst>'
    "</algemeen><tekst-sluiting><ondertekening><functie>De Minister</functie> voor Proefzaken,<naam>"
    "<voornaam>A.B.</voornaam><achternaam>van Verzonnen</achternaam></naam></ondertekening></tekst-sluiting></stuk>"
    "<bijlage><kop><label>Bijlage</label><titel>Verslag van de JBZ-Raad van 12 en 13 juni 2030</titel></kop><divisie>"
    "<kop><nr>1</nr><titel>Grenzen</titel></kop><al>De Raad sprak over grenzen"
    '<nootref refid="n1">1</nootref>.</al><lijst type="a" nr-sluiting="."><li><al>een punt;</al></li><li><al>nog een.'
    "</al></li></lijst><box><al-groep><al>In een kader.</al></al-groep></box></divisie></bijlage></kamerstuk>"
    "</officiele-publicatie>"
)


@pytest.mark.parametrize(
    ("sequel", "kamerstuk", "chamber"),
    [
        ('<ondernummer kamer="1">OO</ondernummer>', "36600-VI-OO", "EK"),
        ('Nr. <ondernummer kamer="2">133</ondernummer>', "36600-VI-133", "TK"),
        ("Nr. 133", "36600-VI-133", None),
    ],
)
def test_a_publication_gives_its_number_signatory_notes_and_annex_by_its_elements(
    sequel: str, kamerstuk: str, chamber: str | None
) -> None:
    letter = read(_PUBLICATION.format(sequel=sequel).encode(), Provenance("x"))
    (item,) = letter.items
    assert (letter.kamerstuk, letter.chamber, letter.meeting.location) == (kamerstuk, chamber, "Luxemburg")
    assert [(who.name, who.role) for who in letter.signatories] == [("A.B. van Verzonnen", "minister voor Proefzaken")]
    assert (item.number, item.title, item.paragraphs) == (
        "1",
        "Grenzen",
        ("De Raad sprak over grenzen.", "a. een punt;", "b. nog een.", "In een kader."),
    )
    assert [(note.text, note.offset) for note in item.footnotes] == [("Een noot.", 26)]


@pytest.mark.parametrize("paper", ["staatsblad", "staatscourant", "gemeenteblad"])
def test_a_publication_that_is_no_paper_of_parliament_says_what_it_is(paper: str) -> None:
    data = f"\ufeff<officiele-publicatie><metadata/><{paper}><al>Tekst.</al></{paper}></officiele-publicatie>"
    with pytest.raises(JbzError) as refused:
        read(data.encode(), Provenance("stuk.xml"))
    assert said(refused.value).lower().startswith(f"stuk.xml is een {paper}, geen verslag")


def test_of_a_web_page_only_the_letter_is_read() -> None:
    page = (
        "<!doctype html><html><body><nav>Menu</nav><div class='cookie-bar'>Cookies?</div><main>"
        "<h1>Verslag</h1><p>Een zin<sup><a href='#n1'>1</a></sup> met <b>vet</b>.</p>"
        "<ol><li>Eerst</li><li>Dan</li></ol>"
        "<div class='voetnoot' id='n1'>1 De noot.</div></main><footer>Contact</footer><script>x</script></body></html>"
    )
    blocks = read_blocks(page.encode(), "x")
    assert [block.text for block in blocks.lines] == ["Verslag", "Een zin met vet.", "1. Eerst", "2. Dan"]
    assert blocks.notes == {"1": "De noot."}


def _pdf(*lines: str, encrypt: str | None = None) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=encrypt)
    for number, line in enumerate(lines):
        canvas.drawString(72, 780 - 13 * number, line)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_words_broken_at_a_line_end_are_put_together() -> None:
    data = _pdf(
        "De Commissie wees op het belang van nauwere samen-", "werking met EU-", "lidstaten bij de in- en uitvoer."
    )
    assert _texts(data) == [
        "De Commissie wees op het belang van nauwere samenwerking met EU-lidstaten bij de in- en uitvoer."
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_pdf(), "een scan"),
        (_pdf("x" * 50, encrypt="geheim"), "wachtwoord"),
        (_docx("")[:-30], "beschadigd"),
        (_docx("<w:p>" * 400), "beschadigd"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_blocks(data, "brief")
    assert (said(refused.value).startswith("brief is "), reason in said(refused.value)) == (True, True)


# --- hostile files -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def apart() -> Iterator[ReadingApart]:
    reading = ReadingApart()
    yield reading
    reading.close()


def _bombs() -> dict[str, bytes]:
    zeros = BytesIO()
    with ZipFile(zeros, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * (300 * 1024 * 1024) + b"</w>")
    entities = "".join(f'<!ENTITY e{n} "{"&e" + str(n - 1) + ";" if n else "lol"}">' for n in range(1, 30))
    laughs = f'<!DOCTYPE x [<!ENTITY e0 "{"lol" * 1000}">{entities}]><officiele-publicatie>&e29;</officiele-publicatie>'
    outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><officiele-publicatie>&f;</officiele-publicatie>'
    return {
        "zip bomb": zeros.getvalue(),
        "entities": laughs.encode(),
        "a file from outside": outside.encode(),
        "deep xml": b"<officiele-publicatie>" + b"<al>" * 100_000,
        "deep html": b"<!doctype html>" + b"<div>" * 100_000 + b"x",
        "deep zip": _docx("<w:p>" * 100_000),
        "one long line": b"Verslag JBZ-Raad 5 maart 2025 " * 800_000,
        "a hundred megabytes": b"x" * (100 * 1024 * 1024),
        "many short lines": b"1. a\n" * 4_000_000,
        "many marks": b"a1 " * 2_000_000 + b"\n" + b"\n".join(b"%d noot" % n for n in range(1, 999)),
        "many brackets": b"[1: " * 2_000_000 + b"[footnoteRef:1]",
        "many hyphens": (b"a-" * 40 + b"\n") * 100_000,
        "a half pdf": _pdf("x" * 60)[:400],
    }


@pytest.mark.parametrize("name", _bombs())
def test_a_hostile_file_costs_only_itself(name: str, apart: ReadingApart) -> None:
    with pytest.raises(JbzError) as refused:
        apart.read(_bombs()[name], Provenance("bom"))
    assert said(refused.value).startswith("bom is ")


def test_a_reader_that_hangs_is_stopped_and_the_next_letter_is_read() -> None:
    hasty = ReadingApart(seconds=0.0001)
    with pytest.raises(Unreadable) as refused:
        hasty.read(b"Verslag JBZ-Raad 5 maart 2025\n" * 50_000, Provenance("traag"))
    assert said(refused.value).startswith("traag is niet te lezen: het duurde langer dan 0 seconden")
    hasty.seconds = 10
    letter = write(next(shapes()))
    assert len(hasty.read(FORMS["docx, headings by style"](letter), Provenance("x")).items) == len(letter.items)
    hasty.close()


def test_a_letter_that_takes_too_much_memory_is_refused() -> None:
    frugal = ReadingApart(megabytes=160)
    many = b"Verslag JBZ-Raad 5 maart 2025\n" * 600_000
    with pytest.raises(Unreadable) as refused:
        frugal.read(many, Provenance("groot"))
    assert said(refused.value) == "groot is niet te lezen: het kost meer dan 160 MB geheugen, of is beschadigd."
    frugal.close()


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with some bytes flipped, cut out, doubled, or its end gone."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(damaged))
        match chance.randrange(5):
            case 0:
                damaged[at] ^= 1 << chance.randrange(8)
            case 1:
                damaged[at : at + chance.randrange(200)] = b""
            case 2:
                damaged[at:at] = damaged[at : at + chance.randrange(200)]
            case 3:
                damaged[at : at + 4] = chance.randbytes(4)
            case _:
                del damaged[max(at, 16) :]
        damaged = damaged or bytearray(b"x")
    return bytes(damaged)


@pytest.mark.parametrize("form", FORMS)
def test_a_damaged_file_is_read_or_refused(form: str, apart: ReadingApart, request: pytest.FixtureRequest) -> None:
    """The short form of `make soak`, which damages 20,000 files of each form."""
    count = 20_000 if request.config.getoption("--soak") else 150
    letters = [FORMS[form](write(shape)) for shape in list(shapes())[::8]]
    chance = random.Random(form)  # noqa: S311 - the same damage every time
    for _ in range(count):
        data = _mutated(chance.choice(letters), chance)
        try:
            apart.read(data, Provenance("x"))
        except JbzError as error:
            assert said(error).startswith("x is ")  # noqa: PT017 - either is right


def test_a_heading_at_the_top_of_two_pages_is_no_running_head() -> None:
    def page(text: str) -> Page:
        lines = {"Raad JBZ, verzonnen verslag": 800.0, "Inzet Nederland": 760.0, text: 730.0}
        return [PdfLine(line, 70.0, 400.0, bottom, 11.0) for line, bottom in lines.items()]

    pages = [page("Nederland steunde dit."), page("Nederland wachtte af.")]
    kept = [[line.text for line in page] for page in without_furniture(pages)]
    assert kept == [["Inzet Nederland", "Nederland steunde dit."], ["Inzet Nederland", "Nederland wachtte af."]]
