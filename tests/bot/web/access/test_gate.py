"""Who a proxy names, who may read figures, and how often one may ask."""

from typing import Any

import pytest

from bot.limits import Limits, network_of
from bot.settings import load_settings
from briefings.errors import JbzError
from briefings.model.chat import Address, Person
from tests.bot.web.conftest import served
from tests.stand_ins.clock import Clock

PROXY = {"JBZ_ACCESS": "proxy", "JBZ_TRUSTED_PROXIES": "10.0.0.0/8", "JBZ_ADMINISTRATOR_GROUPS": "beheer"}

OIDC = {"JBZ_ACCESS": "oidc", "OIDC_ISSUER": "https://a.nl"}
_BEHIND = {"JBZ_TRUSTED_PROXIES": "10.0.0.5", "JBZ_METRICS_FROM": "10.1.0.0/16"}


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("10.0.0.5", {"X-Forwarded-User": "marc"}, 200),
        ("::ffff:10.0.0.5", {"X-Forwarded-User": "marc"}, 200),
        ("10.0.0.5", {}, 401),
        ("10.0.0.5", {"X-Forwarded-User": " "}, 401),
        ("10.0.0.5", [("X-Forwarded-User", "marc"), ("X-Forwarded-User", "root")], 401),
        ("192.0.2.7", {"X-Forwarded-User": "marc"}, 401),
        ("127.0.0.1", {"X-Forwarded-User": "marc", "X-Forwarded-For": "10.0.0.5"}, 401),
    ],
)
async def test_only_our_own_proxy_says_who_it_is(
    filled_url: str, clock: Clock, address: str, headers: Any, status: int
) -> None:
    async with served(filled_url, clock, **PROXY) as ask:
        assert (await ask(address, "/themas", headers=headers)).status_code == status
        assert (await ask(address, "/api/v1/items", headers=headers)).status_code == status


async def test_groups_of_the_proxy(filled_url: str, clock: Clock) -> None:
    async with served(filled_url, clock, **PROXY, JBZ_READER_GROUPS="lezers") as ask:
        for groups, status in (("lezers", 200), ("x, lezers", 200), ("beheer", 200), ("lezers2", 401), ("", 401)):
            headers = {"X-Forwarded-User": "marc", "X-Forwarded-Groups": groups}
            assert (await ask("10.0.0.5", "/themas", headers=headers)).status_code == status, groups


