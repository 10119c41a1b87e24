"""A row of the audit in words: what it is about, what was done, and what is other than it was."""

from collections.abc import Mapping
from typing import Any

from bot.words import Phrase, Words
from briefings.errors import Message
from briefings.model.schedule import schedule_of
from storage.audit import AuditEntry, AuditSubject

SUBJECTS = {
    AuditSubject.SUBSCRIPTION: Phrase("abonnement"),
    AuditSubject.SETTING: Phrase("instelling"),
    AuditSubject.THEME: Phrase("thema's"),
    AuditSubject.DELIVERY: Phrase("bezorging"),
    AuditSubject.SOURCE: Phrase("bron"),
    AuditSubject.LETTER: Phrase("brief"),
    AuditSubject.INSTALLATION: Phrase("werkruimte"),
    AuditSubject.CHAT: Phrase("chat"),
    AuditSubject.RIGHT: Phrase("rechten"),
    AuditSubject.SIGN_IN: Phrase("aanmelding"),
    AuditSubject.BACKUP: Phrase("kopie"),
    AuditSubject.AUDIT: Phrase("logboek"),
}
ACTIONS = {
    "asked anew": Phrase("opnieuw gevraagd"),
    "bundled": Phrase("als zip gemaakt"),
    "changed": Phrase("gewijzigd"),
    "chosen": Phrase("gekozen om te tonen"),
    "code given": Phrase("code gegeven"),
    "dropped": Phrase("weggelegd"),
    "ended": Phrase("beëindigd"),
    "followed": Phrase("gevolgd"),
    "forgotten": Phrase("gewist"),
    "found again": Phrase("weer bereikbaar"),
    "held": Phrase("bewaard en niet getoond: het heeft veel minder agendapunten"),
    "installed": Phrase("geïnstalleerd"),
    "joined": Phrase("gekoppeld"),
    "left": Phrase("ontkoppeld"),
    "lesser_edition": Phrase("bewaard naast een betere versie"),
    "lost": Phrase("niet bereikbaar"),
    "made": Phrase("gemaakt"),
    "move asked": Phrase("verplaatsing gevraagd"),
    "moved": Phrase("verplaatst"),
    "new": Phrase("nieuw"),
    "new_but_old": Phrase("nieuw (te oud om nog te melden)"),
    "new_edition": Phrase("nieuwe versie van een bekende brief"),
    "paused": Phrase("stilgezet"),
    "refused": Phrase("geweigerd"),
    "released": Phrase("vrijgegeven"),
    "replaced in doubt": Phrase("vervangen door een brief die een andere kan zijn"),
    "removed": Phrase("verwijderd"),
    "reset": Phrase("teruggezet naar het begin"),
    "restored": Phrase("teruggezet"),
    "resumed": Phrase("hervat"),
    "retried": Phrase("opnieuw geprobeerd"),
    "same": Phrase("al bekend"),
    "signed in": Phrase("aangemeld"),
    "signed out": Phrase("afgemeld"),
    "started": Phrase("dienst gestart"),
    "stopped": Phrase("gestopt"),
    "trimmed": Phrase("oude regels verwijderd"),
    "waits to replace": Phrase("wacht met vervangen op een beheerder"),
    "withdrawn": Phrase("ingetrokken"),
}
FIELDS = {
    "alarm": Phrase("alarm"),
    "changers": Phrase("wie mag wijzigen"),
    "chat": Phrase("chat"),
    "edition": Phrase("versie"),
    "follows": Phrase("volgt"),
    "document_number": Phrase("documentnummer"),
    "from": Phrase("van"),
    "hash": Phrase("hash"),
    "items": Phrase("agendapunten"),
    "kamerstuk": Phrase("kamerstuk"),
    "language": Phrase("taal"),
    "letter_date": Phrase("datum van de brief"),
    "messages": Phrase("berichten"),
    "name": Phrase("naam"),
    "origin": Phrase("herkomst"),
    "parts": Phrase("delen"),
    "paused": Phrase("staat stil"),
    "paused_until": Phrase("tot"),
    "quiet": Phrase("als er niets nieuws is"),
    "reason": Phrase("reden"),
    "role": Phrase("rol"),
    "rows": Phrase("regels"),
    "schedule": Phrase("wanneer"),
    "scopes": Phrase("rechten"),
    "sha256": Phrase("sha256"),
    "since": Phrase("vanaf"),
    "source": Phrase("bron"),
    "state": Phrase("stand"),
    "sub": Phrase("vast kenmerk"),
    "subscriptions": Phrase("abonnementen"),
    "themes": Phrase("thema's"),
    "timezone": Phrase("tijdzone"),
    "title": Phrase("titel"),
    "to": Phrase("naar"),
    "unreachable": Phrase("niet bereikbaar"),
    "until": Phrase("tot en met"),
    "with": Phrase("met"),
}
#: Values that are words of ours, by the name they stand under.
VALUES = {
    "changers": {
        "administrators": Phrase("beheerders"),
        "everyone": Phrase("iedereen"),
        "makers": Phrase("makers"),
    },
    "language": {"en": Phrase("Engels"), "nl": Phrase("Nederlands")},
    "quiet": {"line": Phrase("één regel"), "monthly": Phrase("één regel per maand"), "silent": Phrase("niets")},
    "reason": {"no role": Phrase("geen rol")},
    "role": {
        "administrator": Phrase("beheerder"),
        "editor": Phrase("redacteur"),
        "reader": Phrase("lezer"),
    },
    "state": {
        "dropped": Phrase("weggelegd"),
        "failed": Phrase("mislukt"),
        "gone": Phrase("weg"),
        "leaving": Phrase("verdwijnt"),
        "refused": Phrase("geweigerd"),
        "sending": Phrase("onderweg"),
        "sent": Phrase("verzonden"),
        "skipped": Phrase("overgeslagen"),
        "taken": Phrase("opgenomen"),
        "unknown": Phrase("onzeker"),
        "waiting": Phrase("wacht"),
    },
}


def what_was_done(entry: AuditEntry, words: Words) -> str:
    """ "abonnement 7: gevolgd"."""
    subject = SUBJECTS.get(AuditSubject(entry.subject)) if entry.subject in set(AuditSubject) else None
    what = "" if entry.what == "settings" else f" {entry.what}"
    return f"{words(subject) if subject else entry.subject}{what}: {_of(ACTIONS, entry.action, words)}"


def acted(who: str, words: Words) -> str:
    """Who did it, or from where; the service itself in words."""
    return words("de dienst zelf") if who == "service" else who


def differences(entry: AuditEntry, words: Words) -> list[str]:
    """What is other than it was: "wanneer: elke maandag 08:00 → dagelijks 07:30"."""
    before, after = entry.before or {}, entry.after or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [
        f"{_of(FIELDS, name, words)}: {_value(name, before, words)} → {_value(name, after, words)}" for name in names
    ]


def _of(table: Mapping[str, Phrase], code: str, words: Words) -> str:
    """A code in words; one that is no code of ours, as the name of a setting, as it is."""
    return words(table[code]) if code in table else code


def _value(name: str, values: Mapping[str, Any], words: Words) -> str:
    value = values.get(name)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    if value in (None, ""):
        return "-"
    text = str(value)
    if name == "schedule":
        return _scheduled(text, words)
    if text in VALUES.get(name, {}):
        return words(VALUES[name][text])
    return words.reason(words.say(Message(text)))


def _scheduled(code: str, words: Words) -> str:
    try:
        return words.schedule(schedule_of(code))
    except (KeyError, ValueError):
        return code
