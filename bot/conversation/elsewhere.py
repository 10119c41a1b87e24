"""The same paper in another Council, in words."""

from collections.abc import Iterable, Sequence

from bot.commands.following import Follow
from bot.commands.names import Name, Named
from bot.conversation.saying import Saying
from bot.conversation.subjects import name_subject
from bot.reply import Button, Line, Section
from bot.words import capital
from briefings.model.briefing import PaperElsewhere, SharedPaper, StoredItem
from briefings.model.interest import Subject, SubjectKind

_MOST = 3  #: in one briefing, with a button for each
_MOST_PAPERS = 3  #: that are named of one item


def elsewhere_sections(found: Sequence[PaperElsewhere], saying: Saying) -> list[Section]:
    """Where what is followed turned up: a line for each, and what can be followed there."""
    if not found:
        return []
    words = saying.words
    lines = [elsewhere_line(one.source, one.papers, saying) for one in found[:_MOST]]
    if len(found) > _MOST:
        count = words.count(len(found) - _MOST, "agendapunt", "agendapunten")
        lines.append(Line(words("En nog {count}.", count=count)))
    buttons = {one.label: one for one in (_follow(one, saying) for one in found[:_MOST])}
    return [Section(words("Ook in een andere Raad"), lines=tuple(lines), buttons=tuple(buttons.values()))]


def elsewhere_line(source: StoredItem, papers: Iterable[SharedPaper], saying: Saying) -> Line:
    """ "COM(2024) 60 en Kamerstuk 36435-3: Landbouwraad van 27 mei 2024 (Brussel), 1 Seizoenarbeid".

    Where only a name or a dossier says that it is the same, the line says that it may be.
    """
    words, item, papers = saying.words, source.item, tuple(papers)
    labels = [paper.label for paper in papers]
    named = words.listing([*labels[:_MOST_PAPERS], *([words("meer")] if len(labels) > _MOST_PAPERS else [])])
    title = f"{item.number} {item.title}" if item.number else item.title
    meeting = words.meeting(source.meeting)
    if all(paper.sure for paper in papers):
        said = words("{papers}: {meeting}, “{title}”", papers=named, meeting=meeting, title=title)
    else:
        said = words("{papers}, mogelijk hetzelfde: {meeting}, “{title}”", papers=named, meeting=meeting, title=title)
    return Line(capital(said), source=saying.reading(f"/items/{source.id}"))


def _follow(one: PaperElsewhere, saying: Saying) -> Button:
    """Follows what the item there is mostly about, or else its Council."""
    council = Subject(SubjectKind.COUNCIL, one.source.meeting.council)
    subject = Subject(SubjectKind.THEME, one.theme) if one.theme else council
    name: Name = Named(one.theme) if one.theme else council
    return Button(saying.words("Volg {theme}", theme=name_subject(subject, saying)), Follow((name,)))