@pytest.mark.parametrize(
    ("address", "headers", "settings", "status"),
    [
        ("127.0.0.1", {}, {}, 200),
        ("::1", {}, {}, 200),
        ("192.0.2.7", {}, {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, {"JBZ_TRUSTED_PROXIES": "127.0.0.1"}, 403),
        ("10.1.2.3", {}, {"JBZ_METRICS_FROM": "10.1.0.0/16"}, 200),
        ("10.0.0.5", {"X-Forwarded-For": "10.1.2.3"}, _BEHIND, 200),
        ("10.0.0.5", {"X-Forwarded-For": "10.1.2.3, 192.0.2.7"}, _BEHIND, 403),
    ],
)  # fmt: skip
async def test_figures_are_for_who_watches(
    filled_url: str, clock: Clock, address: str, headers: Any, settings: dict[str, str], status: int
) -> None:
    async with served(filled_url, clock, **settings) as ask:
        assert (await ask(address, "/metrics", headers=headers)).status_code == status


async def test_who_asks_too_often_is_told_when_to_come_back(filled_url: str, clock: Clock) -> None:
    async with served(
        filled_url, clock, JBZ_LIMIT_QUESTIONS="3", JBZ_LIMIT_API="2", JBZ_TRUSTED_PROXIES="10.0.0.5"
    ) as ask:
        assert [(await ask("192.0.2.7", "/zoek?q=migratie")).status_code for _ in range(3)] == [200] * 3
        late = await ask("192.0.2.7", "/zoek?q=migratie")
        assert (late.status_code, int(late.headers["retry-after"]) in range(1, 21)) == (429, True)
        assert "Probeer het over" in late.text
        assert (await ask("192.0.2.7", "/themas")).status_code == 200  # reading is not counted
        assert (await ask("192.0.2.8", "/zoek?q=migratie")).status_code == 200
        english = await ask("192.0.2.7", "/en/zoek?q=migratie")
        assert (english.status_code, "Try again in" in english.text) == (429, True)
        for _ in range(2):
            assert (await ask("192.0.2.7", "/api/v1/items")).status_code == 200
        program = await ask("192.0.2.7", "/api/v1/items")
        assert (program.status_code, program.headers["content-type"]) == (429, "application/problem+json")
        assert (program.json()["status"], "retry-after" in program.headers) == (429, True)
        other = {"X-Forwarded-For": "192.0.2.99"}  # said by nobody we know: still the same one
        assert (await ask("192.0.2.7", "/zoek?q=migratie", headers=other)).status_code == 429
        assert (await ask("10.0.0.5", "/zoek?q=migratie", headers=other)).status_code == 200


async def test_following_is_counted_by_itself(filled_url: str, clock: Clock) -> None:
    async with served(filled_url, clock, JBZ_LIMIT_CHANGES="2", JBZ_LIMIT_QUESTIONS="9") as ask:
        told = [(await ask("192.0.2.7", "/gesprek", "POST", data={"q": "volg migratie"})).status_code for _ in range(3)]
        assert (told, (await ask("192.0.2.7", "/zoek?q=x")).status_code) == ([200, 200, 429], 200)


async def test_in_a_chat_a_person_hears_it_as_an_answer(filled_url: str, clock: Clock) -> None:
    async with served(filled_url, clock, JBZ_LIMIT_CHANGES="2", JBZ_LIMIT_QUESTIONS="1") as ask:
        app, chat = ask.app, Address("slack", "T1", "C1")

        def said(typed: str, person: str) -> str:
            return str(app.conversation.handle(typed, chat, Person(person)).title)

        assert [said("volg migratie", "U1").startswith("Dat gaat te snel") for _ in range(3)] == [False, False, True]
        assert said("help", "U2") != said("help", "U2")
        assert not said("volg visa", "U3").startswith("Dat gaat te snel")


async def test_a_chat_follows_so_much_and_no_more(filled_url: str, clock: Clock) -> None:
    async with served(filled_url, clock, JBZ_MOST_FOLLOWED="2") as ask:
        app, chat = ask.app, Address("slack", "T1", "C1")
        told = [
            app.conversation.handle(typed, chat, Person("U1")).title
            for typed in (
                "volg migratie",
                "volg visa elke dinsdag 09:00",
                "volg EES",
                "volg visa",
                "stop visa",
                "volg EES",
            )
        ]
        refused = "Eén chat kan 2 onderwerpen volgen. Stop er eerst een."
        assert [one == refused for one in told] == [False, False, True, False, False, False]


async def test_following_on_the_pages_can_be_off(filled_url: str, clock: Clock) -> None:
    async with served(filled_url, clock, JBZ_PAGE_FOLLOWING="false") as ask:
        refused = await ask("192.0.2.7", "/gesprek", "POST", data={"q": "volg migratie"})
        assert (refused.status_code, "niets volgen" in refused.text) == (403, True)
        assert (await ask("192.0.2.7", "/gesprek", "POST", data={"q": "migratie"})).status_code == 200


def test_what_was_taken_comes_back_little_by_little() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0])
    assert [limits.wait("a", 6) for _ in range(7)] == [0] * 6 + [10]
    now[0] = 10.0
    assert [limits.wait("a", 6), limits.wait("a", 6)] == [0, 10]
    assert limits.wait("b", 0) == 0
    now[0] = 1000.0
    assert [limits.wait("a", 6) for _ in range(7)] == [0] * 6 + [10]


def test_only_so_many_are_counted_at_a_time() -> None:
    limits = Limits(lambda: 0.0, most=100)
    for number in range(10_000):
        limits.wait(str(number), 5)
    assert len(limits._full_at) == 100


def test_of_ipv6_a_network_is_one() -> None:
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::1") == "2001:db8:1:2::/64"
    assert (network_of("192.0.2.7"), network_of("unknown")) == ("192.0.2.7", "unknown")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"JBZ_ACCESS": "proxy"}, "JBZ_TRUSTED_PROXIES"),
        ({"JBZ_ACCESS": "oidc"}, "OIDC_ISSUER"),
        (OIDC | {"OIDC_CLIENT_ID": "x"}, "OIDC_CLIENT_SECRET"),
        ({"OIDC_ISSUER": "http://login.example.nl"}, "OIDC_ISSUER"),
        ({"JBZ_TRUSTED_PROXIES": "example.nl"}, "JBZ_TRUSTED_PROXIES"),
        ({"JBZ_METRICS_FROM": "10.0.0.0/99"}, "JBZ_METRICS_FROM"),
        ({"JBZ_ACCESS": "closed"}, "JBZ_ACCESS"),
    ],
)  # fmt: skip
def test_a_setting_that_leaves_the_door_open_by_mistake_is_refused(given: dict[str, str], named: str) -> None:
    with pytest.raises(JbzError) as error:
        load_settings(given)
    told = error.value.message.values
    needed_by = {} if named in given else {"needed_by": f"JBZ_ACCESS={given['JBZ_ACCESS']}"}
    assert told == {"names": named} | needed_by
    wrong = "klopt niet" if named in given else "ontbreekt"
    assert error.value.message.code.startswith(f"Deze instelling {wrong}: ")
