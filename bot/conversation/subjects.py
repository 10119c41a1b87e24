"""Themes and other subjects that are followed, in words and as buttons."""

from collections.abc import Sequence

from bot.commands.asking import Ask
from bot.commands.following import Follow
from bot.commands.names import Name, Named, named
from bot.conversation.labels import ACTOR_LABELS, small
from bot.conversation.saying import Saying
from bot.reply import Button
from briefings.answering.wish import speaker_of
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.statement import Actor
from briefings.reading.formations import label_of


def theme_label(slug: str, saying: Saying) -> str:
    """The theme's name."""
    return saying.catalogue.label(slug, saying.words.language)


def theme_labels(slugs: Sequence[str], saying: Saying) -> str:
    """The themes' names as a list."""
    return saying.words.listing([theme_label(slug, saying) for slug in slugs])


def counted_themes(counted: Sequence[tuple[str, int]], saying: Saying) -> str:
    """ "terugkeer (5) en visa (2)"."""
    return saying.words.listing([f"{theme_label(slug, saying)} ({number})" for slug, number in counted])


def name_subject(subject: Subject, saying: Saying) -> str:
    """What is followed, in words: "migratie", "“ai act”", "dossier 22112", "standpunten van Nederland"."""
    match subject.kind:
        case SubjectKind.THEME:
            return theme_label(subject.name, saying)
        case SubjectKind.TERM:
            return f"“{subject.name}”"
        case SubjectKind.DOSSIER:
            return saying.words("dossier {number}", number=subject.name)
        case SubjectKind.COUNCIL:
            return saying.words("de {council}", council=label_of(subject.name))
        case SubjectKind.POSITIONS:
            actor, state = speaker_of(subject)
            who = small(state or saying.words(ACTOR_LABELS[actor or Actor.NETHERLANDS]))
            return saying.words("standpunten van {who}", who=who)


def name_interest(interest: Interest, saying: Saying) -> str:
    """What is followed, and what of it is not wanted."""
    if not interest.without:
        return name_subject(interest.subject, saying)
    exceptions = saying.words.listing([name_subject(subject, saying) for subject in interest.without])
    return saying.words(
        "{what} zonder {exceptions}", what=name_subject(interest.subject, saying), exceptions=exceptions
    )


def name_interests(interests: Sequence[Interest], saying: Saying) -> str:
    """The same as a list; exceptions that hold for all are said once, behind it."""
    if len({interest.without for interest in interests}) > 1:
        return saying.words.listing([name_interest(interest, saying) for interest in interests])
    named = saying.words.listing([name_subject(interest.subject, saying) for interest in interests])
    exceptions = [name_subject(subject, saying) for interest in interests[:1] for subject in interest.without]
    return (
        saying.words("{what} zonder {exceptions}", what=named, exceptions=saying.words.listing(exceptions))
        if exceptions
        else named
    )


def follow_button(slug: str, saying: Saying) -> Button:
    """Follows a theme."""
    return Button(saying.words("Volg {theme}", theme=theme_label(slug, saying)), Follow((Named(slug),)))


def theme_button(slug: str, saying: Saying) -> Button:
    """Asks for a theme."""
    return Button(theme_label(slug, saying), Ask(slug))


def names_of(interests: Sequence[Interest]) -> tuple[Name, ...]:
    """What these follow, as names in a command."""
    return tuple(named(interest.subject) for interest in interests)


def exceptions_of(interests: Sequence[Interest]) -> tuple[Name, ...]:
    """What of these, which have the same exceptions, is not wanted."""
    return tuple(named(subject) for interest in interests[-1:] for subject in interest.without)
