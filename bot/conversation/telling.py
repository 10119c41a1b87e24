"""Briefings -> Replies."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.following import OfferMoments, Pause, Stop
from bot.conversation.cards import announced_line, source_links, summary_card
from bot.conversation.saying import Saying
from bot.conversation.subjects import name_interest, name_interests, names_of
from bot.reply import Button, Line, Link, Reply, Section
from bot.words import capital
from briefings.model.briefing import Ahead, Briefing
from briefings.model.chat import Address
from briefings.model.interest import Interest, SubjectKind
from briefings.model.meeting import Meeting
from briefings.model.subscription import Missed, Subscription


class Telling:
    """What a briefing says, in the words of one language."""

    def __init__(self, saying: Saying) -> None:
        self._saying = saying
        self._words = saying.words

    def briefing(self, briefing: Briefing, subscription: Subscription | None) -> Reply:
        """What is new on each interest, and what is to come; with the way to change it when it was asked to come."""
        return Reply(
            title=self._title(briefing),
            language=self._words.language,
            lead=(self._contents(briefing), *self._where(briefing)),
            sections=tuple(self._sections(briefing)),
            sources=source_links(briefing.letters, self._saying),
            footer=self._footer(subscription) if subscription else None,
            buttons=self._buttons(subscription.interests) if subscription else (),
        )

    def after_a_miss(self, reply: Reply, missed: Missed | None) -> Reply:
        """A briefing that tells again what an earlier one told says why."""
        match missed:
            case Missed.UNKNOWN:
                why = self._words("Misschien kwam een eerdere briefing hier niet aan. Wat erin stond, staat hier ook.")
            case Missed.FAILED:
                why = self._words("Een eerdere briefing kwam hier niet aan. Wat erin stond, staat hier ook.")
            case _:
                return reply
        return replace(reply, lead=(*reply.lead, why))

    def nothing_new(self, briefing: Briefing, subscription: Subscription) -> Reply:
        """One line."""
        themes = name_interests(subscription.interests, self._saying)
        return Reply(
            title=self._title(briefing),
            language=self._words.language,
            lead=(self._words("Niets nieuws over {themes}.", themes=themes),),
            footer=self._footer(subscription),
        )

    def unreachable(self, address: Address, reason: str) -> Reply:
        """To who made a subscription: its chat cannot be reached."""
        link = f"https://slack.com/app_redirect?team={address.workspace}&channel={address.chat}"
        return Reply(
            title=self._words("De briefing kan niet worden bezorgd"),
            language=self._words.language,
            lead=(
                self._about(address.chat, reason),
                self._words("Het abonnement daar staat stil. Is het hersteld? Typ dan daar: hervat."),
            ),
            sources=(Link(self._words("Naar het kanaal"), link),) if address.channel == "slack" else (),
        )

    def sign_of_life(self) -> Reply:
        """To the administrator's chat that gets a message each day."""
        return Reply(
            title=self._words("Teken van leven: het bezorgen werkt"),
            language=self._words.language,
            lead=(self._words("Dit bericht komt elke dag. Blijft het weg, dan is er iets mis: kijk met jbz doctor."),),
        )

    def stopped(self, lane: str, reason: str) -> Reply:
        """To the administrators: nothing is sent in a whole lane."""
        return Reply(
            title=self._words("De briefings staan stil"),
            language=self._words.language,
            lead=(
                self._about(lane, reason),
                self._words("De bot probeert het steeds opnieuw. Is het hersteld, dan komt alles vanzelf."),
            ),
        )

    def refused(self, address: Address, reason: str) -> Reply:
        """To the administrators: a briefing was refused for what stands in it, also as plain text."""
        return Reply(
            title=self._words("De briefing kan niet worden bezorgd"),
            language=self._words.language,
            lead=(
                self._about(address.chat, reason),
                self._words("De volgende briefing daar vertelt alsnog wat erin stond."),
            ),
        )

    def _about(self, chat: str, reason: str) -> str:
        return self._words("Het gaat om {chat}. De reden: {reason}.", chat=chat, reason=self._words.reason(reason))

    def _title(self, briefing: Briefing) -> str:
        year, week, _ = briefing.day.isocalendar()
        return self._words("JBZ-briefing, week {week} van {year}", week=week, year=year)

    def _contents(self, briefing: Briefing) -> str:
        if not briefing.entries:
            return self._words("Er is niets nieuws op de thema's die u volgt.")
        new = briefing.new or len(briefing.entries)
        told = self._words.count(new, "nieuw agendapunt", "nieuwe agendapunten")
        if briefing.first or not briefing.new:
            told = self._words.count(new, "agendapunt", "agendapunten")
        themes = all(group.interest.subject.kind is SubjectKind.THEME for group in briefing.groups)
        number = len(briefing.groups)
        parts = []
        if number:
            parts.append(self._subjects(number, themes=themes))
        parts.append(told)
        if briefing.decision_count:
            parts.append(self._words.count(briefing.decision_count, "besluit", "besluiten"))
        if briefing.upcoming:
            parts.append(self._words.count(len(briefing.upcoming), "aankondiging", "aankondigingen"))
        return ", ".join(parts)

    def _subjects(self, number: int, *, themes: bool) -> str:
        if themes:
            return self._words.count(number, "thema", "thema's")
        return self._words.count(number, "onderwerp", "onderwerpen")

    def _where(self, briefing: Briefing) -> list[str]:
        """The meeting that all of it is about, so that no item need say it."""
        return [self._words.meeting(meeting) for meeting in _meetings(briefing)] if not _several(briefing) else []

    def _sections(self, briefing: Briefing) -> list[Section]:
        words, several = self._words, _several(briefing)
        sections: list[Section] = []
        for group in briefing.groups:
            cards = tuple(summary_card(entry, self._saying, meeting=several) for entry in group.entries)
            sections.append(Section(capital(name_interest(group.interest, self._saying)), cards))
            sections += self._left_out(group.left_out)
        if briefing.quiet:
            quiet = words("Niets nieuws over {themes}.", themes=name_interests(briefing.quiet, self._saying))
            sections.append(Section(lines=(Line(quiet),)))
        sections += [self._ahead(ahead) for ahead in briefing.ahead]
        for heading, announced in (
            (words("Wat komt er aan"), briefing.upcoming),
            (words("De termijn is voorbij"), briefing.overdue),
        ):
            if announced:
                sections.append(Section(heading, lines=tuple(announced_line(one, self._saying) for one in announced)))
        return sections

    def _ahead(self, ahead: Ahead) -> Section:
        heading = self._words("Volgende: {meeting}", meeting=self._words.meeting(ahead.meeting))
        return Section(heading, tuple(summary_card(entry, self._saying) for entry in ahead.entries))

    def _left_out(self, number: int) -> list[Section]:
        count = self._words.count(number, "agendapunt", "agendapunten")
        return [Section(lines=(Line(self._words("En nog {count}.", count=count)),))] if number else []

    def _buttons(self, interests: Sequence[Interest]) -> tuple[Button, ...]:
        """Several chats may get a briefing alike: so they name what it is about, not a subscription."""
        words, about = self._words, name_interests(interests, self._saying)
        return (
            Button(words("Wijzig"), OfferMoments(), about=about),
            Button(words("Pauzeer"), Pause(), about=about),
            Button(words("Stop"), Stop(names_of(interests)), about=about),
        )

    def _footer(self, subscription: Subscription) -> str:
        schedule = self._words.schedule(subscription.schedule)
        return self._words("U krijgt dit {schedule}. Iets wijzigen of stoppen? Typ: abonnementen.", schedule=schedule)


def _meetings(briefing: Briefing) -> set[Meeting]:
    return {entry.source.meeting for group in briefing.groups for entry in group.entries}


def _several(briefing: Briefing) -> bool:
    return len(_meetings(briefing)) > 1
