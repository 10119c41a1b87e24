"""What is followed, as it is shown."""

from collections.abc import Iterator, Sequence

from bot.commands.asking import ListThemes
from bot.commands.bundling import TakeBundle
from bot.commands.following import Follow, OfferMoments, Pause, Reschedule, Resume, StartFollowing, Stop
from bot.commands.joining import OfferMove
from bot.commands.schedules import read_schedule
from bot.commands.settings import SetQuiet
from bot.conversation.saying import Saying
from bot.conversation.subjects import exceptions_of, name_interests, names_of
from bot.reply import Button, Line, Reply, Section
from bot.scheduling.moments import NEVER
from bot.words import Phrase, Words
from briefings.errors import Message
from briefings.model.chat import Address, Changers, Chat, Quiet
from briefings.model.subscription import Subscription

_MOMENTS = (
    Phrase("elke maandag 08:00"),
    Phrase("elke maandag en donderdag 08:00"),
    Phrase("dagelijks 07:30"),
    Phrase("direct"),
    Phrase("2 dagen voor de raad 08:00"),
)
_CHOICES = {
    Quiet.SILENT: Phrase("niets nieuws stil"),
    Quiet.LINE: Phrase("niets nieuws regel"),
    Quiet.MONTHLY: Phrase("niets nieuws maandelijks"),
}
_QUIETS = {
    Quiet.LINE: Phrase("Is er niets nieuws, dan krijgt u één regel."),
    Quiet.SILENT: Phrase("Is er niets nieuws, dan krijgt u niets."),
    Quiet.MONTHLY: Phrase("Is er niets nieuws, dan krijgt u hooguit één keer per maand een regel."),
}
_RIGHTS = {
    Changers.EVERYONE: Phrase("Iedereen hier mag dit wijzigen."),
    Changers.MAKERS: Phrase("Wie een abonnement instelde mag het wijzigen, en een beheerder."),
    Changers.ADMINISTRATORS: Phrase("Alleen een beheerder mag dit wijzigen."),
}
_MOST = 10  #: subscriptions that are shown with their own buttons


def nothing_followed(saying: Saying) -> Reply:
    """Nothing is, and how to begin."""
    words = saying.words
    return Reply(
        words("Hier wordt nog niets gevolgd."),
        words.language,
        (words("Typ bijvoorbeeld: volg migratie elke maandag 08:00"),),
        buttons=(Button(words("Volg een thema"), StartFollowing()), Button(words("Thema's"), ListThemes())),
    )


def list_followed(
    chat: Chat, followed: Sequence[Subscription], rule: Changers | None, saying: Saying, *, may_go: bool = False
) -> Reply:
    """What a chat follows, each with its buttons; who may change it, where that is worth saying.

    `may_go`: there is another chat of the same person to which it can be moved.
    """
    if not followed:
        return nothing_followed(saying)
    words = saying.words
    paused = any(subscription.stopped_because for subscription in followed)
    return Reply(
        words("Wat hier wordt gevolgd"),
        words.language,
        sections=tuple(one_followed(one, saying, may_go=may_go) for one in followed[:_MOST]),
        footer=" ".join([quiet_sentence(chat.quiet, saying), *([rights_sentence(rule, saying)] if rule else [])]),
        buttons=(
            Button(words("Volg nog iets"), StartFollowing()),
            Button(words("Hervat alles"), Resume()) if paused else Button(words("Pauzeer alles"), Pause()),
            Button(words("Stop alles"), Stop(everything=True)),
            Button(words("Neem mee als zip"), TakeBundle()),
        ),
    )


def one_followed(
    subscription: Subscription, saying: Saying, at: Address | None = None, *, may_go: bool = False
) -> Section:
    """A subscription with its buttons; `at` is its chat, when it is shown elsewhere."""
    words, of, named = saying.words, subscription.id, name_interests(subscription.interests, saying)
    buttons = (
        Button(words("Wijzig"), OfferMoments(of), at, named),
        Button(words("Hervat"), Resume(of), at, named)
        if subscription.stopped_because
        else Button(words("Pauzeer"), Pause(of=of), at, named),
        Button(words("Stop"), Stop(everything=True, of=of), at, named),
        *((Button(words("Verplaats"), OfferMove(of=of), at, named),) if may_go else ()),
    )
    return Section(lines=(Line(status(subscription, saying), named, place=at),), buttons=buttons)


def offer_moments(followed: Sequence[Subscription], of: int | None, saying: Saying) -> Reply:
    """The usual moments as buttons, for one subscription or for all."""
    if not followed:
        return nothing_followed(saying)
    words = saying.words
    return Reply(
        words("Wanneer wilt u de briefing krijgen?"),
        words.language,
        (
            words("Een ander moment kan ook. Typ: wijzig elke woensdag 09:00"),
            words("Dit mag erachter: niet op feestdagen, of niet in reces."),
            words("Wat u krijgt als er niets nieuws is, kiest u hier ook."),
        ),
        buttons=(
            *(Button(words(moment), Reschedule(read_schedule(moment), of)) for moment in _MOMENTS),
            *_also_preparation([one for one in followed if of in {None, one.id}], words),
            *(Button(words(choice), SetQuiet(quiet)) for quiet, choice in _CHOICES.items()),
        ),
    )


def _also_preparation(chosen: Sequence[Subscription], words: Words) -> Iterator[Button]:
    """Beside briefings on something one may get a preparation of each Council of it."""
    alike = {interest.without for one in chosen for interest in one.interests}
    if chosen and len(alike) == 1 and not any(one.schedule.prepares for one in chosen):
        interests = list({interest.subject: interest for one in chosen for interest in one.interests}.values())
        follow = Follow(names_of(interests), read_schedule("voorbereiding"), exceptions_of(interests))
        yield Button(words("Ook voorbereiding"), follow)


def status(subscription: Subscription, saying: Saying) -> str:
    """When it comes, or why it does not."""
    words = saying.words
    said = words.schedule(subscription.schedule)
    if subscription.unreachable:
        return words("{schedule}; staat stil: {reason}", schedule=said, reason=words.reason(subscription.unreachable))
    if subscription.paused_because and subscription.paused_until:
        return words("{schedule}; staat stil tot {day}", schedule=said, day=words.day(subscription.paused_until))
    if subscription.paused_because:
        return words(
            "{schedule}; staat stil: {reason}", schedule=said, reason=words.say(Message(subscription.paused_because))
        )
    if subscription.next_due_at is None or subscription.next_due_at == NEVER:
        return said
    moment = words.moment(subscription.next_due_at, subscription.timezone)
    return words("{schedule}; de volgende komt {moment}", schedule=said, moment=moment)


def quiet_sentence(quiet: Quiet, saying: Saying) -> str:
    """What comes when nothing is new."""
    return saying.words(_QUIETS[quiet])


def rights_sentence(rule: Changers, saying: Saying) -> str:
    """Who may change what is followed."""
    return saying.words(_RIGHTS[rule])
