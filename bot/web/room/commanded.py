"""A command typed where one searches: the page that has what it asks for, or the talk, where it can be carried out."""

from bot.commands.asking import Ask, Commitments, Decisions, ListThemes, News, Only, ShowItem, ShowMeeting, Timeline
from bot.commands.command import Command, Does, Unclear
from bot.commands.comparing import CheckQuote, ComparePlanned, Prepare, ShowCourse, ShowHandover
from bot.commands.following import FOLLOWING, BriefNow
from bot.commands.grammar import command_in, may_change
from bot.commands.mistyped import mended
from bot.commands.names import Named
from bot.commands.settings import Help, ShowPrivacy, ShowSources, Welcome
from bot.commands.silence import ShowSilences
from bot.conversation.comparing.planned import names_a_meeting
from bot.conversation.lookup import Lookup
from bot.conversation.promised import PROMISED, read_promised
from bot.reply import Link
from bot.web.room.shelf import Elsewhere, Page, PageContext
from briefings.answering.question import Question
from briefings.errors import Message, NotUnderstood
from briefings.language.fold import fold
from briefings.language.tokens import words as folded_words
from briefings.themes.match import recognise

#: Words that name a page and are no command, or one that says nothing without more.
_PAGES = {
    "vergaderingen": "/vergaderingen", "meetings": "/vergaderingen", "tijdlijn": "/tijdlijn", "timeline": "/tijdlijn",
    "klopt": "/klopt", "citaat": "/klopt", "check": "/klopt", "quote": "/klopt", "koers": "/koers",
    "course": "/koers", "feeds": "/volgen", "toegankelijkheid": "/toegankelijkheid",
    "accessibility": "/toegankelijkheid", "voorbereiding": "/voorbereiding", "preparation": "/voorbereiding",
    "overdracht": "/overdracht", "handover": "/overdracht",
}  # fmt: skip
_FOLLOWS = frozenset(word for one in FOLLOWING if one.does is Does.CHANGES for word in (*one.nl, *one.en))


def commanded(desk: PageContext, typed: str) -> Page | None:
    """The page of a command that changes something; None for a question. One that reads leads on: raises Elsewhere."""
    if path := _PAGES.get(fold(typed)):
        raise Elsewhere(desk.to(path), for_now=True)
    command = command_in(typed)
    if isinstance(command, Unclear):
        follows = fold(typed).lstrip("/").partition(" ")[0] in _FOLLOWS
        return _offered(desk, typed, command.error.message) if follows else None
    if may_change(command):
        return _offered(desk, typed, None)
    try:
        path = _place_of(desk, command, typed)
    except NotUnderstood as error:
        return _offered(desk, typed, error.message)
    if path is not None:
        raise Elsewhere(path, for_now=True)
    return None


def asked(typed: str) -> str:
    """What is searched for: "? stop mensenhandel" asks, where "stop mensenhandel" is a command."""
    command = command_in(typed)
    return command.text if isinstance(command, Ask) else typed


def _offered(desk: PageContext, typed: str, error: Message | None) -> Page:
    """What was typed is a command: what to do with it."""
    words = desk.words
    told = words.say(error) if error else words("In het zoekvak verandert er niets. Bij Gesprek kunt u dit wel doen.")
    return Page(
        "commanded",
        words("“{typed}” is een opdracht", typed=typed[:60]),
        desk.to("/zoek", q=typed),
        {
            "told": told,
            "links": [
                Link(words("Naar Gesprek, met deze opdracht"), desk.to("/gesprek", q=typed)),
                Link(words("Zoek naar deze woorden"), desk.to("/zoek", q=f"? {typed}")),
                Link(words("Wat u kunt typen"), desk.to("/help")),
            ],
        },
        is_listed=False,
    )


