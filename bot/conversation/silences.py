"""What is awaited for longer than is usual, in words."""

from collections.abc import Sequence

from bot.commands.silence import SetAlarm, ShowSilences
from bot.conversation.saying import Saying
from bot.conversation.sources import source_name
from bot.reply import Button, Line, Reply, Section
from bot.words import Words
from briefings.model.chat import EVERY, Chat
from briefings.model.meeting import Meeting
from briefings.reading.formations import label_of
from briefings.silence.awaited import Awaited, AwaitedKind, Habits, Silence
from briefings.silence.habit import FEWEST, Habit
from briefings.silence.silences import GIVEN_UP


def show_silences(found: Sequence[Silence], habits: Sequence[Habits], chat: Chat | None, saying: Saying) -> Reply:
    """What is silent now, what is usual of each formation, and whether the chat in which it is asked hears of it."""
    words = saying.words
    sections = [Section(words("Blijft langer uit dan gewoonlijk"), lines=silence_lines(found, saying))] if found else []
    if habits:
        sections.append(Section(words("Wat gewoon is"), lines=tuple(habit_line(one, saying) for one in habits)))
    off, on = Button(words("Alarm uit"), SetAlarm(())), Button(words("Meld dit hier"), SetAlarm((EVERY,)))
    return Reply(
        words("Wat uitblijft") if found else words("Er blijft nu niets langer uit dan gewoonlijk."),
        words.language,
        (reach(words),),
        sections=tuple(sections),
        footer=alarm_sentence(chat, saying) if chat else None,
        buttons=(off if chat.alarm else on,) if chat else (),
    )


def reach(words: Words) -> str:
    """How far back is looked; without it "nothing is silent" says more than is known."""
    return words(
        "Een verslag dat er {days} dagen na de Raad nog niet is, tel ik hier niet meer mee.", days=GIVEN_UP.days
    )


def tell_silences(begun: Sequence[Silence], came: Sequence[Awaited], saying: Saying, *, asked: bool) -> Reply:
    """The notice: what is later than usual from today on, and what came after all; `asked`: by the chat itself."""
    words = saying.words
    sections = []
    if begun:
        sections.append(
            Section(words("Blijft langer uit dan gewoonlijk"), lines=silence_lines(begun, saying)),
        )
    if came:
        heading = words("Is er nu") if begun else None
        sections.append(Section(heading, lines=tuple(Line(came_sentence(one, saying)) for one in came)))
    return Reply(
        words("Een brief blijft uit") if begun else words("Waarop u wachtte, is er nu"),
        words.language,
        sections=tuple(sections),
        footer=words("U krijgt dit omdat hier het alarm aanstaat. Uitzetten? Typ: alarm uit.") if asked else None,
        buttons=(Button(words("Wat nu uitblijft"), ShowSilences()), Button(words("Alarm uit"), SetAlarm(())))
        if asked
        else (),
    )


def silence_lines(found: Sequence[Silence], saying: Saying) -> tuple[Line, ...]:
    """Each silence as a sentence; of a Council that a letter announced with where it stands."""
    return tuple(
        Line(
            silence_sentence(one, saying),
            source=saying.reading(f"/items/{one.told_in}") if one.told_in is not None else None,
        )
        for one in found
    )


def silence_sentence(one: Silence, saying: Saying) -> str:
    """What is not there, since when that is unusual, and by how many letters that is known."""
    words, awaited = saying.words, one.awaited
    days, usual = words.count(one.days, "dag", "dagen"), words.count(one.usual, "dag", "dagen")
    match awaited.kind:
        case AwaitedKind.REPORT:
            return words(
                "{meeting}: er is nog geen verslag, {days} na de Raad. Meestal komt het na {usual}.",
                meeting=_name(awaited.meeting, saying),
                days=days,
                usual=usual,
            )
        case AwaitedKind.AGENDA:
            return words(
                "{meeting}: er is nog geen geannoteerde agenda, {days} voor de Raad. Meestal is die er {usual} ervoor.",
                meeting=_name(awaited.meeting, saying),
                days=days,
                usual=usual,
            )
        case AwaitedKind.SOURCE:
            return words(
                "{source}: de nieuwste brief is van {day}, {days} geleden. "
                "Rond deze tijd van het jaar duurt een stilte meestal hooguit {usual}.",
                source=source_name(awaited.of, words),
                day=words.day(awaited.day),
                days=days,
                usual=usual,
            )


def came_sentence(awaited: Awaited, saying: Saying) -> str:
    """That what was awaited is there."""
    words = saying.words
    match awaited.kind:
        case AwaitedKind.REPORT:
            return words("{meeting}: het verslag is er nu.", meeting=_name(awaited.meeting, saying))
        case AwaitedKind.AGENDA:
            return words("{meeting}: de geannoteerde agenda is er nu.", meeting=_name(awaited.meeting, saying))
        case AwaitedKind.SOURCE:
            return words("{source}: er is weer een brief.", source=source_name(awaited.of, words))


def habit_line(one: Habits, saying: Saying) -> Line:
    """What is usual of a formation, or that too few letters are known to say so."""
    words = saying.words
    report = _habit(one.report, saying)
    agenda = _habit(one.agenda, saying)
    told = [
        words("het verslag komt meestal {days} na de Raad ({letters})", days=report[0], letters=report[1])
        if report
        else words("van het verslag weet ik het nog niet ({known} van {needed})", known=one.reports, needed=FEWEST),
        words("de geannoteerde agenda {days} ervoor ({letters})", days=agenda[0], letters=agenda[1])
        if agenda
        else words(
            "van de geannoteerde agenda weet ik het nog niet ({known} van {needed})", known=one.agendas, needed=FEWEST
        ),
    ]
    return Line("; ".join(told) + ".", label_of(one.council))


def alarm_sentence(chat: Chat, saying: Saying) -> str:
    """Of which formations the chat hears."""
    words = saying.words
    if not chat.alarm:
        return words("Het alarm staat hier uit. Aanzetten? Typ: alarm JBZ, of alarm alles.")
    if chat.alarm == (EVERY,):
        return words(
            "Blijft een brief langer uit dan gewoonlijk, dan hoort u het hier één keer, en nog eens als die er is. "
            "Ik weet pas wat gewoon is als ik van een Raad vijf brieven ken."
        )
    named = words.listing([label_of(code) for code in chat.alarm])
    return words(
        "Blijft een brief over de {councils} langer uit dan gewoonlijk, dan hoort u het hier één keer, en nog eens "
        "als die er is. Ik weet pas wat gewoon is als ik van een Raad vijf brieven ken.",
        councils=named,
    )


def _habit(habit: Habit | None, saying: Saying) -> tuple[str, str] | None:
    words = saying.words
    if habit is None:
        return None
    return words.count(habit.middle, "dag", "dagen"), words.count(habit.letters, "brief", "brieven")


def _name(meeting: Meeting | None, saying: Saying) -> str:
    return saying.words.meeting(meeting) if meeting else ""
