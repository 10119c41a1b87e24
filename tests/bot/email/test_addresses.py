"""What people type as an address of mail, and what only we can have written."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.asking import Ask
from bot.commands.following import Follow, Pause
from bot.commands.names import Named
from bot.email.addresses import OtherDomain, read_address, read_from
from bot.email.seals import Seals
from briefings.errors import NotUnderstood
from briefings.model.chat import Address
from briefings.model.schedule import schedule_of
from tests.stand_ins.smtp_server import KEY

NOW = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
ANNA = Address("email", "example.org", "anna@example.org")


@pytest.mark.parametrize(
    ("typed", "mail"),
    [
        (" Anna.De.Vries@MinBuza.NL ", "anna.de.vries@minbuza.nl"),
        ("a+b@example.org", "a+b@example.org"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("anna@раypal.example", "anna@xn--ypal-43d9g.example"),
    ],
)
def test_an_address_is_kept_as_the_net_has_it(typed: str, mail: str) -> None:
    assert read_address(typed) == Address("email", mail.partition("@")[2], mail)


@pytest.mark.parametrize(
    "typed",
    [
        "", "anna", "@example.org", "anna@", "anna@localhost", "a b@example.org", "anna@example.org, b@example.org",
        "anna@example.org\nBcc: b@example.org", '"a"@example.org', "anna@[192.0.2.1]", "é@example.org",
        "a..b@example.org", ".a@example.org", "<anna@example.org>", "a@b@example.org",
        f"{'a' * 65}@example.org", f"a@{'b' * 250}.org",
        "anna@exa mple.org", "anna@-.org", "anna@example.org\x00",
    ],
)  # fmt: skip
def test_what_is_no_address_is_said(typed: str) -> None:
    with pytest.raises(NotUnderstood) as found:
        read_address(typed)
    assert found.value.message.code == "email.no_address"


@given(st.text(max_size=80))
def test_whatever_is_typed_is_an_address_in_plain_signs_or_none(typed: str) -> None:
    try:
        address = read_address(typed)
    except NotUnderstood:
        return
    assert address.chat.isascii()
    assert not set(address.chat) & set(' \r\n<>,;:"()[]')


def test_a_domain_may_be_asked_for() -> None:
    domains = ("minbuza.nl", "*.rijksoverheid.nl")
    assert read_address("a@minbuza.nl", domains).workspace == "minbuza.nl"
    assert read_address("a@x.rijksoverheid.nl", domains).workspace == "x.rijksoverheid.nl"
    for other in ("a@rijksoverheid.nl", "a@evilminbuza.nl", "a@minbuza.nl.evil.example"):
        with pytest.raises(OtherDomain):
            read_address(other, domains)


def test_our_own_address_knows_its_tags() -> None:
    ours = read_from("Raad <Raad@Bot.example.nl>", "JBZ")
    assert (ours.name, ours.mail, read_from("raad@b.nl", "JBZ").name) == ("Raad", "Raad@Bot.example.nl", "JBZ")
    assert ours.tag_of(ours.tagged("rabc").lower()) == "rabc"
    assert [ours.tag_of(one) for one in ("raad@bot.example.nl", "x+rabc@bot.example.nl", "raad+r@other.nl")] == [
        None
    ] * 3


@pytest.mark.parametrize(
    "command", [Pause(of=3), Ask("wat is migratie?"), Follow((Named("visa"),), schedule_of("mon 08:00"))]
)
def test_a_link_does_its_command_for_its_address_until_its_time_is_over(command: object) -> None:
    now = [NOW]
    seals = Seals([KEY], lambda: now[0])
    carried = seals.link(ANNA, command, timedelta(days=3))  # type: ignore[arg-type]  # one of many commands
    opened = seals.open(carried)
    assert opened is not None
    assert (opened.address, opened.command, opened.is_over) == (ANNA, command, False)
    assert "anna" not in carried
    now[0] += timedelta(days=3, seconds=1)
    assert getattr(seals.open(carried), "is_over", None) is True


def test_a_new_key_in_front_opens_what_the_old_one_closed() -> None:
    old, both = Seals([KEY], lambda: NOW), Seals(["another key of more than thirty-two", KEY], lambda: NOW)
    assert getattr(both.open(old.link(ANNA, Pause(), timedelta(1))), "address", None) == ANNA
    assert both.was_given([old.tag("r", ANNA.chat)], "r", ANNA.chat)
    assert old.open(both.link(ANNA, Pause(), timedelta(1))) is None


def test_a_tag_is_for_one_address_and_one_use() -> None:
    seals = Seals([KEY], lambda: NOW)
    tag = seals.tag("r", ANNA.chat)
    assert (len(tag), tag.isalnum(), tag == tag.lower()) == (27, True, True)
    assert seals.was_given(["x", tag], "r", "Anna@Example.org")
    assert not any(
        (
            seals.was_given([tag], "b", ANNA.chat),
            seals.was_given([tag], "r", "b@example.org"),
            seals.was_given(["é", "\udcff", ""], "r", "x"),
            seals.was_given([], "r", ANNA.chat),
        )
    )
