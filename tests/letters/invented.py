"""Letters written by us after the variations of the genre. Every name, number and event in them is invented."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

SENTENCES = (
    "De Commissie gaf een toelichting op het verzonnen voorstel en beantwoordde vragen van enkele lidstaten.",
    "Nederland steunde het voorstel en vroeg aandacht voor de uitvoerbaarheid bij kleine organisaties.",
    "Een aantal lidstaten sprak zorgen uit over de kosten en over de korte termijn van invoering.",
    "Het Voorzitterschap concludeerde dat er brede steun was om op deze weg verder te gaan.",
    "Daarbij werd verwezen naar de afspraken van 2021 en naar de evaluatie die in het voorjaar verschijnt.",
    "De Raad nam zonder discussie kennis van de voortgang van de onderhandelingen met het Europees Parlement.",
    "Volgens de Commissie kan de verordening vóór de zomer van 2026 worden gepubliceerd.",
    "Ook wees Nederland op het belang van gegevensbescherming, toezicht en een heldere rolverdeling.",
    "Nagenoeg alle lidstaten onderstreepten het belang van samenwerking met buurlanden en EU-agentschappen.",
    "Enkele lidstaten vroegen om een overgangstermijn van achttien maanden voor in- en uitvoer.",
    "Het kabinet informeert uw Kamer via de gebruikelijke weg over het vervolg van dit verzonnen dossier.",
    "De bespreking duurde kort; de overige stukken zijn schriftelijk afgedaan (zie ook nr. 3358).",
    "Een meerderheid van de lidstaten kon zich vinden in de compromistekst van 14 maart jl. over e-evidence.",
    "Tijdens de werklunch wisselden de ministers van gedachten over de situatie aan de buitengrenzen.",
)
TITLES = (
    "Verordening verzonnen grensbeheer",
    "Stand van het denkbeeldige informatiesysteem (DIS)",
    "Richtlijn herstelbare apparaten: gevolgen voor kleine bedrijven",
    "Strijd tegen de handel in nagemaakte zegels",
    "Samenwerking met het bedachte buurland",
    "Raadsaanbeveling over veilige speelpleinen",
    "Mededeling slimme havens en vaarwegen",
    "Toekomst van het fonds voor fabels en feiten",
    "Pakket eerlijke prijzen in de keten",
    "Actieplan schone sloten 2024-2030",
    "Voorbereiding van de top over verzonnen zaken",
    "Jaarverslag van het agentschap voor proeven",
    "Evaluatie van de regels voor reizende circussen",
    "Wederzijdse erkenning van testdiploma's",
    "EU-strategie voor regenboogforel",
    "Toegang tot water in afgelegen gebieden",
)
NOTES = (
    "Kamerstukken II 2023/24, 99999, nr. 12.",
    "Zie de bijlage bij de brief van 3 februari 2023, die ook is bedacht.",
    "COM(2024)123 final, alleen als voorbeeld genoemd.",
    "PB L 2024/9999, verzonnen vindplaats.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a letter with what it is."""

    style: str  #: head, title, section, item, subitem, subtitle, status, part, text, bullet, row, sign, side
    text: str
    label: str = ""  #: the printed number with its point: "I.", "1.", "a)"
    notes: tuple[tuple[int, str], ...] = ()  #: (characters from the start of the text, the note)
    depth: int = 0  #: of a list
    gap: bool = True  #: an empty line before it


@dataclass(slots=True)
class Expected:
    """An item as it must be read."""

    title: str
    kind: str = "agendapunt"
    number: str | None = None
    parent: str | None = None
    section: str | None = None
    subtitle: str | None = None
    status: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    parts: list[tuple[str, int]] = field(default_factory=list)
    footnotes: list[tuple[str, int, int]] = field(default_factory=list)  #: (text, paragraph, offset)


