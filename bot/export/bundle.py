"""All that was delivered to a chat in a period as one zip: readable, for a program, and for an archive.

The same content gives the same bytes: nothing in it says when or by whom the zip was made, every name and order is
fixed, and nothing is compressed, which every version of zlib does otherwise. Files are written one after the other, so
that no more than one letter is in memory; of each only its line in the index is kept.
"""

import hashlib
import html
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from bot.conversation.keeping import from_kept
from bot.export.mdto import ArchivedFile, ArchivedObject, file_xml, object_xml
from bot.export.text import printable, to_text
from bot.templates import bundled
from bot.words import Words
from briefings.model.bundle import BundledEdition, BundledLetter, BundledMessage, BundlePeriod

SCHEMA = "jbz-bundle/1"
_BEGIN = (1980, 1, 1, 0, 0, 0)  #: the earliest moment that a zip can say
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</(?:p|li|h\d|div|tr)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BundleAbout:
    """What a bundle is of."""

    chat: str  #: as it is named to people
    period: BundlePeriod
    source: str  #: the address of this service, by which what is in it is named
    keep_days: int  #: how long deliveries are kept


@dataclass(frozen=True, slots=True)
class PackedBundle:
    """A bundle that was written."""

    messages: int
    letters: int
    sha256: str  #: of all that is in it: of the index, which has the hash of every file


@dataclass
class _Packing:
    """A zip that is being written."""

    file: zipfile.ZipFile
    about: BundleAbout
    written: dict[str, str] = field(default_factory=dict)  #: the hash of each file

    def add(self, name: str, data: bytes) -> str:
        """Writes a file; its hash."""
        info = zipfile.ZipInfo(name, _BEGIN)
        info.create_system, info.external_attr = 3, 0o644 << 16  # the same on every system
        self.file.writestr(info, data, zipfile.ZIP_STORED)
        self.written[name] = hashlib.sha256(data).hexdigest()
        return self.written[name]

    @property
    def key(self) -> str:
        period = self.about.period
        return f"jbz-bundel:{self.about.chat}:{period.since}:{period.until}"

    @property
    def name(self) -> str:
        period = self.about.period
        return f"Bezorgd aan {self.about.chat} van {period.since} tot en met {period.until}"


