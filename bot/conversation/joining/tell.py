"""What is said of joining chats and of moving what is followed: to who asks it, and in the other chats."""

from collections.abc import Sequence

from bot.commands.following import ListSubscriptions, Stop
from bot.commands.joining import HERE, LeaveChats, LinkChats, Move, OfferMove, UseCode, chat_place, written_code
from bot.commands.names import Name
from bot.conversation.followed import status
from bot.conversation.joining.moves import KnownChat, Part
from bot.conversation.joining.places import place_name
from bot.conversation.saying import Saying
from bot.conversation.subjects import name_interests
from bot.reply import Button, Line, Reply, Section
from bot.words import capital
from briefings.model.chat import Address, Chat
from briefings.model.interest import Interest
from briefings.model.subscription import Subscription
from storage.moving import MovedInterests


def code_given(code: str, saying: Saying) -> Reply:
    """The code, and what it is good for."""
    words = saying.words
    return Reply(
        words("Uw chats koppelen"),
        words.language,
        (
            words("Typ in uw andere chat: koppel {code}", code=written_code(code)),
            words("Daarna ziet en verplaatst u in elk van beide wat u in de andere volgt."),
            words("De code werkt 15 minuten en één keer. Geef hem aan niemand: wie hem typt, ziet wat u volgt."),
        ),
    )


def joined(with_these: Sequence[Chat], saying: Saying) -> Reply:
    """Both chats hear it: who did not do this, takes it back."""
    words = saying.words
    named = words.listing([place_name(one.address, words) for one in with_these])
    return Reply(
        words("Deze chat is gekoppeld met {where}.", where=named),
        words.language,
        (words("Hebt u dit niet zelf gedaan? Kies dan Ontkoppel: dan ziet de ander niet meer wat u hier volgt."),),
        buttons=(Button(words("Abonnementen"), ListSubscriptions()), Button(words("Ontkoppel"), LeaveChats())),
    )


def left(who: Address | None, saying: Saying) -> Reply:
    """`who` left; None: this chat."""
    words = saying.words
    said = (
        words("Deze chat staat weer op zichzelf.")
        if who is None
        else words("{where} is niet meer gekoppeld met deze chat.", where=capital(place_name(who, words)))
    )
    kept = words("Wat er in elke chat wordt gevolgd, blijft daar.")
    return Reply(said, words.language, (kept,), buttons=(Button(words("Koppel"), LinkChats()),))


def not_joined(saying: Saying) -> Reply:
    """There is nothing to leave."""
    words = saying.words
    said = words("Deze chat is met geen andere gekoppeld.")
    return Reply(said, words.language, buttons=(Button(words("Koppel"), LinkChats()),))


def moved(result: MovedInterests, target: Chat, at: Chat, saying: Saying) -> Reply:
    """In the chat `at`: that it comes elsewhere, or here, from now on; and when."""
    words, here = saying.words, at.id == target.id
    among_others = not at.address.is_private
    lead = [
        f"{name_interests(of, saying)}: {status(one, saying)}" for one in result.now_in if (of := _moved(one, result))
    ]
    if result.known_there:
        named = name_interests(result.known_there, saying)
        lead.append(words("Daar al gevolgd, en zo gebleven: {themes}.", themes=named))
    named = name_interests(result.moved or result.known_there, saying)
    where = place_name(target.address, words, among_others=among_others)
    said = (
        words("Hier komt voortaan: {themes}.", themes=named)
        if here
        else words("Verplaatst naar {where}: {themes}.", where=where, themes=named)
    )
    return Reply(
        said,
        words.language,
        tuple(lead),
        buttons=(Button(words("Abonnementen"), ListSubscriptions()),),
        announced=among_others,
    )


def _moved(one: Subscription, result: MovedInterests) -> list[Interest]:
    """Of a subscription what was moved: what else the other chat follows is not for everybody's eyes."""
    return [interest for interest in one.interests if interest in result.moved]


