"""Sentences that name no matter of their own: "Nederland stemde voor." is on all that its item speaks of there."""

from briefings.answering.about import About
from briefings.comparing.matter import matter_of
from briefings.language.lemmas import family
from briefings.model.item import AgendaItem
from briefings.model.statement import Statement

_OF_A_VOTE = "stemming stem stemmen stemverklaring onthouding enige enig"


def is_on_all(text: str) -> bool:
    """Whether a sentence only says for or against, and not of what."""
    return {family(word) for word in _OF_A_VOTE.split()}.issuperset(matter_of(text))


def is_about(about: About, item: AgendaItem, said: Statement) -> bool:
    """Whether a sentence is about what was asked, by its own words or by those it hangs on.

    One that names no matter of its own is on that of the sentence before it in its paragraph; where it opens that, on
    all that the item speaks of.
    """
    if about.speaks(item, said):
        return True
    if not is_on_all(item.text_of(said)):
        return False
    earlier = [one for one in item.statements if one.paragraph == said.paragraph and one.start < said.start]
    before = next((one for one in reversed(earlier) if not is_on_all(item.text_of(one))), None)
    return any(about.speaks(item, one) for one in ((before,) if before else item.statements))