@dataclass(slots=True)
class Letter:
    """A letter: what to write and what must be read from it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    items: list[Expected] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)


class Writing:
    """Writes one letter and notes at once what must be read from it."""

    def __init__(self, name: str, **facts: object) -> None:
        self.letter = Letter(name, facts=facts)
        self._random = random.Random(name)  # noqa: S311 - the same letter every time
        self._section: str | None = None
        self._section_number: str | None = None
        self._item: str | None = None
        self._titles = list(TITLES)
        self._random.shuffle(self._titles)

    def add(self, style: str, text: str, label: str = "", **more: object) -> None:
        """A line as it is."""
        self.letter.lines.append(Line(style, text, label, **more))  # type: ignore[arg-type]

    def head(self, *texts: str) -> None:
        """Lines of the letterhead."""
        for text in texts:
            self.add("head", text)

    def section(self, title: str, label: str = "") -> None:
        """A part of the meeting."""
        self.add("section", title, label)
        self._section, self._section_number = title, label.rstrip(".)") or None

    def item(self, label: str = "", title: str | None = None, *, side: bool = False, under: bool = False) -> Expected:
        """An item; `under`: a sub-item of the last one."""
        title = title or self._titles.pop()
        own = label.removeprefix("Punt ").rstrip(".):") or None
        own = own.rpartition(".")[2] if own else None
        above = self._item if under else self._section_number
        number = f"{above}.{own}" if above and own else own
        self.add("side" if side else "subitem" if under else "item", title, label)
        expected = Expected(
            title,
            "nevenonderwerp" if side else "agendapunt",
            number,
            self._item if under else None,
            self._section,
        )
        if not under:
            self._item = number
        self.letter.items.append(expected)
        return expected

    def subtitle(self, text: str) -> None:
        """A second title line."""
        self.add("subtitle", text, gap=False)
        self.letter.items[-1].subtitle = text

    def status(self, text: str, read: str | None = None) -> None:
        """A status line."""
        self.add("status", text, gap=False)
        self.letter.items[-1].status = read or text

    def part(self, title: str) -> None:
        """A named part of the item."""
        self.add("part", title)
        self.letter.items[-1].parts.append((title, len(self.letter.items[-1].paragraphs)))

    def text(self, *, note: bool = False, sentences: int = 0, text: str | None = None) -> None:
        """A paragraph of invented sentences."""
        count = sentences or self._random.randint(2, 5)
        text = text or " ".join(self._random.sample(SENTENCES, count))
        notes: tuple[tuple[int, str], ...] = ()
        item = self.letter.items[-1]
        if note:
            at = (
                text.index(".") + 1
                if self._random.random() < 0.5
                else text.index(" het ") + 4
                if " het " in text
                else 2
            )
            at = text.index(".") + 1 if at < 5 else at
            notes = ((at, self._random.choice(NOTES)),)
            item.footnotes.append((notes[0][1], len(item.paragraphs), at))
        self.add("text", text, notes=notes)
        item.paragraphs.append(text)

    def bullets(self, count: int, depth: int = 0) -> None:
        """Points of a list."""
        for at in range(count):
            text = f"verzonnen punt {at + 1} van een lijst;"
            self.add("bullet", text, depth=depth, gap=False)
            self.letter.items[-1].paragraphs.append(f"{'•◦▪'[depth]} {text}")

    def row(self, *cells: str) -> None:
        """A row of a table."""
        self.add("row", " | ".join(cells), gap=False)
        self.letter.items[-1].paragraphs.append(" | ".join(cells))

    def texts(self, count: int, *, note: bool = False) -> None:
        """Some paragraphs, the first with a note."""
        for at in range(count):
            self.text(note=note and at == 0)

    def no_section(self) -> None:
        """What follows belongs to no section."""
        self._section = self._section_number = None


# --- covers ------------------------------------------------------------------------------------------

_NAMES = ("A.B. van Verzonnen", "C.D. Bedacht", "Q.X. de Proef")
_INVENTED = "Deze brief is verzonnen om een programma mee te testen."


def cover(writing: Writing, **how: str) -> None:
    """The letterhead and the opening sentence; facts go into the letter's facts."""
    facts = writing.letter.facts
    writing.head(how["dossier_line"], f"{how['number_line']}")
    writing.head(f"Aan de Voorzitter van de {how['house']} der Staten-Generaal", f"Den Haag, {how['date']}")
    writing.head(f"{how['opening']} {_INVENTED}")
    facts.setdefault("chamber", "EK" if how["house"].startswith("Eerste") else "TK")


