"""What people type -> Command, and a Command as it can be typed: the same for every channel, in Dutch and English.

The declarations say it all. What is written reads back as the same command, whatever an administrator called a theme:
a question that looks like a command stands behind a question mark, a theme that looks like something else behind
"thema:".
"""

import re
from functools import cache
from typing import Any

from bot.commands.asking import ASKING, Ask, MorePage
from bot.commands.bundling import BUNDLING
from bot.commands.command import Command, Declared, Does, Example, Unclear
from bot.commands.comparing import COMPARING, CheckQuote, check_of_message
from bot.commands.following import FOLLOWING
from bot.commands.glances import at_a_glance
from bot.commands.joining import JOINING
from bot.commands.phrases import phrase
from bot.commands.politely import what_is_asked_for, what_is_sought
from bot.commands.settings import SETTINGS, Help
from bot.commands.silence import SILENCE
from briefings.errors import NotUnderstood
from briefings.language.fold import fold

LONGEST = 1000  #: characters that are read of what was typed

#: Every command, in the order in which help and documentation name them.
DECLARED: tuple[Declared[Any], ...] = (
    *ASKING,
    *COMPARING,
    *FOLLOWING,
    *JOINING,
    *SILENCE,
    *BUNDLING,
    *SETTINGS,
    Declared(Unclear, nl=(), en=(), read=lambda _: None, write=lambda _: ""),
)
_OURS = re.compile(r"^/?jbz(?:@\w+)?(?:\s+|$)", re.IGNORECASE)
#: What asks of the message that it answers whether that is right: "klopt", "/klopt dit?".
_POINTS = re.compile(r"(?:het|dit|dat|deze|it|this|that)?\s*\??")
_ARTICLE = re.compile(r"^(?:de|het|een|alle|mijn|onze|the|a|an|all|my|our)\s+", re.IGNORECASE)
_MARKED = re.compile(r"thema:(?=[a-z0-9])")


def read_command(text: str) -> Command:
    """The command in `text`; whatever is none is a question. Raises NotUnderstood, saying how it should be."""
    typed = _OURS.sub("", " ".join("".join(c if c.isprintable() else " " for c in text[:LONGEST]).split()))
    return _plainly(typed) or _politely(typed) or Ask(typed) if typed else Help()


def _plainly(typed: str) -> Command | None:
    """The command that begins with its word, or is asked for in a sentence; None for another question."""
    word, _, rest = typed.partition(" ")
    for declared in _verbs().get(_verb(word), ()):
        command: Command | None = declared.read(rest.strip())
        if command is not None:
            return command
    return phrase(typed) or at_a_glance(typed)


def _politely(typed: str) -> Command | None:
    """What is asked for politely: something to be shown, and never that something changes."""
    if sought := what_is_sought(typed):
        return at_a_glance(sought) or Ask(sought)
    inside = what_is_asked_for(typed)
    if inside is None:
        return None
    for one in (inside, _ARTICLE.sub("", inside)):
        try:
            command = _plainly(one)
        except NotUnderstood:
            continue
        if command is not None:
            return Ask(inside) if may_change(command) else command
    return Ask(inside)


def command_in(text: str) -> Command:
    """The command in `text`; what cannot be carried out as it stands is a command that says so."""
    try:
        return read_command(text)
    except NotUnderstood as error:
        return Unclear(error)


def check_of(text: str, message: str) -> CheckQuote | None:
    """The check of the message that `text` answers; None where `text` asks something else, or nothing is answered."""
    word, _, rest = _OURS.sub("", " ".join(text[:LONGEST].split())).partition(" ")
    asks = declaration(CheckQuote("")).kind in {one.kind for one in _verbs().get(_verb(word).rstrip("?"), ())}
    return check_of_message(message) if asks and _POINTS.fullmatch(fold(rest)) else None


def write_command(command: Command) -> str:
    """The command as text that `read_command` reads as the same. A form that was filled in has none."""
    declared = declaration(command)
    plain = _behind(declared, declared.write(command))
    if command_in(plain) == command:
        return plain
    if isinstance(command, Ask):
        return f"? {command.text}"
    return _behind(declared, (declared.mark or declared.write)(command))


def as_typed(command: Command) -> str:
    """The command as people would type it, for the eye only."""
    return command.text if isinstance(command, Ask | MorePage) else _MARKED.sub("", write_command(command))


def declaration(command: Command) -> Declared[Any]:
    """Where the kind of a command is declared."""
    return _kinds()[type(command)]


def changes(command: Command) -> bool:
    """Whether it changes something."""
    return declaration(command).does is Does.CHANGES


def may_change(command: Command) -> bool:
    """Whether it changes something, or offers to."""
    return declaration(command).does is not Does.READS


def is_verb(word: str) -> bool:
    """Whether `word`, as "/volg", begins a command of ours."""
    return fold(word.lstrip("/")) == "jbz" or _verb(word) in _verbs()


def is_english(text: str) -> bool:
    """Whether `text` begins with a word that is a command in English only."""
    word = _verb(_OURS.sub("", text.strip()).partition(" ")[0])
    return any(word in declared.en and word not in declared.nl for declared in _verbs().get(word, ()))


def is_question(text: str) -> bool:
    """Whether `text` is searched for, and is no command: what a name of a theme must be."""
    return isinstance(command_in(text), Ask)


def examples() -> list[Example]:
    """What can be typed, in the order of help."""
    return [example for declared in DECLARED for example in declared.examples]


def _behind(declared: Declared[Any], rest: str) -> str:
    if declared.kind is Ask:
        return rest
    return f"{declared.nl[0]} {rest}".strip() if declared.nl else ""


def _verb(word: str) -> str:
    return fold(word).lstrip("/").partition("@")[0].rstrip(":")


@cache
def _verbs() -> dict[str, tuple[Declared[Any], ...]]:
    verbs: dict[str, tuple[Declared[Any], ...]] = {}
    for declared in DECLARED:
        for word in (*declared.nl, *declared.en):
            verbs[word] = (*verbs.get(word, ()), declared)
    return verbs


@cache
def _kinds() -> dict[type[Command], Declared[Any]]:
    return {declared.kind: declared for declared in DECLARED}
