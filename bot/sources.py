"""The sources of letters that the settings name."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.settings import Settings
from briefings.sources.dropped import MailBox, WatchedFolder
from briefings.sources.officielebekendmakingen import OfficieleBekendmakingen
from briefings.sources.polite import Polite
from briefings.sources.source import Source
from briefings.sources.syncfeed import SyncFeed
from briefings.sources.tweedekamer import TweedeKamer
from briefings.sources.wanted import Wanted


def make_client(settings: Settings, clock: Callable[[], datetime], record: Path | None = None) -> Polite:
    """The client of the live sources: it asks only their hosts."""
    urls = (settings.tweedekamer_url, settings.syncfeed_url, settings.sru_url, settings.publications_url)
    hosts = frozenset(urlsplit(url).netloc for url in urls)
    return Polite(hosts, f"jbz-briefings (+{settings.jbz_base_url})", record=record, clock=clock)


def make_sources(settings: Settings, client: Polite, since: date, clock: Callable[[], datetime]) -> list[Source]:
    """A source for each service and formation: one that is followed later gets a first load of its own."""
    followed = [(code, Wanted.of([code])) for code in settings.councils]
    made: list[Source] = []
    for name in settings.sources:
        match name:
            case "tweedekamer":
                url = settings.tweedekamer_url.rstrip("/")
                made += [TweedeKamer(url, client, wanted, since, f"{name}:{code}") for code, wanted in followed]
            case "syncfeed":
                url, everything = settings.syncfeed_url.rstrip("/"), Wanted.of(settings.councils)
                made.append(SyncFeed(url, client, everything, since, f"{name}:{'+'.join(settings.councils)}"))
            case "officielebekendmakingen":
                search, url = settings.sru_url, settings.publications_url.rstrip("/")
                made += [
                    OfficieleBekendmakingen(search, url, client, wanted, since, f"{name}:{code}")
                    for code, wanted in followed
                ]
            case _:
                raise AssertionError(name)  # the settings know no other
    if settings.jbz_inbox is not None:
        made.append(WatchedFolder(settings.jbz_inbox, clock))
    if settings.jbz_mailbox is not None:
        made.append(MailBox(settings.jbz_mailbox, clock))
    return made
