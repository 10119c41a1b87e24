"""What people name to follow -> Interest; or what they may have meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.answering.question import find_dossier
from briefings.answering.speakers import find_speaker
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.language.tokens import words as folded_words
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.reading.formations import formation_named
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import recognise, resembling

_MOST = 20
_LONGEST_TERM = 60
_COUNCIL = ("raad ", "council ")
_POSITIONS = ("standpunten ", "standpunt ", "positions ", "position ")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that is nearly a theme, or none that is known."""

    name: str  #: as typed
    term: Subject | None  #: the words themselves, which can be followed too; None when there are none
    near: tuple[Subject, ...]  #: themes that may be meant


def read_interests(
    names: Sequence[str], without: Sequence[str], catalogue: Catalogue
) -> tuple[list[Interest], list[Doubt]]:
    """What the names say, each once, and what is to be asked first. Raises NotUnderstood."""
    if len(names) + len(without) > _MOST:
        raise NotUnderstood(
            f"Dat is te veel tegelijk: {_MOST} is het meeste.", f"That is too much at once: {_MOST} is the most."
        )
    spared = [read_subject(name, catalogue) for name in without]
    wanted = [read_subject(name, catalogue) for name in names]
    subjects = tuple(dict.fromkeys(subject for subject in spared if isinstance(subject, Subject)))
    interests = [Interest(subject, subjects) for subject in wanted if isinstance(subject, Subject)]
    return list(dict.fromkeys(interests)), [doubt for doubt in (*wanted, *spared) if isinstance(doubt, Doubt)]


def read_subject(name: str, catalogue: Catalogue) -> Subject | Doubt:
    """The subject that a name says for sure; else what it may mean. Raises NotUnderstood."""
    folded = fold(name)
    if name.startswith('"'):
        term = _term(name)
        if term is None:
            raise _too_short(name)
        return term
    if folded.startswith(_COUNCIL) or folded in {"raad", "council"}:
        return _council(folded.partition(" ")[2] or "jbz")
    if folded.startswith(_POSITIONS):
        return _positions(folded.partition(" ")[2])
    if (dossier := find_dossier(name)) is not None:
        return Subject(SubjectKind.DOSSIER, dossier)
    if folded.startswith(("kst ", "kamerstuk", "dossier ")):
        raise NotUnderstood(
            "Een dossier heeft vijf cijfers. Zo kan het: volg kst 22112. Eén stuk volgen kan niet.",
            "A dossier has five digits. For example: follow kst 22112. A single paper cannot be followed.",
        )
    found = recognise(folded_words(name), catalogue)
    if found is not None and not found.corrected:
        return Subject(SubjectKind.THEME, found.theme.slug)
    near = [found.theme] if found else resembling(" ".join(folded_words(name)), catalogue, 3)
    term = _term(name)
    if term is None and not near:
        raise _too_short(name)
    return Doubt(name[:_LONGEST_TERM], term, tuple(Subject(SubjectKind.THEME, theme.slug) for theme in near))


def _term(name: str) -> Subject | None:
    words = " ".join(folded_words(name))
    return Subject(SubjectKind.TERM, words) if 1 < len(words) <= _LONGEST_TERM else None


def _too_short(name: str) -> NotUnderstood:
    return NotUnderstood(
        f"{name[:_LONGEST_TERM]} is te kort of te lang om te volgen. Kies een of enkele woorden.",
        f"{name[:_LONGEST_TERM]} is too short or too long to follow. Choose one or a few words.",
    )


def _council(name: str) -> Subject:
    formation = formation_named(name)
    if formation is None:
        raise NotUnderstood(
            f"De raad “{name[:_LONGEST_TERM]}” ken ik niet. Zo kan het: volg raad JBZ.",
            f"I do not know the council “{name[:_LONGEST_TERM]}”. For example: follow council JBZ.",
        )
    return Subject(SubjectKind.COUNCIL, formation.code)


def _positions(name: str) -> Subject:
    speaker = find_speaker(name.removeprefix("van ").removeprefix("of "))
    if speaker is None:
        raise NotUnderstood(
            f"Wie “{name[:_LONGEST_TERM]}” is, weet ik niet. Zo kan het: volg standpunten nederland, of commissie.",
            f"I do not know who “{name[:_LONGEST_TERM]}” is. For example: follow positions netherlands, or commission.",
        )
    return Subject(SubjectKind.POSITIONS, speaker)


def codes(interests: Sequence[Interest]) -> str:
    """What to type for these, which have the same exceptions."""
    named = [interest.subject.code for interest in interests[:-1]]
    return ", ".join([*named, interests[-1].code])
