"""`jbz parse` and `jbz ingest`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot.administration.refusing import refusal_noted
from bot.cli.starting import complain, dutch, how_many, print_json, say, started
from bot.export.document_json import document_json, evidence_json
from briefings.enriching.doubts import doubts_of
from briefings.errors import ForeignLetter, JbzError, Message
from briefings.intake.apart import ReadingApart
from briefings.intake.decide import Decision
from briefings.model.document import Document, Evidence
from briefings.model.item import ItemKind
from briefings.sources.folder import find_files, load
from briefings.themes.catalogue import load_catalogue

_SAID = {
    Decision.NEW: "nieuw",
    Decision.NEW_BUT_OLD: "nieuw (te oud om nog te melden)",
    Decision.NEW_EDITION: "nieuwe versie van een bekende brief",
    Decision.LESSER_EDITION: "bewaard naast een betere versie",
    Decision.HELD: "bewaard en niet getoond: het heeft veel minder agendapunten",
    Decision.SAME: "al bekend",
}
Why = Annotated[bool, typer.Option("--why", help="Waaruit blijkt wat voor brief het is, en waar dat staat.")]
Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]
Kamerstuk = Annotated[str | None, typer.Option(help="Bijvoorbeeld 32317-935.")]
DocumentNumber = Annotated[str | None, typer.Option(help="Bijvoorbeeld 2025D12334.")]
Chamber = Annotated[str | None, typer.Option(help="TK of EK.")]


def parse(file: Path, *, why: Why = False, as_json: Json = False) -> None:
    """Laat zien wat er in een brief staat; bewaart niets.

    Voorbeeld: jbz parse brief.txt --json
    """
    letter = load(file)
    try:
        apart = ReadingApart()
        document = apart.understand(apart.read(letter.data, letter.provenance), load_catalogue().themes, file.name)
    except ForeignLetter as error:
        if why and not as_json:
            _show_evidence(error.evidence)
        raise
    document = replace(document, doubts=(*document.doubts, *doubts_of(document)))
    if as_json:
        print_json(document_json(document) | ({"evidence": evidence_json(document.evidence)} if why else {}))
        return
    from bot.cli.tree import show_document  # loads Rich

    show_document(document)
    if why:
        _show_evidence(document.evidence)


def _show_evidence(found: Sequence[Evidence]) -> None:
    from bot.cli.tree import show_evidence  # loads Rich

    show_evidence(found)


def ingest(
    paths: list[Path],
    *,
    kamerstuk: Kamerstuk = None,
    document_number: DocumentNumber = None,
    chamber: Chamber = None,
    as_json: Json = False,
) -> None:
    """Bewaart brieven; mappen met alles erin. Een slechte brief wordt gemeld, de rest gaat door.

    Metadata mogen naast een brief staan (brief.txt + brief.json), of als optie bij één brief.
    Voorbeeld: jbz ingest brieven/
    """
    flags = {"kamerstuk": kamerstuk, "document_number": document_number, "chamber": chamber}
    files = list(find_files(paths))
    if len(files) != 1 and any(flags.values()):
        complain("--kamerstuk, --document-number en --chamber gelden voor één brief; geef er dan ook één.")
        raise typer.Exit(1)
    if not files:
        complain(f"In {', '.join(map(str, paths))} staan geen brieven (.txt, .docx, .odt, .doc, .pdf, .xml of .html).")
        raise typer.Exit(1)
    app = started(fills=True)
    results: list[dict[str, object]] = []
    from bot.cli.tree import with_progress  # loads Rich

    for path in with_progress(files):
        try:
            with refusal_noted(app.database, path.name, app.clock):
                letter = load(path, flags)
                taken = app.take_in(letter.data, letter.provenance)
        except JbzError as error:
            results.append({"file": str(path), "result": "failed", "reason": dutch(error.message), "items": 0})
        else:
            results.append(
                {
                    "file": str(path),
                    "result": taken.decision.value,
                    "reason": None,
                    "items": len(taken.document.items),
                }
            )
            if not as_json:
                say(f"{path}: {_SAID[taken.decision]}, {_held(taken.document)}")
                if taken.replaced is not None:
                    say(dutch(taken.replaced.message))
                if taken.not_shown is not None:
                    say(dutch(Message("letters.not_shown", {"number": str(taken.not_shown)})))
                if taken.shown_again:
                    say("Deze brief was ingetrokken, en is nu weer te lezen.")
    failed = [result for result in results if result["result"] == "failed"]
    if as_json:
        print_json(results)
    else:
        for result in failed:
            complain(f"{result['reason']}")
    if failed:
        raise typer.Exit(1)


def _held(document: Document) -> str:
    side = sum(item.kind is ItemKind.SIDE_TOPIC for item in document.items)
    agenda = how_many(len(document.items) - side, "agendapunt", "agendapunten")
    return f"{agenda}, {how_many(side, 'nevenonderwerp', 'nevenonderwerpen')}" if side else agenda


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    cli.command()(parse)
    cli.command()(ingest)
