"""What stands before and behind a sentence: whose it is, what it is, by when. Only what is certain has a label."""

import re
from datetime import date

from bot.words import Phrase, Words
from briefings.comparing.sides import Side
from briefings.language.fold import fold
from briefings.model.briefing import Sentence
from briefings.model.statement import Actor, Period, Stance, Standing, Statement, StatementKind

ACTOR_LABELS = {
    Actor.NETHERLANDS: Phrase("Nederland"),
    Actor.CABINET: Phrase("Het kabinet"),
    Actor.COMMISSION: Phrase("De Commissie"),
    Actor.PRESIDENCY: Phrase("Het Voorzitterschap"),
    Actor.COUNCIL: Phrase("De Raad"),
    Actor.MEMBER_STATES: Phrase("Lidstaten"),
    Actor.EUROJUST: Phrase("Eurojust"),
    Actor.EUROPOL: Phrase("Europol"),
    Actor.FRONTEX: Phrase("Frontex"),
    Actor.EU_LISA: Phrase("eu-LISA"),
    Actor.EU_CTC: Phrase("De EU-coördinator voor terrorismebestrijding"),
    Actor.EEAS: Phrase("De Europese Dienst voor Extern Optreden"),
    Actor.EPPO: Phrase("Het Europees Openbaar Ministerie"),
    Actor.EUAA: Phrase("Het EU-asielagentschap"),
    Actor.FRA: Phrase("Het EU-grondrechtenagentschap"),
    Actor.CEPOL: Phrase("CEPOL"),
    Actor.ECB: Phrase("De Europese Centrale Bank"),
    Actor.PARLIAMENT: Phrase("Het Europees Parlement"),
    Actor.HIGH_REPRESENTATIVE: Phrase("De Hoge Vertegenwoordiger"),
    Actor.COREPER: Phrase("Coreper"),
    Actor.COMMITTEE: Phrase("Een comité of werkgroep"),
    Actor.EUROPEAN_COUNCIL: Phrase("De Europese Raad"),
    Actor.OTHER_COUNCIL: Phrase("Een andere Raad"),
    Actor.OTHER_BODY: Phrase("Een ander orgaan"),
}
#: Shown behind a position: what a quick reader may take for its opposite.
_NAMES = {
    Stance.OPPOSITION: Phrase("tegen"),
    Stance.NO_OBJECTION: Phrase("geen bezwaar"),
    Stance.ABSTENTION: Phrase("onthouding"),
    Stance.CONDITION: Phrase("onder voorwaarde"),
}


SIDE_LABELS = {
    Side.FOR: Phrase("voor"),
    Side.OPEN: Phrase("open ervoor"),
    Side.CONDITION: Phrase("voor onder voorwaarde"),
    Side.CONCERN: Phrase("zorgen"),
    Side.AGAINST: Phrase("tegen"),
    Side.ABSTAINS: Phrase("onthouding"),
}


def _outcome(said: Statement) -> Phrase:
    if said.is_noted:
        return Phrase("Kennisgenomen")
    return Phrase("Conclusie van het Voorzitterschap") if said.is_conclusion else Phrase("Besluit")


class Labels:
    """The labels in the words of one language."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def label(self, sentence: Sentence, today: date, *, planned: bool) -> str | None:
        """What stands before a sentence; `planned`: its letter is an annotated agenda."""
        said = sentence.said
        if said is None:
            return None
        match said.kind:
            case StatementKind.DECISION:
                return self._words(_outcome(said))
            case StatementKind.NO_DECISION:
                return self._words("Geen besluit")
            case StatementKind.POSITION:
                return self._words("Inzet Nederland" if planned else "Nederland")
            case StatementKind.COMMITMENT:
                announced = self._announced(said, today)
                return None if fold(sentence.text).startswith(f"{fold(announced)}:") else announced
            case StatementKind.INFORMATION:
                return None

    def remark(self, sentence: Sentence) -> str | None:
        """What stands behind a sentence: by when, a stance that is easily misread, that it was done elsewhere."""
        said = sentence.said
        if said is None:
            return None
        parts = [self.when(sentence)] if said.kind is StatementKind.COMMITMENT else []
        if said.kind is StatementKind.POSITION:
            side = _side(said)
            parts += [self._words(side)] if side else []
            elsewhere = said.standing is Standing.ELSEWHERE and said.where
            parts += [self._words("elders of eerder: {where}", where=said.where)] if elsewhere else []
        return "; ".join(part for part in parts if part) or None

    def when(self, sentence: Sentence) -> str | None:
        """The period as the letter words it, and the days that we count from it where it does not name them."""
        return self._period(sentence.due) if sentence.due else None

    def by(self, sentence: Sentence) -> str | None:
        """Who announced it."""
        said = sentence.said
        if said is None:
            return None
        if said.is_promise:
            return self._words("toezegging aan de Kamer")
        who = self._who(said)
        return self._words("aangekondigd door {who}", who=who) if who else None

    def _announced(self, said: Statement, today: date) -> str:
        if said.is_promise:
            return self._words("Toezegging")
        who = self._who(said)
        if who:
            return self._words("Aangekondigd door {who}", who=who)
        over = said.due is not None and said.due.last is not None and said.due.last < today
        return self._words("Aangekondigd" if over else "Komt nog")

    def _who(self, said: Statement) -> str | None:
        """ "de Commissie", "Duitsland", "enkele lidstaten"."""
        if said.announcer is None:
            return None
        if said.announcer in {Actor.OTHER_STATE, Actor.MEMBER_STATES, Actor.OTHER_BODY, Actor.COMMITTEE}:
            return small(said.named) if said.named and not _SAYS_NOTHING.search(said.named) else None
        return small(self._words(ACTOR_LABELS[said.announcer]))

    def _period(self, due: Period) -> str:
        ours = self._words.period(due)
        if due.words is None or not ours:
            return due.words or ours
        if fold(ours) in fold(due.words):
            return due.words
        return self._words("{letter}; wij rekenen: {days}", letter=due.words, days=ours)


#: A trilogue is held, and a court that is only named between brackets did not speak: neither announces anything.
_SAYS_NOTHING = re.compile(r"[Tt]rilo(?:og|gen)\b|^Hof$")


def _side(said: Statement) -> Phrase | None:
    """A stance that is easily misread; of who is for one thing and against another in a sentence, both."""
    own = {voice.stance for voice in said.voices if voice.actor is said.actor}
    if {Stance.SUPPORT, Stance.OPPOSITION} <= own:
        return Phrase("deels voor, deels tegen")
    return _NAMES.get(said.stance) if said.stance else None


def small(name: str) -> str:
    """A name inside a sentence: its article small."""
    articles = ("De ", "Het ", "Een ", "The ", "An ", "A ", "Enkele ", "Alle ", "Veel ", "Geen ")
    return name[:1].lower() + name[1:] if name.startswith(articles) else name
