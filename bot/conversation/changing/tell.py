"""What is said of a change that was made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.commands.command import Command
from bot.commands.following import (
    BriefNow,
    Follow,
    ListSubscriptions,
    OfferMoments,
    Pause,
    Reschedule,
    Resume,
    Rewrite,
    Stop,
)
from bot.commands.settings import Forget, SetChangers, SetLanguage, SetQuiet, SetTimezone
from bot.commands.silence import SetAlarm, ShowSilences
from bot.conversation.changing.carry_out import Done
from bot.conversation.changing.decide import Decided
from bot.conversation.changing.steps import PauseUntil
from bot.conversation.followed import nothing_followed, quiet_sentence, rights_sentence
from bot.conversation.silences import alarm_sentence
from bot.conversation.subjects import exceptions_of, name_interests, names_of
from bot.conversation.visit import Visit
from bot.conversation.wishes import find_interests
from bot.reply import Button, Reply, Section
from bot.scheduling.moments import NEVER
from bot.words import Words, capital

_PAUSES = (7, 14, 28)  #: days, offered when no end was named


def tell(command: Command, decision: Decided, done: Done, followed: int) -> Reply:
    """What a command changed; `followed`: how much the chat followed before. What it follows anew `follows` says."""
    words, visit = done.visit.words, done.visit
    subscriptions = Button(words("Abonnementen"), ListSubscriptions())
    match command:
        case _ if not decision.steps:
            return nothing_followed(visit.saying)
        case Pause():
            return _paused(decision, command, visit)
        case Resume():
            return replace(
                _announce(visit, words("De briefings komen weer."), subscriptions),
                lead=_in_the_same(decision, command, visit),
            )
        case Stop():
            return _stopped(done)
        case SetLanguage():
            return _say(visit, words("Ik antwoord hier voortaan in het Nederlands."))
        case SetTimezone():
            return _say(visit, words("De tijdzone is hier nu {zone}.", zone=visit.chat.timezone))
        case SetQuiet(quiet):
            return _say(visit, quiet_sentence(quiet, visit.saying), subscriptions)
        case SetChangers(changers):
            return _announce(visit, rights_sentence(changers, visit.saying))
        case SetAlarm():
            return _say(
                visit, alarm_sentence(visit.chat, visit.saying), Button(words("Wat nu uitblijft"), ShowSilences())
            )
        case Forget():
            return _forgotten(followed, visit)
        case _:
            raise TypeError(type(command).__name__)


def follows(
    command: Follow | Rewrite | Reschedule,
    decision: Decided,
    done: Done,
    brought: tuple[str, tuple[Section, ...]],
    unknown_days: Sequence[str],
) -> Reply:
    """That it is followed now, when it comes, and what it would have brought."""
    visit, words, kept, interests = done.visit, done.visit.words, done.kept, decision.interests
    named = name_interests(interests, visit.saying)
    title, when = _follows_now(visit, named), _comes(command, decision, done)
    if isinstance(command, Reschedule):  # what else is followed here stays as it is
        title = words("Gewijzigd: {themes}.", themes=named)
    also = (*_joined(decision, done), *_lifted(decision, visit))
    if kept is None or isinstance(command, Reschedule):
        return Reply(title, words.language, (when, *also, *unknown_days), announced=True)
    sentence, titles = brought
    return Reply(
        title,
        words.language,
        tuple(part for part in (when, *also, sentence, *unknown_days) if part),
        titles,
        buttons=(
            Button(words("Bekijk"), BriefNow(names_of(interests), exceptions_of(interests)), about=named),
            Button(words("Wijzig"), OfferMoments(kept.id), about=named),
            Button(words("Pauzeer"), Pause(of=kept.id), about=named),
            Button(words("Stop"), Stop(names_of(interests)), about=named),
        ),
        announced=True,
    )


def _comes(command: Follow | Rewrite | Reschedule, decision: Decided, done: Done) -> str:
    """When it comes; of what stands still how long it does."""
    pause = next((one for one in decision.steps if isinstance(one, PauseUntil)), None)
    if pause is None:
        return first_briefing(done)
    still = still_until(pause.until, done.visit.words)
    if done.kept is None or isinstance(command, Rewrite):
        return still
    return f"{capital(done.visit.words.schedule(done.kept.schedule))}. {still}"


def first_briefing(done: Done) -> str:
    """On what schedule, and when the first one comes."""
    words, kept = done.visit.words, done.kept
    if kept is None or done.due is None:
        return ""
    if kept.schedule.prepares:
        when = words("Die komt als op de agenda van een Raad iets staat over wat u volgt.")
        return f"{capital(words.schedule(kept.schedule))}. {when}"
    first = words("De eerste briefing komt {moment}.", moment=words.moment(done.due, done.visit.chat.timezone))
    if done.due == NEVER:
        first = words("De eerste briefing komt zodra er een nieuwe brief is.")
    return f"{capital(words.schedule(kept.schedule))}. {first}"


def still_until(until: date | None, words: Words) -> str:
    """That nothing comes, and how long."""
    if until is None:
        return words("De briefings staan stil tot u hervat typt.")
    return words("De briefings staan stil tot {day}.", day=words.day(until))


def _joined(decision: Decided, done: Done) -> tuple[str, ...]:
    """That what was followed apart comes together now."""
    if not decision.joined or done.kept is None:
        return ()
    themes = name_interests(done.kept.interests, done.visit.saying)
    return (done.visit.words("Dit komt nu samen in één briefing: {themes}.", themes=themes),)


def _lifted(decision: Decided, visit: Visit) -> tuple[str, ...]:
    """Whose pause ended by it."""
    if not decision.lifted:
        return ()
    return (visit.words("De pauze is voorbij voor: {themes}.", themes=name_interests(decision.lifted, visit.saying)),)


def _in_the_same(decision: Decided, command: Pause | Resume, visit: Visit) -> tuple[str, ...]:
    """What was not named and goes along, as it comes in the same briefing."""
    if not command.names:
        return ()
    named = {one.subject for one in find_interests(command.names, (), visit.saying.catalogue)[0]}
    others = [one for one in decision.interests if one.subject not in named]
    if not others:
        return ()
    return (visit.words("Ook: {themes}. Dat komt in dezelfde briefing.", themes=name_interests(others, visit.saying)),)


def _paused(decision: Decided, command: Pause, visit: Visit) -> Reply:
    words, of, names = visit.words, command.of, command.names
    go_on = Button(visit.words("Hervat"), Resume(of, names))
    until = next((step.until for step in decision.steps if isinstance(step, PauseUntil)), None)
    others = _in_the_same(decision, command, visit)
    if until is not None:
        return replace(_announce(visit, still_until(until, words), go_on), lead=others)
    days = [visit.today + timedelta(days=number) for number in _PAUSES]
    until_then = [Button(words("Tot {day}", day=words.day(day, year=False)), Pause(day, of, names)) for day in days]
    return replace(_announce(visit, still_until(None, words), go_on, *until_then), lead=others)


def _stopped(done: Done) -> Reply:
    visit, words, stopped = done.visit, done.visit.words, list(done.stopped)
    if not stopped:
        subscriptions = Button(words("Abonnementen"), ListSubscriptions())
        return _say(visit, words("Dat werd hier niet gevolgd."), subscriptions)
    named = name_interests(stopped, visit.saying)
    said = (
        words("U volgt {themes} niet meer.", themes=named)
        if visit.is_private
        else words("Hier wordt niet meer gevolgd: {themes}.", themes=named)
    )
    alike = len({interest.without for interest in stopped}) == 1
    again = Follow(names_of(stopped), without=exceptions_of(stopped))
    return _announce(visit, said, *((Button(words("Toch volgen"), again),) if alike else ()))


def _forgotten(followed: int, visit: Visit) -> Reply:
    words = visit.words
    count = words.count(followed, "abonnement", "abonnementen")
    return Reply(
        words("Alles wat ik van deze chat bewaarde, is gewist."),
        words.language,
        (
            words("Dat waren: {count}, de instellingen, en wat hier is bezorgd.", count=count),
            words("Ik stuur hier niets meer uit mezelf. Antwoorden doe ik nog wel."),
        ),
        announced=True,
    )


def _say(visit: Visit, sentence: str, *buttons: Button) -> Reply:
    return Reply(sentence, visit.words.language, buttons=buttons)


def _announce(visit: Visit, sentence: str, *buttons: Button) -> Reply:
    return replace(_say(visit, sentence, *buttons), announced=True)


def _follows_now(visit: Visit, named: str) -> str:
    if visit.is_private:
        return visit.words("U volgt nu {themes}.", themes=named)
    if visit.chat.address.channel == "telegram" and not visit.person.is_channel:
        return visit.words("Deze groep volgt nu {themes}.", themes=named)
    return visit.words("Dit kanaal volgt nu {themes}.", themes=named)