def _place_of(desk: PageContext, command: Command, typed: str) -> str | None:
    """Where a command that reads has its page; None where it names nothing known, and its words are searched for."""
    to = desk.to
    match command:
        case Ask(text) if mended(text):
            return to("/gesprek", q=text)  # where it is said how its words were read
        case Ask(text):
            question = _lookup(desk).read(text)
            return _place_of(desk, News(question.when), f"nieuws {question.when}") if question.is_time else None
        case Timeline(text):
            return to("/tijdlijn", q=text)
        case CheckQuote(text):
            return to("/klopt", q=text)
        case ShowCourse(text):
            return to("/koers", q=text)
        case ListThemes():
            return to("/themas")
        case ShowItem():
            item = _lookup(desk).item(command)
            return to.item(item.id) if item else None
        case ShowMeeting(of) if isinstance(of, int) or not _spans(desk, f"raad {of}"):
            return _meeting(desk, of)
        case ComparePlanned(of):
            return _planned(desk, of)
        case Prepare():
            prepared = desk.shelf.packs.meeting(command, desk.saying)
            return f"{to.meeting(prepared.meeting)}/voorbereiding"
        case ShowHandover(text):
            return to("/overdracht", q=text)
        case Commitments():
            return _announced(desk, command)
        case News(text) if not _spans(desk, text):
            return _news(desk, text)
        case Decisions(text, only) if not _spans(desk, text):
            return _decisions(desk, text, only)
        case Help() | Welcome():
            return to("/help")
        case ShowPrivacy():
            return to("/privacy")
        case ShowSources() | ShowSilences():
            return to("/bronnen")
        case BriefNow(names) if not all(_is_theme(desk, one.name) for one in names if isinstance(one, Named)):
            return None
        case _:
            return to("/gesprek", q=typed)


def _lookup(desk: PageContext) -> Lookup:
    shelf = desk.shelf
    return Lookup(shelf.database, shelf.index, shelf.answering, shelf.today)


def _is_theme(desk: PageContext, name: str) -> bool:
    return recognise(folded_words(name), desk.shelf.catalogue()) is not None


def _meeting(desk: PageContext, of: int | str) -> str | None:
    """The meeting, or the meetings of a year."""
    lookup = _lookup(desk)
    question = lookup.read(f"raad {of}") if isinstance(of, str) and of else None
    if question is not None and not question.meeting_only:
        return None
    if question is not None and (year := _year(question)):
        return desk.to(
            f"/vergaderingen/{question.council.lower()}" if question.council else "/vergaderingen", jaar=year
        )
    found = lookup.meeting(ShowMeeting(of))
    return desk.to.meeting(found.meeting) if found else None


def _planned(desk: PageContext, of: int | str) -> str:
    """A meeting's agenda beside its report, or the list where none is named, or a year."""
    lookup = _lookup(desk)
    question = names_a_meeting(of, desk.shelf.today()) if of else None
    found = lookup.meeting(ShowMeeting(of)) if of and not (question and question.spans) else None
    return f"{desk.to.meeting(found.meeting)}/gepland" if found else desk.to("/gepland")


def _announced(desk: PageContext, command: Commitments) -> str:
    today = desk.shelf.today()
    if command.text and _lookup(desk).read(command.text).papers:
        return desk.to("/gesprek", q=f"toezeggingen {command.text}")
    wanted = read_promised(desk.session, command.text, desk.shelf.answering, desk.saying, today)
    if wanted.word:
        return desk.to("/gesprek", q=f"toezeggingen {command.text}")
    return desk.to(PROMISED, **wanted.given(today))


def _news(desk: PageContext, text: str) -> str:
    if not text:
        return desk.to("/")
    theme = recognise(folded_words(text), desk.shelf.catalogue())
    if theme is not None and not theme.corrected:
        return desk.to.theme(theme.theme.slug)
    return _meeting(desk, text) or desk.to("/zoek", q=f"? {text}", volgorde="nieuwste")


def _spans(desk: PageContext, text: str) -> bool:
    """Whether it names only a time that no page is of: what is told of it stands in the talk."""
    question = _lookup(desk).read(text)
    return question.meeting_only and question.spans and _year(question) is None


def _decisions(desk: PageContext, text: str, only: Only | None) -> str:
    """What was decided: of all, of a year, of a meeting, or on a subject."""
    if only is Only.SIGNED:
        return desk.to("/gesprek", q=f"besluiten {only} {text}".strip())
    kind = "geen-besluit" if only else "besluit"
    if not text:
        return desk.to("/zoek", soort=kind, volgorde="nieuwste")
    question = _lookup(desk).read(text)
    if question.meeting_only and (year := _year(question)):
        code = question.council.lower() if question.council else None
        return desk.to("/zoek", soort=kind, raad=code, periode=year, volgorde="nieuwste")
    return (_meeting(desk, text) if question.meeting_only else None) or desk.to("/zoek", q=f"? {text}", soort=kind)


def _year(question: Question) -> int | None:
    """The one year that is named, and no meeting in it."""
    since, until = question.since, question.until
    return since.year if question.spans and since and until and since.year == until.year else None
