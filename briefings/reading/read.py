"""The way from bytes to a Document."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from briefings.errors import ForeignLetter, Message
from briefings.language.dates import dutch_days
from briefings.model.document import Document, Evidence, Kind, Provenance
from briefings.model.item import AgendaItem, ItemKind
from briefings.model.meeting import Meeting
from briefings.reading.blocks import Block, Blocks
from briefings.reading.changes import find_notice
from briefings.reading.claims import Claim, ClaimSource, line_claim
from briefings.reading.footnotes import unclaimed
from briefings.reading.formations import formation_of
from briefings.reading.genre import refuse_look_alikes
from briefings.reading.identity import Identity, evidence, weigh
from briefings.reading.letterhead import Letterhead, read_letterhead
from briefings.reading.open import read_blocks
from briefings.reading.outline import Outline, read_outline
from briefings.reading.regions import Regions, divide, find_title, sentence_claims
from briefings.reading.signatures import find_signatures, listed_signatories
from briefings.reading.tense import kind_by_tense

_OF_TENSE = 100  #: blocks whose verbs are looked at


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
    head = read_letterhead(lines, blocks.margins)
    near = head.letter_date or head.page_date or _day_given(provenance)
    told = [*_registered(provenance), *_subjects(head, near)]
    title = find_title(lines, head, next((one for one in told if one.formation and one.kind), None))
    claims = [*told, *([title.claim] if title else []), *sentence_claims(lines, head.body, near)]
    claims += _by_tense(claims, lines)
    notice = find_notice(lines, head.body, [one.text for one in told], near)
    said = evidence(claims, notice)
    if weigh(claims, notice, ()) is None:  # before anything is done that takes time in proportion to its length
        raise _foreign(provenance.name, said)
    regions = divide(lines, head, title)
    identity = weigh(claims, notice, [block.text for block in (*regions.around, *regions.report[:3])])
    if identity is None:
        raise _foreign(provenance.name, said)
    if identity.kind is Kind.NOTICE:
        return replace(_notice(identity, head, lines, blocks, provenance), evidence=said)
    side = read_outline(regions.side, blocks.notes, ItemKind.SIDE_TOPIC)
    report = read_outline(regions.report, blocks.notes)
    after = read_outline(regions.after, blocks.notes, ItemKind.SIDE_TOPIC)
    document = _document(identity, head, regions, (side, report, after), blocks, provenance)
    return replace(document, evidence=said)


def _notice(
    identity: Identity, head: Letterhead, lines: Sequence[Block], blocks: Blocks, provenance: Provenance
) -> Document:
    """A letter that says only that a Council is cancelled or moved: its text is one subject, told as such."""
    signed = find_signatures(lines[head.body :])
    begin, end = (head.body + signed.begin, head.body + signed.end) if signed else (len(lines), len(lines))
    around = (*lines[: head.body], *lines[begin:end])
    regions = Regions(tuple(around), (), (), (), None, signed)
    nothing = Outline((), (), ())
    document = _document(identity, head, regions, (nothing, nothing, nothing), blocks, provenance)
    told = _texts([*lines[head.body : begin], *lines[end:]])
    return replace(document, items=(AgendaItem(document.title, ItemKind.SIDE_TOPIC, paragraphs=told),))


def _by_tense(claims: Sequence[Claim], lines: Sequence[Block]) -> Iterator[Claim]:
    """What the verbs of a letter say that is about a Council and does not tell whether it was or will be."""
    about = next((one for one in claims if one.source is ClaimSource.SENTENCE and one.kind is None), None)
    if about is None or any(one.kind for one in claims):
        return
    kind = kind_by_tense(block.text for block in lines[:_OF_TENSE])
    if kind is not None:
        yield replace(about, kind=kind, weight=2)


def _registered(provenance: Provenance) -> Iterator[Claim]:
    """What the register says, as evidence of its own."""
    given = provenance.registered
    if given is None:
        return
    if given.title:
        yield line_claim(ClaimSource.REGISTER, given.title, given.day)
    if given.letter_title:
        yield line_claim(ClaimSource.LETTER, given.letter_title, given.day)


def _day_given(provenance: Provenance) -> date | None:
    return provenance.registered.day if provenance.registered else None


def _subjects(head: Letterhead, near: date | None) -> Iterator[Claim]:
    """What the lines above the text say; a bare one counts only where it says what the letter is."""
    for one in head.subjects:
        said = line_claim(one.source, one.text, near, one.line)
        if one.source is ClaimSource.DOSSIER:
            if said.formation:
                yield replace(said, kind=None, dates=())
        elif one.labelled or (said.kind and (said.formation or one.line is not None)):
            yield said
    if head.dossier and not any(one.source is ClaimSource.DOSSIER for one in head.subjects):
        formation = formation_of(head.dossier)
        if formation is not None:
            yield Claim(ClaimSource.DOSSIER, head.dossier, None, formation, (), 1)


def _foreign(name: str, said: tuple[Evidence, ...]) -> ForeignLetter:
    refusal = ForeignLetter("letter.foreign", name=name)
    refusal.evidence = said
    return refusal


def _document(
    identity: Identity,
    head: Letterhead,
    regions: Regions,
    outlines: tuple[Outline, Outline, Outline],
    blocks: Blocks,
    provenance: Provenance,
) -> Document:
    side, report, after = outlines
    notes = blocks.notes
    items = (*side.items, *report.items, *after.items)
    claimed = {note.marker for item in items for note in item.footnotes}
    signed = regions.signatures.signatories if regions.signatures else ()
    listed = listed_signatories([block.text for block in regions.around])
    return Document(
        kind=identity.kind,
        meeting=Meeting(
            identity.formation.code,
            identity.dates,
            identity.location,
            identity.informal,
            identity.change,
            identity.moved_to,
        ),
        title=_title(identity, head, regions),
        chamber=provenance.chamber or blocks.stated.chamber or head.chamber,
        letter_date=head.letter_date or _day_given(provenance),
        kamerstuk=provenance.kamerstuk or blocks.stated.kamerstuk or head.kamerstuk,
        document_number=provenance.document_number or head.document_number,
        signatories=max(signed, listed, key=len),
        items=items,
        letter=(*_texts((*regions.around, *side.introduction)), *unclaimed(notes, claimed)),
        introduction=_texts((*report.introduction, *after.introduction)),
        doubts=(
            *identity.doubts,
            *_two_dates(head),
            *(doubt for outline in outlines for doubt in outline.doubts),
            *(_nothing_found(report.items) if identity.kind is not Kind.NOTICE else ()),
        ),
    )


def _title(identity: Identity, head: Letterhead, regions: Regions) -> str:
    if regions.title is not None and regions.title.claim.formation:
        return regions.title.claim.text
    subjects = [one.text for one in head.subjects if one.labelled and one.source is ClaimSource.SUBJECT]
    subjects += [one.text for one in head.subjects if not one.labelled and one.source is ClaimSource.SUBJECT]
    subject = next(
        (text for text in subjects if (said := line_claim(ClaimSource.SUBJECT, text, None)).kind and said.formation),
        None,
    )
    if identity.kind is Kind.NOTICE:
        subject = next((text for text in subjects if line_claim(ClaimSource.SUBJECT, text, None).formation), None)
    return subject or f"{_NAMES[identity.kind]} {identity.formation.label}, {dutch_days(identity.dates)}"


_NAMES = {Kind.REPORT: "Verslag", Kind.ANNOTATED_AGENDA: "Geannoteerde agenda", Kind.NOTICE: "Mededeling"}


def _two_dates(head: Letterhead) -> tuple[Message, ...]:
    if head.other_date is None or head.letter_date is None:
        return ()
    day, other = head.letter_date.isoformat(), head.other_date.isoformat()
    return (Message("doubt.two_dates", {"day": day, "other": other}),)


def _nothing_found(items: Sequence[AgendaItem]) -> tuple[Message, ...]:
    if items:
        return ()
    return (Message("doubt.no_items"),)


def _texts(blocks: Sequence[Block]) -> tuple[str, ...]:
    return tuple(block.text for block in blocks)
