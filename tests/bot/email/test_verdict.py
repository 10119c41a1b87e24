"""What a relay says has one meaning, whatever it says."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import Gone, Later, Refused, SendError, Stopped, UnknownOutcome
from bot.email.verdict import Exchange, SmtpStep, judged

TABLE: list[tuple[SmtpStep, int, str, type[SendError] | None]] = [
    (SmtpStep.CONNECTING, 0, "ConnectionRefusedError", Later),
    (SmtpStep.CONNECTING, 421, "Too many connections", Later),
    (SmtpStep.CONNECTING, 554, "No SMTP service here", Stopped),
    (SmtpStep.STANDING, 535, "5.7.8 Error: authentication failed", Stopped),
    (SmtpStep.STANDING, 454, "4.7.0 Temporary authentication failure", Later),
    (SmtpStep.STANDING, 0, "SMTPServerDisconnected", Later),
    (SmtpStep.SENDER, 530, "5.7.0 Must issue a STARTTLS command first", Stopped),
    (SmtpStep.SENDER, 553, "5.7.1 Sender address rejected: not owned by user", Stopped),
    (SmtpStep.SENDER, 452, "4.3.1 Insufficient system storage", Later),
    (SmtpStep.SENDER, 552, "5.3.4 Message size exceeds fixed limit", Refused),
    (SmtpStep.RECIPIENT, 550, "5.1.1 <spf-blacklist@x.nl>: Recipient address rejected: User unknown", Gone),
    (SmtpStep.RECIPIENT, 550, "No such user here", Gone),
    (SmtpStep.RECIPIENT, 550, "5.2.1 Mailbox disabled", Gone),
    (SmtpStep.RECIPIENT, 550, "5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup", Gone),
    (SmtpStep.RECIPIENT, 552, "5.2.2 Mailbox full", Later),
    (SmtpStep.RECIPIENT, 552, "Requested mail action aborted: exceeded storage allocation", Later),
    (SmtpStep.RECIPIENT, 554, "5.7.1 <anna@x.nl>: Relay access denied", Stopped),
    (
        SmtpStep.RECIPIENT,
        554,
        "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
        Stopped,
    ),
    (SmtpStep.RECIPIENT, 450, "4.7.1 Greylisted", Later),
    (SmtpStep.CONTENT, 0, "SMTPServerDisconnected", UnknownOutcome),
    (SmtpStep.CONTENT, 250, "2.0.0 Ok: queued as 4ABC", None),
    (SmtpStep.CONTENT, 451, "4.3.0 Try later", Later),
    (SmtpStep.CONTENT, 552, "5.3.4 Message too big", Refused),
    (SmtpStep.CONTENT, 554, "5.6.0 Message contains a virus", Refused),
    (SmtpStep.CONTENT, 550, "5.1.1 User unknown", Gone),
    (SmtpStep.CONTENT, 550, "5.7.26 DMARC policy: unauthenticated mail", Stopped),
]


@pytest.mark.parametrize(("step", "code", "said", "kind"), TABLE)
def test_the_words_of_relays(step: SmtpStep, code: int, said: str, kind: type[SendError] | None) -> None:
    error = judged(Exchange(step, code, said))
    assert error is None if kind is None else type(error) is kind


def test_a_connection_that_is_not_safe_stops_everything() -> None:
    assert type(judged(Exchange(SmtpStep.STANDING, said="TLS: self-signed certificate", insecure=True))) is Stopped


_SAID = st.text(max_size=60) | st.sampled_from([said for _, _, said, _ in TABLE])


@given(st.builds(Exchange, st.sampled_from(SmtpStep), st.integers(0, 700), _SAID, st.booleans()))
def test_any_answer_has_one_meaning_and_only_a_mail_under_way_is_uncertain(exchange: Exchange) -> None:
    error = judged(exchange)
    if error is None:
        assert (exchange.step, 0 < exchange.code < 400) == (SmtpStep.CONTENT, True)
    if isinstance(error, UnknownOutcome):
        assert (exchange.step, exchange.code) == (SmtpStep.CONTENT, 0)
    if isinstance(error, Gone | Refused):
        assert exchange.code >= 500
    assert "\n" not in str(error)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("said", ["a", "a@", "a ", "5.1.", "@", "5.", "spf@"])
def test_no_reply_takes_long_to_judge(said: str) -> None:
    began = time.process_time()
    assert judged(Exchange(SmtpStep.RECIPIENT, 550, said * 100_000)) is not None
    assert time.process_time() - began < 3


def test_the_words_of_an_address_are_not_the_servers() -> None:
    told = Exchange(SmtpStep.RECIPIENT, 550, "<spf@dmarc.example>: who is that")
    assert isinstance(judged(told), Gone)
