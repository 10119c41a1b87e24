"""What is kept of who uses the bot, and for how long; docs/privacy.md says the same at length."""

from bot.reply import Line, Reply, Section
from bot.words import Words


def privacy(words: Words, keep_days: int) -> Reply:
    """In a few lines."""
    kept = (
        (
            words("Van een kanaal of chat"),
            words("wat er wordt gevolgd, wanneer de briefing komt, de taal en de tijdzone"),
        ),
        (
            words("Van wie iets instelde in een kanaal"),
            words("het nummer bij Slack of Telegram, om te kunnen zeggen dat een briefing niet aankomt"),
        ),
        (words("Van een gesprek"), words("de laatste vraag, één dag, zonder wie hem stelde; zo kunt u doorvragen")),
        (
            words("Van een verzonden briefing"),
            words("naar welk kanaal hij ging en wanneer, {days} dagen", days=keep_days),
        ),
    )
    ends = (
        (words("Wat u stopt"), words("wordt meteen gewist")),
        (words("De app verwijderd uit Slack"), words("alles van die werkruimte wordt meteen gewist")),
        (words("Het token ingetrokken"), words("alles van die werkruimte wordt na 30 dagen gewist")),
    )
    return Reply(
        words("Uw gegevens"),
        words.language,
        (words("Ik bewaar geen namen, geen e-mailadressen en geen berichten."),),
        (
            Section(words("Dit bewaar ik"), lines=tuple(Line(what, label) for label, what in kept)),
            Section(words("Zo wordt het gewist"), lines=tuple(Line(what, label) for label, what in ends)),
        ),
    )