def signatures(writing: Writing, layout: str) -> None:
    """Two signatures in one of the layouts."""
    roles = ("minister van Proefzaken", "staatssecretaris van Denkbeelden")
    writing.letter.facts["signatories"] = [
        {"name": name, "role": role} for name, role in zip(_NAMES, roles, strict=False)
    ]
    for name, role in zip(_NAMES, roles, strict=False):
        if layout == "under":
            writing.add("sign", f"De {role},")
            writing.add("sign", name, gap=False)
        elif layout == "behind":
            writing.add("sign", f"De {role}, {name}")
        else:
            writing.add("sign", name)
            writing.add("sign", role[:1].upper() + role[1:], gap=False)
    if layout == "above":
        writing.letter.facts["signatories"] = [
            {"name": name, "role": role} for name, role in zip(_NAMES, roles, strict=False)
        ]


@dataclass(frozen=True, slots=True)
class Shape:
    """What varies between the letters."""

    name: str
    council: str
    council_name: str
    outline: str
    kind: str = "verslag"
    cover: str = "A"
    dates: tuple[str, tuple[str, ...]] = ("5 en 7 maart 2025", ("2025-03-05", "2025-03-07"))
    place: str = "Brussel"
    letter_date: tuple[str, str] = ("21 maart 2025", "2025-03-21")
    dossier: str = "32317"
    number: str = "935"
    house: str = "Tweede Kamer"
    signed: str = "under"
    informal: bool = False
    title_dates: bool = True


def write(shape: Shape) -> Letter:
    """The letter of that shape."""
    facts: dict[str, object] = {
        "kind": shape.kind,
        "council": shape.council,
        "informal": shape.informal,
        "meeting_dates": list(shape.dates[1]),
        "location": shape.place,
        "letter_date": shape.letter_date[1],
        "kamerstuk": f"{shape.dossier}-{shape.number}",
    }
    writing = Writing(shape.name, **facts)
    word = "verslag" if shape.kind == "verslag" else "geannoteerde agenda"
    informal = "informele " if shape.informal else ""
    where = f"de {informal}{shape.council_name}" if shape.council_name else ""
    opening = {
        "D": f"Met deze brief informeer ik u over de uitkomsten van {where} die op {shape.dates[0]} "
        f"in {shape.place} heeft plaatsgevonden.",
        "E": f"Met deze brief informeer ik uw Kamer over {where} die op {shape.dates[0]} plaatsvond te {shape.place}.",
    }.get(shape.cover, f"Hierbij bieden wij uw Kamer het {word} aan van {where} op {shape.dates[0]} in {shape.place}.")
    if shape.kind != "verslag":
        opening = opening.replace("het geannoteerde", "de geannoteerde").replace(
            "de uitkomsten", "de geannoteerde agenda"
        )
    spaced = f"{shape.dossier[:2]} {shape.dossier[2:]}"
    letters = shape.number.isalpha()
    cover(
        writing,
        dossier_line=f"{spaced} {shape.council_name}",
        number_line=f"{'' if letters else 'Nr. '}{shape.number} BRIEF VAN DE MINISTER VAN PROEFZAKEN",
        house=shape.house,
        date=shape.letter_date[0],
        opening=opening,
    )
    if shape.cover == "B":
        _side_topics(writing)
    if shape.cover in "AB":
        signatures(writing, shape.signed)
    title = f"{word[:1].upper()}{word[1:]} van de {informal}{shape.council_name}"
    if shape.cover == "E":
        writing.add("title", title, "I.")
    elif shape.cover != "D":
        writing.add("title", f"{title}, {shape.dates[0]}" if shape.title_dates else title)
    OUTLINES[shape.outline](writing)
    if shape.cover == "E":
        writing.no_section()
        writing.item("II.", "Overzicht van andere verzonnen zaken", side=True)
        writing.letter.items[-1].number = "II"
        writing.texts(2)
    if shape.cover in "DE":
        signatures(writing, shape.signed)
    return writing.letter


def _side_topics(writing: Writing) -> None:
    for title in ("Toezegging over verzonnen vragen", "Kopgroepontbijt over bedachte dreigingen"):
        writing.item(title=title, side=True)
        writing.texts(2)


# --- outlines ----------------------------------------------------------------------------------------


