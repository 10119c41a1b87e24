"""What became of a pasted sentence, as a reply."""

from collections.abc import Iterable
from urllib.parse import urlencode

from bot.commands.asking import ShowItem
from bot.commands.comparing import CheckQuote
from bot.conversation.cards import item_card, place_link, source_links
from bot.conversation.saying import Saying
from bot.reply import Button, Line, Reply, Section
from bot.words import Phrase, Words
from briefings.comparing.nearness import ComparedRun, Whose
from briefings.comparing.quote_check import Likeness, QuoteChecked, QuotePlace

_FOUND = {
    Likeness.SAME: Phrase("Ja, dit staat woord voor woord in een brief."),
    Likeness.DIFFERS: Phrase("Dit staat in een brief, maar niet woord voor woord."),
    Likeness.ABSENT: Phrase("Dit vind ik in geen enkele brief die ik ken."),
    Likeness.SHORT: Phrase(
        "Dit is te kort om te controleren, en geen hele zin uit een brief die ik ken. "
        "Plak minstens vier woorden uit de brief."
    ),
}


def show_quote(checked: QuoteChecked, saying: Saying) -> Reply:
    """Where it stands, with its differences; of what is not found the nearest sentence."""
    words = saying.words
    return Reply(
        words("Citaat: “{text}”", text=shortened(checked.pasted)),
        words.language,
        (found(checked, words), *remarks(checked, words)),
        tuple(_sections(checked, saying)),
        source_links([place.source for place in checked.places], saying),
        buttons=tuple(
            Button(
                words("Lees {number}", number=one.source.item.number or one.source.item.title[:20]),
                ShowItem(one.source.id),
            )
            for one in checked.places[:1]
        ),
        reading=saying.reading(f"/klopt?{urlencode({'q': checked.pasted})}"),
        shareable=CheckQuote(checked.pasted),
    )


def show_quotes(checked: QuoteChecked, saying: Saying) -> Reply:
    """What became of each of several sentences that were pasted together."""
    words, pasted = saying.words, checked.pasted
    sections = []
    for one in checked.sentences:
        told = (found(one, words), *remarks(one, words))
        sections.append(Section(f"“{shortened(one.pasted)}”", lines=tuple(Line(text) for text in told)))
        sections += _sections(one, saying)
    return Reply(
        words("Citaat: “{text}”", text=shortened(pasted)),
        words.language,
        (words("Elke zin apart:"),),
        tuple(sections),
        source_links([place.source for one in checked.sentences for place in one.places], saying),
        reading=saying.reading(f"/klopt?{urlencode({'q': pasted})}"),
        shareable=CheckQuote(pasted),
    )


def found(checked: QuoteChecked, words: Words) -> str:
    """Whether it stands in a letter, in one sentence."""
    if checked.says_otherwise:
        return words("Nee, zo staat het niet in een brief. Dit lijkt erop:")
    if checked.likeness is Likeness.SAME and checked.places[0].left_out:
        return words("Deze woorden staan in een brief, maar niet de hele zin.")
    if checked.likeness is Likeness.ABSENT and checked.edited is not None:
        return words("Nee, dit staat niet meer in een brief.")
    return words(_FOUND[checked.likeness])


def remarks(checked: QuoteChecked, words: Words) -> list[str]:
    """What a reader must know of the place: that the sentence is longer, stands elsewhere too, or was corrected."""
    told = []
    first = checked.places[0] if checked.places and checked.likeness is not Likeness.ABSENT else None
    if first and first.left_out:
        listed = words.listing([f"“{word}”" for word in first.left_out])
        told.append(words("Let op: in de zin van de brief staat ook {listed}. Lees de hele zin.", listed=listed))
    elif first and first.cut:
        told.append(words("De zin in de brief is langer dan wat u plakte."))
    if len(checked.places) > 1:
        told.append(words("Het staat in meer brieven; de nieuwste staat bovenaan."))
    if checked.edited is not None and checked.edited.stood_before:
        told.append(words("Zo stond het in een eerdere versie van de brief. Die is gecorrigeerd."))
    elif checked.edited is not None:
        told.append(words("In een eerdere versie van de brief stond het anders."))
    return told


def shortened(pasted: str) -> str:
    """What was pasted, for a title."""
    most = 120
    return pasted if len(pasted) <= most else f"{pasted[:most].rsplit(' ', 1)[0]} …"


def _sections(checked: QuoteChecked, saying: Saying) -> Iterable[Section]:
    words = saying.words
    if not checked.places:
        return
    heading = None if checked.likeness is not Likeness.ABSENT else words("De zin die er het meest op lijkt")
    yield Section(
        heading,
        cards=tuple(
            item_card(one.source, (_line(one, saying),), saying, meeting=True, letter=True) for one in checked.places
        ),
    )
    if checked.likeness is Likeness.DIFFERS:
        yield Section(words("Wat er anders is"), lines=tuple(_differences(checked.places[0].runs, words)))
    if checked.edited is not None and not checked.edited.stood_before:
        yield Section(words("In de eerdere versie"), lines=tuple(_differences(checked.edited.was, words)))


def _line(place: QuotePlace, saying: Saying) -> Line:
    return Line(place.text, source=place_link(place.source, place.paragraph, saying), is_main=True)


def _differences(runs: Iterable[ComparedRun], words: Words) -> Iterable[Line]:
    """Both texts, in each what the other does not have between square brackets."""
    runs = tuple(runs)
    yield Line(_bracketed(runs, Whose.OTHER), words("U plakte"))
    yield Line(_bracketed(runs, Whose.LETTER), words("In de brief"))


def _bracketed(runs: Iterable[ComparedRun], whose: Whose) -> str:
    shown = (one for one in runs if one.whose in (whose, Whose.BOTH))
    return " ".join(f"[{one.text}]" if one.whose is whose else one.text for one in shown)
