"""What a source's refusal says is kept as a code; what a release before codes kept is read as the sentences it has."""

import json

from briefings.errors import JbzError, Message
from storage.ledger import _heard, _said
from tests.said import said


def test_a_message_comes_back_with_the_messages_in_it() -> None:
    paper = Message("paper.decision_memo")
    kept = json.loads(json.dumps(_said(JbzError("letter.other_paper", name="brief.pdf", paper=paper))))
    heard = _heard(kept)
    assert heard is not None
    assert said(heard) == "brief.pdf is een beslisnota, geen verslag of geannoteerde agenda van een Raad."
    assert said(heard, "en") == "brief.pdf is a decision memo, not a report or annotated agenda of a Council."


def test_a_number_keeps_its_form() -> None:
    heard = _heard(json.loads(json.dumps(_said(JbzError("letter.too_large", name="x", size=31.25)))))
    assert heard is not None
    assert said(heard) == "x is te groot: 31.2 MB, en het mag 25 MB zijn."


def test_what_an_earlier_release_kept_is_said_as_it_is() -> None:
    heard = _heard({"nl": "brief.pdf is {leeg}.", "en": "brief.pdf is {empty}."})
    assert heard is not None
    assert (said(heard), said(heard, "en")) == ("brief.pdf is {leeg}.", "brief.pdf is {empty}.")


def test_nothing_is_nothing() -> None:
    assert _heard(None) is None