def _jbz(writing: Writing) -> None:
    for label, section, count in (("I.", "Binnenlandse Zaken", 3), ("II.", "Justitie", 2)):
        writing.section(section, label)
        for number in range(1, count + 1):
            writing.item(f"{number}.")
            if number == 1:
                writing.subtitle("Tweede regel met de uitvoering van de bedachte prioriteiten")
            writing.texts(number, note=number == 2)
        writing.item(f"{count + 1}.", "Overige onderwerpen")
        for letter in "ab":
            writing.item(f"{letter}.", under=True)
            writing.text()


def _status(writing: Writing) -> None:
    for label, section in (("I.", "Justitie"), ("II.", "Binnenlandse Zaken")):
        writing.section(section, label)
        for number, (status, read) in enumerate(
            (
                ("(Gedeeltelijke) algemene oriëntatie", None),
                ("= Gedachtewisseling", "Gedachtewisseling"),
                ("Beleidsdebat", None),
            ),
            1,
        ):
            writing.item(f"{number}.")
            writing.status(status, read)
            writing.texts(2, note=True)


def _parts(writing: Writing) -> None:
    for number in range(1, 4):
        writing.item(f"{number}.")
        for part in ("Inhoud", "Inzet Nederland", "Indicatie krachtenveld", "Tijdpad"):
            writing.part(part)
            writing.texts(1, note=part == "Inhoud")


def _unnumbered(writing: Writing) -> None:
    for at in range(4):
        writing.item()
        if at == 0:
            writing.status("(Update door de Europese Commissie)", "Update door de Europese Commissie")
        writing.texts(2, note=at == 1)


def _groups(writing: Writing) -> None:
    for section in ("Eurogroep in reguliere samenstelling", "Ecofinraad"):
        writing.section(section)
        for _ in range(2):
            writing.item()
            writing.texts(2)


def _days(writing: Writing) -> None:
    for section in ("Donderdag 5 maart", "Vrijdag 6 maart"):
        writing.section(section)
        for number in (1, 2):
            writing.item(f"{number}.")
            writing.texts(2, note=number == 1)


def _gaps(writing: Writing) -> None:
    for number in ("2", "3", "7", "10", "10a", "11"):
        writing.item(f"{number}.")
        writing.texts(1)


def _points(writing: Writing) -> None:
    for number in (1, 2, 3):
        writing.item(f"Punt {number}:")
        writing.texts(2)


def _decimal(writing: Writing) -> None:
    for number in (1, 2):
        writing.item(f"{number}.")
        writing.text()
        for inner in (1, 2):
            writing.item(f"{number}.{inner}.", under=True)
            writing.texts(1, note=inner == 1)


def _capitals(writing: Writing) -> None:
    for label, section in (("A.", "Wetgevende beraadslagingen"), ("B.", "Niet-wetgevende activiteiten")):
        writing.section(section, label)
        for number in (1, 2):
            writing.item(f"{number}.")
            writing.texts(2)


def _lists(writing: Writing) -> None:
    for number in (1, 2, 3):
        writing.item(f"{number}.")
        writing.text(text="De Raad sprak over de volgende verzonnen punten:")
        writing.bullets(2)
        writing.bullets(2, depth=1)
        writing.text()


def _tables(writing: Writing) -> None:
    for number in (1, 2):
        writing.item(f"{number}.")
        writing.text()
        writing.row("Fonds", "Bedrag 2024", "Bedrag 2025")
        writing.row("Fabelfonds", "12 miljoen", "14 miljoen")
        writing.row("Feitenfonds", "3 miljoen", "5 miljoen")
        writing.text()


def _diverse(writing: Writing) -> None:
    for _ in range(3):
        writing.item()
        writing.texts(2)
    writing.section("Diversen")
    for _ in range(3):
        writing.item()
        writing.text()


OUTLINES = {
    "jbz": _jbz,
    "status": _status,
    "parts": _parts,
    "unnumbered": _unnumbered,
    "groups": _groups,
    "days": _days,
    "gaps": _gaps,
    "points": _points,
    "decimal": _decimal,
    "capitals": _capitals,
    "lists": _lists,
    "tables": _tables,
    "diverse": _diverse,
}

