"""What the bot is for, and what can be typed."""

from collections.abc import Sequence

from bot.reply import Button, Line, Reply, Section
from bot.words import Phrase, Words
from briefings.answering.index import MeetingSummary

#: What can be typed, and what it gives. A test types each of them, in both languages.
EXAMPLES = (
    (Phrase("migratie"), Phrase("antwoord over een onderwerp")),
    (Phrase("wat zei nederland over terugkeer"), Phrase("alleen het Nederlandse standpunt")),
    (Phrase("nieuws"), Phrase("besluiten, standpunten en wat er komt; ook: nieuws migratie")),
    (Phrase("besluiten"), Phrase("wat de Raad besloot; ook: besluiten maart 2025")),
    (Phrase("raad maart 2025"), Phrase("een vergadering met haar agendapunten")),
    (Phrase("punt I.6"), Phrase("één agendapunt, helemaal")),
    (Phrase("tijdlijn EES"), Phrase("een onderwerp door de tijd")),
    (Phrase("toezeggingen"), Phrase("wat is aangekondigd, en voor wanneer")),
    (Phrase("volg migratie elke maandag 08:00"), Phrase("een vaste briefing")),
    (
        Phrase('volg "gezichtsherkenning"'),
        Phrase("ook een woord, een dossier (volg kst 22112) of een raad (volg raad JBZ)"),
    ),
    (Phrase("abonnementen"), Phrase("wat u volgt")),
    (Phrase("briefing migratie"), Phrase("een briefing nu")),
    (Phrase("taal en"), Phrase("English, please")),
)


def welcome(words: Words) -> Reply:
    """What it is for, in four lines, and how to begin."""
    return Reply(
        words("JBZ-briefings: wat de Raad van de EU besloot, en wat Nederland zei"),
        words.language,
        (
            words("Vraag: typ een onderwerp, bijvoorbeeld migratie, of: wat zei nederland over terugkeer."),
            words("Volg een thema, dan krijgt u een briefing, bijvoorbeeld elke maandag om 08:00."),
            words("Elke zin komt uit een brief van het kabinet; de link erachter brengt u daar."),
        ),
        buttons=(
            Button(words("Laatste raad"), "raad"),
            Button(words("Volg een thema"), "volg"),
            Button(words("Help"), "help"),
        ),
    )


def help_on(words: Words, meetings: Sequence[MeetingSummary]) -> Reply:
    """What can be typed, and what is known."""
    known = [words("Ik ken {count}.", count=words.count(len(meetings), "vergadering", "vergaderingen"))]
    if meetings:
        known.append(words("De laatste: {meeting}.", meeting=words.meeting(meetings[0].meeting)))
    lines = tuple(Line(words(what), words(typed)) for typed, what in EXAMPLES)
    buttons = [
        Button(words("Nieuws"), "nieuws"),
        Button(words("Thema's"), "thema's"),
        Button(words("Laatste raad"), "raad"),
    ]
    return Reply(
        words("Wat de Raad besloot, en wat Nederland zei"),
        words.language,
        (" ".join(known),),
        (Section(words("Typ bijvoorbeeld"), lines=lines),),
        buttons=(*buttons, Button(words("Abonnementen"), "abonnementen")),
    )
