"""The way from bytes to a Document."""

from collections.abc import Mapping, Sequence

from briefings.language.dates import dutch_days
from briefings.model.document import Document, Doubt, Kind, Provenance
from briefings.model.item import AgendaItem, ItemKind
from briefings.model.meeting import Meeting
from briefings.reading.blocks import Block, Blocks
from briefings.reading.claims import Claim, Identity, Source, claim, identify
from briefings.reading.footnotes import unclaimed
from briefings.reading.genre import foreign, refuse_look_alikes
from briefings.reading.letterhead import Letterhead, read_letterhead
from briefings.reading.open import read_blocks
from briefings.reading.outline import Outline, read_outline
from briefings.reading.regions import Regions, divide, find_title, sentence_claims
from briefings.reading.signatures import listed_signatories


def read(data: bytes, provenance: Provenance) -> Document:
    """The letter in `data`, in any of the formats of `reading/formats/`.

    What `provenance` knows wins over what the text says. Raises Unreadable for bytes that are no letter,
    ForeignLetter for a text of another genre.
    """
    return read_letter(read_blocks(data, provenance.name), provenance)


def read_letter(blocks: Blocks, provenance: Provenance) -> Document:
    """The letter in `blocks`. Raises ForeignLetter."""
    refuse_look_alikes(blocks, provenance.name)
    lines = blocks.lines
    head = read_letterhead(lines)
    near = head.letter_date or head.page_date
    subjects = [claim(Source.SUBJECT, text, near) for text in head.subjects]
    title = find_title(lines, head, next((c for c in subjects if c.formation and c.kind), None))
    regions = divide(lines, head, title)
    claims = [*subjects, *([title.claim] if title else []), *sentence_claims(lines[head.body :], near)]
    identity = _identity(claims, regions, provenance.name)
    side = read_outline(regions.side, blocks.notes, ItemKind.SIDE_TOPIC)
    report = read_outline(regions.report, blocks.notes)
    after = read_outline(regions.after, blocks.notes, ItemKind.SIDE_TOPIC)
    return _document(identity, head, regions, (side, report, after), blocks.notes, provenance)


def _identity(claims: Sequence[Claim], regions: Regions, name: str) -> Identity:
    prose = [block.text for block in (*regions.around, *regions.report[:3])]
    identity = identify(claims, prose)
    if identity is None:
        raise foreign(
            name,
            "er staat geen titel in die een Raad en een datum noemt",
            "no title in it names a Council and a date",
        )
    return identity


def _document(
    identity: Identity,
    head: Letterhead,
    regions: Regions,
    outlines: tuple[Outline, Outline, Outline],
    notes: Mapping[str, str],
    provenance: Provenance,
) -> Document:
    side, report, after = outlines
    items = (*side.items, *report.items, *after.items)
    claimed = {note.marker for item in items for note in item.footnotes}
    signed = regions.signatures.signatories if regions.signatures else ()
    listed = listed_signatories([block.text for block in regions.around])
    return Document(
        kind=identity.kind,
        meeting=Meeting(identity.formation.code, identity.dates, identity.location, identity.informal),
        title=_title(identity, head, regions),
        chamber=provenance.chamber or head.chamber,
        letter_date=head.letter_date,
        kamerstuk=provenance.kamerstuk or head.kamerstuk,
        document_number=provenance.document_number or head.document_number,
        signatories=max(signed, listed, key=len),
        items=items,
        letter=(*_texts((*regions.around, *side.introduction)), *unclaimed(notes, claimed)),
        introduction=_texts((*report.introduction, *after.introduction)),
        doubts=(*identity.doubts, *side.doubts, *report.doubts, *after.doubts, *_nothing_found(report.items)),
    )


def _title(identity: Identity, head: Letterhead, regions: Regions) -> str:
    if regions.title is not None:
        return regions.title.claim.text
    subject = next((text for text in head.subjects if claim(Source.SUBJECT, text, None).kind), None)
    kind = "Verslag" if identity.kind is Kind.REPORT else "Geannoteerde agenda"
    return subject or f"{kind} {identity.formation.label}, {dutch_days(identity.dates)}"


def _nothing_found(items: Sequence[AgendaItem]) -> tuple[Doubt, ...]:
    if items:
        return ()
    return (
        Doubt(
            "Er staan geen agendapunten in dit bestand: het verslag of de agenda zelf is waarschijnlijk een bijlage.",
            "There are no agenda items in this file: the report or agenda itself is probably an annex.",
        ),
    )


def _texts(blocks: Sequence[Block]) -> tuple[str, ...]:
    return tuple(block.text for block in blocks)
