"""What someone wrote in a mail: without the mail it answers, a greeting, or a signature."""

import re

from lxml import etree, html

#: Each takes time in proportion to the line, whatever stands in it.
_MARKS = (
    re.compile(r"^>"),
    re.compile(r"^(?:Op|On|Am|Le) .{4,200}(?:schreef|geschreven|wrote|schrieb|écrit)\b"),
    re.compile(r"^(?:Op|On) .{4,200}<[^\s<>@]+@[^\s<>@]+>"),
    re.compile(
        r"^-{2,}\s*(?:Oorspronkelijk bericht|Original Message|Doorgestuurd bericht|Forwarded message)", re.IGNORECASE
    ),
    re.compile(r"^\*?(?:Van|From):\*?\s.+"),
    re.compile(r"^_{10,}\s*$"),
    re.compile(r"^-- ?$"),
    re.compile(r"^(?:Verzonden vanaf|Verstuurd vanaf|Sent from|Get Outlook|Download Outlook)\b", re.IGNORECASE),
)
_BEGIN = re.compile(r"^(?:Op|On)\s.{4,}")
_WROTE = re.compile(r"schreef|wrote")
_GREETING = re.compile(
    r"^(?:beste|hallo|hoi|dag|geachte|goede\w*|hi|hello|dear|l\.?s\.?)\b[^?]{0,40}[,!.]?$", re.IGNORECASE
)
_CLOSING = re.compile(
    r"^(?:met vriendelijke groet\w*|vriendelijke groet\w*|groet\w*|mvg|kind regards|regards|best)\b", re.IGNORECASE
)
#: A line of the head of a mail that is passed on.
_FIELD = re.compile(
    r"^>* ?\*?(?:Van|Aan|Onderwerp|Verzonden|Datum|Cc|From|To|Subject|Sent|Date)\*? ?:\*?\s", re.IGNORECASE
)
_LONGEST = 1000
_LOOKED_AT = 500  #: characters of a line in which a mark is looked for
_MOST_LINES = 400


def written(text: str) -> str:
    """The first paragraph that is somebody's own, in one line; empty when there is none."""
    paragraph: list[str] = []
    lines = text.replace("\u00a0", " ").splitlines()[:_MOST_LINES]
    for number, line in enumerate(one.strip()[:_LONGEST] for one in lines):
        looked_at = line[:_LOOKED_AT]
        following = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if _is_mark(looked_at, following[:_LOOKED_AT]) or _CLOSING.match(looked_at):
            break
        if not line:
            if paragraph:
                break
        elif paragraph or not _GREETING.match(line):
            paragraph.append(line)
    return " ".join(paragraph)[:_LONGEST]


def below(text: str) -> str:
    """What stands below that paragraph, in one line: what was pasted, passed on or answered, without its marks."""
    kept: list[str] = []
    own, begun = True, False
    lines = text.replace("\u00a0", " ").splitlines()[:_MOST_LINES]
    for number, line in enumerate(one.strip()[:_LONGEST] for one in lines):
        looked_at = line[:_LOOKED_AT]
        following = lines[number + 1].strip() if number + 1 < len(lines) else ""
        is_mark = _is_mark(looked_at, following[:_LOOKED_AT])
        if own:
            own = not (is_mark or (not line and begun))
            begun = begun or bool(line and not _GREETING.match(line))
        if own or (is_mark and not line.startswith(">")) or _FIELD.match(looked_at) or _CLOSING.match(looked_at):
            continue
        kept.append(line.lstrip("> "))
    return " ".join(filter(None, kept))[:_LONGEST]


def _is_mark(line: str, following: str) -> bool:
    """Whether what is quoted begins here; a mail program may have wrapped the line that says so."""
    wrapped = following.endswith(":") and _BEGIN.match(line) and _WROTE.search(following)
    return bool(wrapped) or any(mark.search(line) for mark in _MARKS)


def text_of_html(page: str, *, quoted: bool = False) -> str:
    """The words of a page, a line for each block; what a mail program quotes only where that is wanted."""
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return ""
    left_out = "//script|//style|//head"
    left_out += "" if quoted else "|//blockquote|//*[contains(@class, 'gmail_quote')]"
    for element in tree.xpath(left_out):
        element.drop_tree()
    for element in tree.iter("br", "p", "div", "li", "tr", "hr"):
        element.tail = "\n" + (element.tail or "")
    return "\n".join(line.strip() for line in str(tree.text_content()).splitlines())