def asked_in_group(group: Chat, saying: Saying) -> Reply:
    """To who asks: it waits for the people there."""
    words = saying.words
    return Reply(
        words("Ik vraag het in {where}.", where=place_name(group.address, words)),
        words.language,
        (words("Tot iemand daar “Ja, hier graag” kiest, blijft het hier. De vraag geldt twee dagen."),),
    )


def code_for_group(code: str, named: str, saying: Saying) -> Reply:
    """To who asks: what is to be typed in the group."""
    words = saying.words
    return Reply(
        words("Naar een groep verplaatsen: {themes}", themes=named),
        words.language,
        (
            words("Laat in de groep typen: koppel {code}", code=written_code(code)),
            words("Dat kan wie daar mag wijzigen. Tot dan blijft het hier. De code werkt 15 minuten en één keer."),
        ),
    )


def asked_myself(saying: Saying) -> Reply:
    """To who asks in a group."""
    words = saying.words
    return Reply(
        words("Ik stuur u een bericht waarmee u het naar uzelf verplaatst."),
        words.language,
        (words("Tot u daar “Ja, hier graag” kiest, blijft het in deze groep. De vraag geldt twee dagen."),),
    )


def request(code: str, interests: Sequence[Interest], source: Chat, saying: Saying) -> Reply:
    """In the chat where it would come."""
    words = saying.words
    where = place_name(source.address, words, among_others=True)
    return Reply(
        words("Wilt u hier de briefing over {themes}?", themes=name_interests(interests, saying)),
        words.language,
        (
            words("Die komt nu elders: {where}. Iemand daar vroeg om haar hierheen te verplaatsen.", where=where),
            words("Wilt u dat niet? Dan hoeft u niets te doen."),
        ),
        buttons=(Button(words("Ja, hier graag"), UseCode(code)),),
    )


def which_chat(
    command: Move | OfferMove,
    own: Sequence[KnownChat],
    groups: Sequence[KnownChat],
    parts: Sequence[Part],
    here: Chat,
    saying: Saying,
) -> Reply:
    """The chats to which it can go, as buttons."""
    words = saying.words
    interests = [interest for part in parts for interest in part.interests]
    named = name_interests(interests, saying)
    names: tuple[Name, ...] = command.names

    def to(place: str) -> Move:
        return Move(place, names, command.of)

    buttons = [
        Button(
            words("Hierheen") if one.chat.id == here.id else capital(place_name(one.chat.address, words)),
            to(HERE if one.chat.id == here.id else chat_place(one.chat.id)),
        )
        for one in own
    ]
    if here.address.is_private:
        buttons += [
            Button(
                words("De groep die {themes} volgt", themes=name_interests(one.followed[0].interests, saying)),
                to(chat_place(one.chat.id)),
            )
            for one in groups
            if one.followed
        ]
        buttons.append(Button(words("Een andere groep"), to("group")))
    else:
        buttons.append(Button(words("Naar mijzelf"), to("me")))
    lead = [] if own or not here.address.is_private else [words("Een andere chat van uzelf? Typ daar eerst: koppel")]
    return Reply(
        words("Waarheen verplaatsen: {themes}?", themes=named), words.language, tuple(lead), buttons=tuple(buttons)
    )


def elsewhere(known: KnownChat, saying: Saying) -> tuple[Section, ...]:
    """What someone follows in another chat, each with what can be done from here."""
    words = saying.words
    heading = words("Elders: {where}", where=place_name(known.chat.address, words))
    parts = [
        Section(
            lines=(Line(status(one, saying), name_interests(one.interests, saying)),),
            buttons=(
                Button(words("Hierheen"), Move(HERE, of=one.id), about=name_interests(one.interests, saying)),
                Button(words("Stop"), Stop(everything=True, of=one.id), about=name_interests(one.interests, saying)),
            ),
        )
        for one in known.followed
    ]
    nothing = Section(heading, lines=(Line(words("Daar wordt niets gevolgd.")),))
    return (Section(heading), *parts) if parts else (nothing,)
