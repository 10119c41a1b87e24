"""A letter as a pdf, as a word processor prints it: page numbers, notes at the foot, raised digits, columns."""

from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.letters.invented import Letter, Line

_TOP, _BOTTOM, _LEFT, _RIGHT = 770.0, 90.0, 72.0, 523.0
_SIZE, _STEP, _GAP = 10.0, 13.0, 9.0
_NOTE_SIZE = 7.5
_NOTE_LEADING = 1.27  #: line step of the notes, times their size
RUNNING_HEAD = "Verzonnen ministerie voor proeven"
_FONTS = {
    "title": ("Helvetica-Bold", 13.0),
    "section": ("Helvetica-Bold", 12.0),
    "item": ("Helvetica-Bold", _SIZE),
    "side": ("Helvetica-Bold", _SIZE),
    "subitem": ("Helvetica-BoldOblique", _SIZE),
    "part": ("Helvetica-Oblique", _SIZE),
}


def write(letter: Letter, *, columns: int = 1, note_size: float = _NOTE_SIZE) -> bytes:
    """The letter on A4 pages."""
    return _Printer(columns, note_size).print(letter)


def with_large_notes(letter: Letter) -> bytes:
    """The letter with its notes as large as the text."""
    return write(letter, note_size=_SIZE)


@dataclass(slots=True)
class _Piece:
    text: str
    note: str = ""  #: the number of a note, printed raised


@dataclass(slots=True)
class _Page:
    notes: list[tuple[int, str]] = field(default_factory=list)
    used: float = 0.0  #: height of the notes at its foot


class _Printer:
    def __init__(self, columns: int, note_size: float) -> None:
        self._buffer = BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=A4)
        self._columns = columns
        self._note_size = note_size
        self._note_step = note_size * _NOTE_LEADING
        self._column = 0
        self._y = _TOP
        self._page = _Page()
        self._pages = 1
        self._count = 0
        self._texts: dict[str, str] = {}

    def print(self, letter: Letter) -> bytes:
        for line in letter.lines:
            if line.gap:
                self._y -= _GAP
            if line.style == "row":
                self._row(line)
            else:
                self._paragraph(line)
        self._finish_page()
        self._canvas.save()
        return self._buffer.getvalue()

    @property
    def _width(self) -> float:
        return (_RIGHT - _LEFT - 24.0 * (self._columns - 1)) / self._columns

    def _paragraph(self, line: Line) -> None:
        font, size = _FONTS.get(line.style, ("Helvetica", _SIZE))
        indent = 18.0 * (line.depth + 1) if line.style == "bullet" else 0.0
        first = "• " if line.style == "bullet" else f"{line.label} " if line.label else ""
        for words in _wrap(self._pieces(line, first), font, size, self._width - indent):
            self._room([piece.note for piece in words if piece.note])
            self._draw(words, font, size, indent)
            self._y -= _STEP

    def _pieces(self, line: Line, first: str) -> list[_Piece]:
        pieces = []
        begin = 0
        text = first + line.text
        for at, note in line.notes:
            self._count += 1
            place = at + len(first)
            pieces.append(_Piece(text[begin:place], str(self._count)))
            self._texts[str(self._count)] = note
            begin = place
        pieces.append(_Piece(text[begin:]))
        return pieces

    def _room(self, notes: list[str]) -> None:
        """A new column or page when the line and its notes do not fit any more."""
        need = self._note_step * 2 * len(notes)
        if self._y - _STEP < _BOTTOM + self._page.used + need:
            if self._column + 1 < self._columns:
                self._column += 1
                self._y = _TOP
            else:
                self._finish_page()
        for note in notes:
            text = self._texts[note]
            self._page.notes.append((int(note), text))
            self._page.used += self._note_step * len(
                _wrap_text(f"{note} {text}", "Helvetica", self._note_size, _RIGHT - _LEFT)
            )

    def _draw(self, words: list[_Piece], font: str, size: float, indent: float) -> None:
        x = _LEFT + self._column * (self._width + 24.0) + indent
        text = self._canvas.beginText(x, self._y)
        for piece in words:
            text.setFont(font, size)
            text.setRise(0)
            text.textOut(piece.text)
            if piece.note:
                text.setFont(font, size * 0.6)
                text.setRise(size * 0.35)
                text.textOut(piece.note)
                text.setRise(0)
        self._canvas.drawText(text)

    def _row(self, line: Line) -> None:
        self._room([])
        self._canvas.setFont("Helvetica", _SIZE)
        for at, cell in enumerate(line.text.split(" | ")):
            left = _LEFT + self._column * (self._width + 24.0)
            self._canvas.drawString(left + at * self._width / 3, self._y, cell)
        self._y -= _STEP

    def _finish_page(self) -> None:
        y = _BOTTOM + self._page.used - self._note_step
        for number, note in self._page.notes:
            for line in _wrap_text(f"{number} {note}", "Helvetica", self._note_size, _RIGHT - _LEFT):
                self._canvas.setFont("Helvetica", self._note_size)
                self._canvas.drawString(_LEFT, y - 12, line)
                y -= self._note_step
        self._canvas.setFont("Helvetica", 8)
        self._canvas.drawString(_LEFT, 810, RUNNING_HEAD)
        self._canvas.drawString(_LEFT, 40, f"Pagina {self._pages}")
        self._canvas.showPage()
        self._pages += 1
        self._column, self._y, self._page = 0, _TOP, _Page()


def _wrap(pieces: list[_Piece], font: str, size: float, width: float) -> list[list[_Piece]]:
    """The pieces in lines no wider than `width`; a note stays at its word."""
    lines: list[list[_Piece]] = [[]]
    used = 0.0
    for piece in pieces:
        words = piece.text.split(" ")
        for at, word in enumerate(words):
            glued = at == 0 and lines[-1] and lines[-1][-1].note
            lead = "" if at == 0 else " "
            wide = stringWidth(lead + word, font, size)
            if used + wide > width and lines[-1] and not glued:
                lines.append([])
                used, lead = 0.0, ""
                wide = stringWidth(word, font, size)
            lines[-1].append(_Piece(lead + word))
            used += wide
        if piece.note:
            lines[-1][-1].note = piece.note
            used += stringWidth(piece.note, font, size * 0.6)
    return [[piece for piece in line if piece.text or piece.note] for line in lines]


def _wrap_text(text: str, font: str, size: float, width: float) -> list[str]:
    return ["".join(piece.text for piece in line) for line in _wrap([_Piece(text)], font, size, width)]
