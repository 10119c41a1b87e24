"""A letter in a Word file of a ministry's template: its text replaced, everything else kept."""

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = {"w": _W}
_OLD_SUBJECT = re.compile(r"Beantwoording Kamervragen|Verzonnen onderwerp")
_OLD_TEXT = re.compile(r"^In (?:het )?antwoord op uw brief|^Verzonnen eerste zin")
#: A paragraph of text to put in: (text, it is a heading).
Paragraphs = Sequence[tuple[str, bool]]


def in_template(template: bytes, subject: str, day: str, text: Paragraphs) -> bytes:
    """The template with another subject, day and text; everything else in it stays as it is."""
    with ZipFile(BytesIO(template)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in [name for name in parts if re.match(r"word/(?:document|header\d+)\.xml$", name)]:
        root = etree.fromstring(parts[name])
        _replace_facts(root, subject, day)
        if name == "word/document.xml":
            _replace_text(root, text)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _zipped(parts)


def printed(docx: bytes, folder: Path) -> bytes | None:
    """The Word file as LibreOffice prints it; None where that is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return None
    letter = folder / "letter.docx"
    letter.write_bytes(docx)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(letter)], check=True, capture_output=True, timeout=120)  # noqa: S603 - a fixed command
    return letter.with_suffix(".pdf").read_bytes()


def _replace_facts(root: etree._Element, subject: str, day: str) -> None:
    """Subject and day, wherever the letterhead has them; their paragraphs keep their form."""
    for paragraph in root.iter(f"{{{_W}}}p"):
        texts = list(paragraph.iter(f"{{{_W}}}t"))
        whole = "".join(one.text or "" for one in texts)
        inner = len(list(paragraph.iter(f"{{{_W}}}p"))) > 1
        if not texts or inner:
            continue
        new = (
            subject
            if _OLD_SUBJECT.match(whole)
            else day
            if re.fullmatch(r"\d{1,2} \w+ 20\d\d", whole.strip())
            else None
        )
        if new is not None:
            for one in texts:
                one.text = ""
            texts[0].text = new


def _replace_text(root: etree._Element, text: Paragraphs) -> None:
    body = root.find("w:body", _NAMES)
    assert body is not None
    begin = next(at for at, one in enumerate(body) if _OLD_TEXT.match("".join(map(str, one.itertext())).strip()))
    for one in list(body)[begin:]:
        if one.tag == f"{{{_W}}}sectPr":
            continue
        if one.find(".//w:sectPr", _NAMES) is None:
            body.remove(one)
        else:  # a section ends here: its paragraph stays, without text
            for run in one.findall(".//w:r", _NAMES):
                run.getparent().remove(run)  # type: ignore[union-attr]  # found under it
    for at, (line, heading) in enumerate(text):
        bold = "<w:rPr><w:b/></w:rPr>" if heading else ""
        markup = f'<w:p xmlns:w="{_W}"><w:r>{bold}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        body.insert(begin + at, etree.fromstring(markup if line else f'<w:p xmlns:w="{_W}"/>'))


# --- a template of our own, after the shape of the real one ------------------------------------------


def invented_template(*, in_header: bool) -> bytes:
    """Letterhead in a table, a text box and fields; or (`in_header`) the whole of it in the first page's header."""
    head = _table(("Datum", "1 januari 2024"), ("Onderwerp", "Verzonnen onderwerp"))
    sender = "".join(map(_p, ("Directoraat-Generaal Proeven", "Proefweg 1", "www.voorbeeld.nl", "Ons kenmerk", "4711")))
    box = f"<w:p><w:r><w:pict><w:txbxContent>{sender}</w:txbxContent></w:pict></w:r></w:p>"
    address = "".join(map(_p, ("> Retouradres Postbus 1 1000 AA Den Haag", "Aan de Voorzitter van de Tweede Kamer")))
    address += _p("der Staten-Generaal") + _p("2500 EA DEN HAAG")
    clause = _p("Bij beantwoording de datum en ons kenmerk vermelden. Wilt u slechts één zaak in uw brief behandelen.")
    field = '<w:p><w:r><w:instrText> DOCPROPERTY "onderwerp" </w:instrText></w:r></w:p>'
    letterhead = address + head + box + clause + field
    first = letterhead if in_header else _p("")
    following = _table(("Datum", "1 januari 2024")) if in_header else _table(("Datum", "3 maart 1999"))
    body = ("" if in_header else letterhead) + _p("Verzonnen eerste zin.")
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:headerReference w:type="first" r:id="rId2"/>'
        "<w:titlePg/></w:sectPr>"
    )
    names = f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    relations = "".join(f'<Relationship Id="rId{n}" Target="header{n}.xml"/>' for n in (1, 2))
    parts = {
        "word/document.xml": f"<w:document {names}><w:body>{body}{section}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {names}>{following}</w:hdr>",
        "word/header2.xml": f"<w:hdr {names}>{first}</w:hdr>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
    }
    return _zipped({name: content.encode() for name, content in parts.items()})


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _table(*rows: tuple[str, str]) -> str:
    made = ("".join(f"<w:tc>{_p(cell)}</w:tc>" for cell in row) for row in rows if len(row) > 1)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
