"""What is kept of who uses the bot, and for how long; docs/privacy.md says the same at length."""

from bot.reply import Button, Line, Reply, Section
from bot.words import Words


def privacy(words: Words, keep_days: int, channel: str) -> Reply:
    """In a few lines, of the channel in which it is asked."""
    of_page = (
        words("Van een browser die iets volgt"),
        words("een hash van zijn cookie; wie alleen leest krijgt er geen"),
    )
    kept = [
        *([of_page] if channel == "web" else []),
        (
            words("Van een kanaal of chat"),
            words("het nummer, wat er wordt gevolgd, wanneer de briefing komt, de taal en de tijdzone"),
        ),
        (
            words("Van wie iets instelde in een kanaal"),
            words("het nummer bij Slack of Telegram, om te kunnen zeggen dat een briefing niet aankomt"),
        ),
    ]
    if channel != "web":
        told = words("de laatste vraag, één dag, zonder wie hem stelde; zo kunt u doorvragen")
        kept.append((words("Van een gesprek"), told))
    kept.append(
        (
            words("Van een verzonden briefing"),
            words("naar welk kanaal hij ging en wanneer, {days} dagen", days=keep_days),
        )
    )
    ends = [
        (words("Wat u stopt"), words("wordt meteen gewist")),
        (words("Typ vergeet"), words("dan wis ik alles van deze chat")),
    ]
    if channel == "slack":
        ends += [
            (words("De app verwijderd uit Slack"), words("alles van die werkruimte wordt meteen gewist")),
            (words("Het token ingetrokken"), words("alles van die werkruimte wordt na 30 dagen gewist")),
        ]
    return Reply(
        words("Uw gegevens"),
        words.language,
        (words("Ik bewaar geen namen, geen e-mailadressen en geen berichten."),),
        (
            Section(words("Dit bewaar ik"), lines=tuple(Line(what, label) for label, what in kept)),
            Section(words("Zo wordt het gewist"), lines=tuple(Line(what, label) for label, what in ends)),
        ),
        buttons=(Button(words("Wis alles van deze chat"), "vergeet"),) if channel == "telegram" else (),
    )