def write_bundle(
    about: BundleAbout,
    out: BinaryIO,
    messages: Iterable[BundledMessage],
    letters_of: Callable[[set[int]], Sequence[BundledLetter]],
    content: Callable[[int], bytes],
) -> PackedBundle:
    """Writes the zip to `out`; what was in it."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        packing = _Packing(file, about)
        told: set[int] = set()
        sent = []
        for number, message in enumerate(messages, 1):
            told.update(message.items)
            sent.append(_pack_message(packing, number, message))
        letters = letters_of(told)
        kept = [_pack_letter(packing, letter, content) for letter in letters]
        index = _index(packing, sent, kept)
        packing.add("mdto.xml", _whole_xml(packing, sent, kept))
        packing.add("index.html", _page(packing, sent, kept).encode())
        written = {**index, "files": dict(sorted(packing.written.items()))}
        digest = packing.add("index.json", (json.dumps(written, ensure_ascii=False, indent=2) + "\n").encode())
    return PackedBundle(len(sent), len(kept), digest)


def _pack_message(packing: _Packing, number: int, message: BundledMessage) -> dict[str, Any]:
    """Writes a message as text, with its metadata; what the index says of it."""
    delivery = message.delivery
    title, language, text = _read(message)
    key, name = f"bezorging-{delivery.id}", f"berichten/{number:05}-{delivery.id}"
    data = text.encode()
    digest = packing.add(f"{name}.txt", data)
    file_key = f"{key}-tekst"
    one = ArchivedObject(
        key, packing.about.source, title, "Archiefstuk", language=language, events=[("Verzending", message.at)],
        part_of=(packing.name, packing.key), files=[(f"{name}.txt", file_key)],
    )  # fmt: skip
    packing.add(f"{name}.mdto.xml", object_xml(one))
    file = ArchivedFile(
        file_key, packing.about.source, f"{name}.txt", len(data), "text/plain; charset=utf-8", digest, message.at,
        None, (title, key),
    )  # fmt: skip
    packing.add(f"{name}.txt.mdto.xml", file_xml(file))
    return {
        "delivery": delivery.id,
        "kind": delivery.kind.value,
        "amends": message.amends,
        "due_at": _moment(delivery.due_at),
        "sent_at": _moment(delivery.sent_at),
        "state": delivery.state.value,
        "parts": delivery.part_count,
        "parts_sent": delivery.parts_sent,
        "maybe_twice": delivery.repeats > 0,
        "title": title,
        "file": f"{name}.txt",
        "sha256": digest,
        "sent_sha256": [hashlib.sha256(part.encode()).hexdigest() for part in message.parts],
        "items": list(message.items),
    }


def _pack_letter(packing: _Packing, letter: BundledLetter, content: Callable[[int], bytes]) -> dict[str, Any]:
    """Writes every edition of a letter as it came in, with metadata; what the index says of it."""
    key = f"brief-{letter.id}"
    editions = [_pack_edition(packing, letter, key, one, content(one.id)) for one in letter.editions]
    events = [("Intrekking", letter.withdrawn_at)] if letter.withdrawn_at else []
    one = ArchivedObject(
        key, packing.about.source, letter.title, "Archiefstuk", events=events,
        described=[text for text in (letter.kamerstuk and f"Kamerstuk {letter.kamerstuk}", letter.url) if text],
        part_of=(packing.name, packing.key), files=[(one["file"], f"editie-{one['edition']}") for one in editions],
    )  # fmt: skip
    packing.add(f"brieven/{letter.id}/brief.mdto.xml", object_xml(one))
    return {
        "letter": letter.id,
        "kind": letter.kind,
        "title": letter.title,
        "day": letter.day.isoformat() if letter.day else None,
        "kamerstuk": letter.kamerstuk,
        "document_number": letter.document_number,
        "url": letter.url,
        "withdrawn_at": _moment(letter.withdrawn_at),
        "items": list(letter.items),
        "editions": editions,
    }


def _pack_edition(
    packing: _Packing, letter: BundledLetter, key: str, edition: BundledEdition, data: bytes
) -> dict[str, Any]:
    name = f"brieven/{letter.id}/{edition.id}-{safe_name(edition.name)}"
    digest = packing.add(name, data)
    file = ArchivedFile(
        f"editie-{edition.id}", packing.about.source, name, len(data), edition.form or "onbekend", digest,
        edition.received_at, edition.origin, (letter.title, key),
    )  # fmt: skip
    packing.add(f"{name}.mdto.xml", file_xml(file))
    return {
        "edition": edition.id,
        "name": edition.name,
        "file": name,
        "sha256": digest,
        "is_as_received": digest == edition.sha256,
        "bytes": len(data),
        "form": edition.form,
        "received_at": _moment(edition.received_at),
        "withdrawn_at": _moment(edition.withdrawn_at),
        "origin": edition.origin,
    }


def _read(message: BundledMessage) -> tuple[str, str | None, str]:
    """Title, language and text of a message. Of one of before replies were kept: its words, as they were sent."""
    if message.reply is not None:
        reply = from_kept(message.reply)
        return printable(reply.title), reply.language, to_text(reply, bundled())
    words = "\n\n".join(printable(words_in(part)).strip() for part in message.parts) + "\n"
    return words.split("\n", 1)[0][:200] or "-", None, words


def words_in(part: str) -> str:
    """The words of a part as a channel sent it: JSON with texts or HTML, or HTML itself."""
    try:
        told = json.loads(part)
    except ValueError:
        told = part
    return "\n".join(_words(told))


def _words(told: Any) -> Iterator[str]:
    match told:
        case str():
            if "<" in told:
                yield html.unescape(_TAG.sub("", _BREAK.sub("\n", told)))
            else:
                yield told
        case {"blocks": list(blocks)}:
            yield from (text for block in blocks for text in _words_of_block(block))
        case {"card": {"body": list(blocks)}}:
            yield from (text for block in blocks for text in _words_of_block(block))
        case {"plain": str(words)}:
            yield words
        case {"html": str(markup)} | {"message": str(markup)} | {"text": str(markup)}:
            yield from _words(markup)
        case _:
            return


def _words_of_block(block: Any) -> Iterator[str]:
    """The texts of one block of Slack or of a card of Teams, without its buttons."""
    if not isinstance(block, dict) or block.get("type") == "actions":
        return
    if block.get("type") == "TextBlock" and isinstance(block.get("text"), str):
        yield block["text"]
    for one in (block.get("text"), *(block.get("fields") or ()), *(block.get("elements") or ())):
        if isinstance(one, dict) and isinstance(one.get("text"), str):
            yield html.unescape(one["text"])


def safe_name(name: str) -> str:
    """A name of a file that is one everywhere: no folder, no drive, nothing hidden."""
    safe = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip("._")
    stem, dot, ending = safe.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{ending[:10]}" if stem else safe[:_LONGEST_NAME] or "bestand"


def _index(packing: _Packing, sent: list[dict[str, Any]], kept: list[dict[str, Any]]) -> dict[str, Any]:
    about = packing.about
    return {
        "schema": SCHEMA,
        "chat": about.chat,
        "since": about.period.since.isoformat(),
        "until": about.period.until.isoformat(),
        "source": about.source,
        "kept_for_days": about.keep_days,
        "is_empty": not sent,
        "messages": sent,
        "letters": kept,
    }


def _whole_xml(packing: _Packing, sent: list[dict[str, Any]], kept: list[dict[str, Any]]) -> bytes:
    about = packing.about
    parts = [(one["title"], f"bezorging-{one['delivery']}") for one in sent]
    parts += [(one["title"], f"brief-{one['letter']}") for one in kept]
    return object_xml(
        ArchivedObject(
            packing.key,
            about.source,
            packing.name,
            "Dossier",
            described=[_contents(len(sent), len(kept)), _kept_for(about.keep_days)],
            covers=(about.period.since.isoformat(), about.period.until.isoformat()),
            parts=parts,
        )
    )


def _contents(messages: int, letters: int) -> str:
    words = Words("nl")
    if not messages:
        return words("In deze periode is hier niets bezorgd.")
    told = words.count(messages, "bericht", "berichten"), words.count(letters, "brief", "brieven")
    return words("{messages}, met {letters} waaruit ze komen.", messages=told[0], letters=told[1])


def _kept_for(days: int) -> str:
    words = Words("nl")
    return words("Bezorgingen worden {days} dagen bewaard; wat ouder is, staat hier niet in.", days=days)


def _page(packing: _Packing, sent: list[dict[str, Any]], kept: list[dict[str, Any]]) -> str:
    about = packing.about
    values = {
        "title": packing.name,
        "lead": (_contents(len(sent), len(kept)), _kept_for(about.keep_days)),
        "messages": sent,
        "letters": kept,
        "source": about.source,
    }
    page = bundled().get("export/bundle.html.j2").render(values | {"_": Words("nl")})
    return "".join(char for char in page if char == "\n" or char.isprintable())


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
