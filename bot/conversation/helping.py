"""What the bot is for, and what can be typed."""

from collections.abc import Sequence

from bot.reply import Button, Line, Reply, Section
from bot.words import Words
from briefings.answering.index import MeetingSummary


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
    examples = (
        ("migratie", "antwoord over een onderwerp"),
        ("wat zei nederland over terugkeer", "alleen het Nederlandse standpunt"),
        ("raad maart 2025", "een vergadering met haar agendapunten"),
        ("punt I.6", "één agendapunt, helemaal"),
        ("tijdlijn EES", "een onderwerp door de tijd"),
        ("toezeggingen", "wat is aangekondigd, en voor wanneer"),
        ("volg migratie elke maandag 08:00", "een vaste briefing"),
        ('volg "gezichtsherkenning"', "ook een woord, een dossier (kst 22112) of een raad"),
        ("abonnementen", "wat u volgt"),
        ("briefing migratie", "een briefing nu"),
        ("taal en", "English, please"),
    )
    lines = tuple(Line(words(what), example) for example, what in examples)
    buttons = [Button(words("Thema's"), "thema's"), Button(words("Laatste raad"), "raad")]
    return Reply(
        words("Wat de Raad besloot, en wat Nederland zei"),
        words.language,
        (" ".join(known),),
        (Section(words("Typ bijvoorbeeld"), lines=lines),),
        buttons=(*buttons, Button(words("Abonnementen"), "abonnementen")),
    )