_DATES = (
    ("5 en 7 maart 2025", ("2025-03-05", "2025-03-07")),
    ("12 en 13 juni 2025", ("2025-06-12", "2025-06-13")),
    ("14–16 juli", ("2025-07-14", "2025-07-15", "2025-07-16")),
    ("22-23 juli a.s.", ("2025-07-22", "2025-07-23")),
    ("17 mei jl.", ("2025-05-17",)),
    ("22 t/m 23 september 2025", ("2025-09-22", "2025-09-23")),
    ("30 november en 1 december 2025", ("2025-11-30", "2025-12-01")),
    ("maandag 23 juni 2025", ("2025-06-23",)),
    ("8/9 december 2025", ("2025-12-08", "2025-12-09")),
)
_LETTER_DATES = {
    "2025-03-05": ("21 maart 2025", "2025-03-21"),
    "2025-06-12": ("23 juni 2025", "2025-06-23"),
    "2025-07-14": ("18 juli 2025", "2025-07-18"),
    "2025-07-22": ("10 juli 2025", "2025-07-10"),
    "2025-05-17": ("25 mei 2025", "2025-05-25"),
    "2025-09-22": ("1 oktober 2025", "2025-10-01"),
    "2025-11-30": ("12 december 2025", "2025-12-12"),
    "2025-06-23": ("26 juni 2025", "2025-06-26"),
    "2025-12-08": ("2 december 2025", "2025-12-02"),
}
_COUNCILS = (
    ("JBZ", "Raad Justitie en Binnenlandse Zaken (JBZ-Raad)", "32317"),
    ("RBZ", "Raad Buitenlandse Zaken", "21501-02"),
    ("RAZ", "Raad Algemene Zaken", "21501-02"),
    ("ECOFIN", "Ecofinraad", "21501-07"),
    ("EUROGROEP", "Eurogroep", "21501-07"),
    ("LANDBOUW", "Landbouw- en Visserijraad", "21501-32"),
    ("MILIEU", "Milieuraad", "21501-08"),
    ("TRANSPORT", "Transportraad", "21501-33"),
    ("TELECOM", "Telecomraad", "21501-33"),
    ("ENERGIE", "Energieraad", "21501-33"),
    ("EPSCO", "Raad Werkgelegenheid, Sociaal Beleid, Volksgezondheid en Consumentenzaken", "21501-31"),
    ("OJCS", "Raad Onderwijs, Jeugd, Cultuur en Sport", "21501-34"),
    ("CONCURRENTIEVERMOGEN", "Raad voor Concurrentievermogen", "21501-30"),
    ("ONTWIKKELING", "Raad Buitenlandse Zaken Ontwikkelingssamenwerking", "21501-04"),
    ("HANDEL", "Raad Buitenlandse Zaken Handel", "21501-02"),
    ("DEFENSIE", "Raad Buitenlandse Zaken Defensie", "21501-28"),
    ("COHESIE", "Raad Algemene Zaken Cohesie", "21501-02"),
    ("GEZONDHEID", "EPSCO Gezondheid", "21501-31"),
)


def shapes() -> Iterator[Shape]:
    """Forty-eight letters: every outline with several covers, Councils, days, houses and signatures."""
    outlines = list(OUTLINES)
    covers = ("A", "B", "D", "E", "A", "B")
    for at in range(48):
        outline = outlines[at % len(outlines)]
        code, council, dossier = _COUNCILS[at % len(_COUNCILS)]
        chosen = covers[(at // len(outlines) + at) % len(covers)]
        if chosen == "E" and outline in ("jbz", "status"):  # they use Roman numbers themselves
            chosen = "A"
        dates = _DATES[at % len(_DATES)]
        yield Shape(
            name=f"{at:02d}_{outline}_{chosen}_{code.lower()}",
            council=code,
            council_name=council,
            outline=outline,
            kind="geannoteerde_agenda" if at % 3 == 1 else "verslag",
            cover=chosen,
            dates=dates,
            place=("Brussel", "Luxemburg", "Den Haag")[at % 3],
            letter_date=_LETTER_DATES[dates[1][0]],
            dossier=dossier,
            number="JI" if at % 5 == 2 else str(900 + at),
            house="Eerste Kamer" if at % 5 == 2 else "Tweede Kamer",
            signed=("under", "behind", "above")[at % 3],
            informal=at % 7 == 3,
            title_dates=at % 4 != 1,
        )
