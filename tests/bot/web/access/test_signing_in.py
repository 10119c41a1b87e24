"""Signing in at an identity provider: the whole way, and every way in that must stay shut."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from storage import audit
from tests.bot.web.conftest import Reader, reading
from tests.stand_ins.clock import Clock
from tests.stand_ins.identity_provider import (
    CLIENT,
    SECRET,
    IdentityProvider,
    saying,
    unsigned,
    with_another_key,
    with_the_secret,
)

pytestmark = pytest.mark.one_database

BASE = "https://jbz.example.nl"
KEY = "c2l4dGVlbiBieXRlcyB0d2ljZSBpcyAzMiBieXRlcyE="
SETTINGS = {
    "JBZ_ACCESS": "oidc",
    "OIDC_CLIENT_ID": CLIENT,
    "OIDC_CLIENT_SECRET": SECRET,
    "JBZ_ENCRYPTION_KEY": KEY,
    "JBZ_ADMINISTRATOR_GROUPS": "jbz-beheer",
}
SESSION = "__Host-jbz_session"


@pytest.fixture
def provider(clock: Clock) -> Iterator[IdentityProvider]:
    provider = IdentityProvider(f"{BASE}/aanmelden/terug", f"{BASE}/afmelden", lambda: clock().timestamp())
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture
async def reader(filled_url: str, clock: Clock, provider: IdentityProvider) -> AsyncIterator[Reader]:
    async with reading(filled_url, clock, **SETTINGS, OIDC_ISSUER=provider.issuer) as found:
        yield found


async def _to_provider(reader: Reader, path: str = "/themas") -> str:
    """Where the provider sends the browser back to."""
    asked = await reader.get(path)
    assert (asked.status_code, urlsplit(asked.headers["location"]).path) == (303, "/aanmelden")
    away = await reader.get(asked.headers["location"])
    assert away.status_code == 303
    async with httpx.AsyncClient() as browser:
        there = await browser.get(away.headers["location"])
    return str(there.headers.get("location", there.text))


async def _sign_in(reader: Reader, path: str = "/themas") -> httpx.Response:
    return await reader.get(await _to_provider(reader, path))


def _audited(reader: Reader) -> list[tuple[str, str, Any]]:
    with reader.app.database.reading() as session:
        return [(row.who, row.action, row.after) for row in audit.entries(session, subject=audit.AuditSubject.SIGN_IN)]


async def test_the_whole_way_in_and_out(reader: Reader, provider: IdentityProvider) -> None:
    back = await _sign_in(reader, "/zoek?q=migratie")
    assert (back.status_code, back.headers["location"]) == (303, "/zoek?q=migratie")
    cookie = next(one for one in back.headers.get_list("set-cookie") if one.startswith(SESSION))
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {
        "httponly", "max-age=28800", "path=/", "samesite=lax", "secure",
    }  # fmt: skip
    page = await reader.get("/zoek?q=migratie")
    assert (page.status_code, page.headers["cache-control"]) == (200, "private, no-cache")
    assert "marc@example.nl" in (await reader.get("/afmelden")).text
    kept = reader.http.cookies[SESSION]
    out = await reader.http.post("/afmelden", headers={"Origin": BASE})
    async with httpx.AsyncClient() as browser:
        gone = await browser.get(out.headers["location"])
    assert (out.status_code, gone.headers["location"]) == (303, f"{BASE}/afmelden")
    assert (await reader.get("/themas")).status_code == 303
    reader.http.cookies.set(SESSION, kept, domain="jbz.example.nl")  # who kept a copy of it
    assert (await reader.get("/themas")).status_code == 303
    assert _audited(reader) == [
        ("web:marc@example.nl", "signed in", {"role": "reader", "sub": "u-1"}),
        ("web:marc@example.nl", "signed out", {"sub": "u-1"}),
    ]
    assert provider.errors == []


async def test_nothing_is_read_without_signing_in(reader: Reader) -> None:
    for path in ("/", "/items/1", "/gesprek", "/briefing.txt", "/en/themas"):
        assert (await reader.get(path)).status_code == 303, path
    for path in ("/api/v1/items", "/feeds/alles.atom", "/agenda.ics", "/en/feeds/alles.json"):
        answer = await reader.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json"), path
    assert (await reader.http.post("/gesprek", data={"q": "volg migratie"})).status_code == 401
    assert (await reader.get("/healthz")).status_code == 200


async def test_a_session_ends_by_itself(reader: Reader, clock: Clock) -> None:
    await _sign_in(reader)
    clock.forward(hours=7, minutes=59)
    assert (await reader.get("/themas")).status_code == 200
    clock.forward(minutes=2)
    assert (await reader.get("/themas")).status_code == 303


async def test_signing_in_gives_another_session_than_a_stranger_can_have_planted(reader: Reader) -> None:
    await _sign_in(reader)
    planted = reader.http.cookies[SESSION]
    await reader.get("/aanmelden")
    await _sign_in_again(reader)
    assert reader.http.cookies[SESSION] != planted


async def _sign_in_again(reader: Reader) -> None:
    away = await reader.get("/aanmelden")
    async with httpx.AsyncClient() as browser:
        there = await browser.get(away.headers["location"])
    assert (await reader.get(there.headers["location"])).status_code == 303


@pytest.mark.parametrize("made_up", ["", "x", "gAAAAABm" + "A" * 80])
async def test_a_made_up_session_is_none(reader: Reader, made_up: str) -> None:
    reader.http.cookies.set(SESSION, made_up, domain="jbz.example.nl")
    assert (await reader.get("/themas")).status_code == 303


async def test_the_cookie_of_the_way_there_is_no_session(reader: Reader) -> None:
    await reader.get("/aanmelden")
    reader.http.cookies.set(SESSION, reader.http.cookies["__Host-jbz_signing_in"], domain="jbz.example.nl")
    assert (await reader.get("/themas")).status_code == 303


@pytest.mark.parametrize(
    ("lie", "name"),
    [
        (unsigned, "none"),
        (with_the_secret, "secret"),
        (with_another_key, "key"),
        (saying(exp=-3600), "expired"),
        (saying(nbf=3600), "early"),
        (saying(nonce="of another"), "nonce"),
        (saying(nonce=None), "no nonce"),
        (saying(iss="https://other.example.org"), "issuer"),
        (saying(aud="another client"), "audience"),
        (saying(aud=[CLIENT, "other"], azp="other"), "party"),
        (saying(sub=None), "nobody"),
        (lambda _provider, _claims: "no.token.here", "garbage"),
        (lambda _provider, _claims: "", "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_token_that_proves_nothing_signs_nobody_in(
    reader: Reader, provider: IdentityProvider, lie: Callable[..., str], name: str
) -> None:
    provider.lie = lie
    back = await _sign_in(reader)
    assert (back.status_code, SESSION in reader.http.cookies) == (403, False), name
    assert "kon niet worden nagegaan" in back.text or "niet aangemeld" in back.text
    assert (await reader.get("/themas")).status_code == 303


@pytest.mark.parametrize(
    ("told", "status", "role"),
    [
        ({"sub": "u-1", "groups": ["jbz-beheer"]}, 303, "administrator"),
        ({"sub": "u-2", "groups": ["jbz-beheer"]}, 403, None),
        ({"groups": ["jbz-beheer"]}, 403, None),
        ({}, 303, "reader"),
    ],
    ids=["the same person", "another", "nobody", "an error"],
)
async def test_what_is_not_in_the_token_is_asked_at_userinfo(
    reader: Reader, provider: IdentityProvider, told: dict[str, Any], status: int, role: str | None
) -> None:
    provider.claims, provider.user_info = {"sub": "u-1", "preferred_username": "marc@example.nl"}, told
    assert (await _sign_in(reader)).status_code == status
    assert [after["role"] for _, _, after in _audited(reader)] == ([role] if role else [])
    provider.user_info = {"sub": "u-2"}
    provider.claims |= {"groups": []}
    asked = provider.asked.count("/realms/jbz/userinfo")
    await _sign_in_again(reader)
    assert provider.asked.count("/realms/jbz/userinfo") == asked


async def test_a_place_to_sign_out_may_have_a_query_of_its_own(reader: Reader, provider: IdentityProvider) -> None:
    provider.logout_query = "?policy=one"
    await _sign_in(reader)
    out = await reader.http.post("/afmelden", headers={"Origin": BASE})
    given = {"policy": ["one"], "client_id": [CLIENT], "post_logout_redirect_uri": [f"{BASE}/afmelden"]}
    assert parse_qs(urlsplit(out.headers["location"]).query) == given


async def test_new_keys_of_the_provider_are_fetched(reader: Reader, provider: IdentityProvider, clock: Clock) -> None:
    await _sign_in(reader)
    provider.rotate()
    clock.forward(minutes=1)
    await _sign_in_again(reader)
    assert provider.asked.count("/realms/jbz/keys") == 2
    assert (await reader.get("/themas")).status_code == 200


async def test_a_code_serves_once(reader: Reader, provider: IdentityProvider) -> None:
    address = await _to_provider(reader)
    cookie = reader.http.cookies["__Host-jbz_signing_in"]
    assert (await reader.get(address)).status_code == 303
    reader.http.cookies.clear()
    reader.http.cookies.set("__Host-jbz_signing_in", cookie, domain="jbz.example.nl")
    assert ((await reader.get(address)).status_code, provider.errors) == (403, ["invalid_grant"])


async def test_what_another_browser_began_signs_nobody_in(reader: Reader, provider: IdentityProvider) -> None:
    """Somebody sends their own code to another person (login CSRF), or steals one."""
    address = await _to_provider(reader)
    reader.http.cookies.clear()
    assert (await reader.get(address)).status_code == 403
    await reader.get("/aanmelden")
    assert (await reader.get(address)).status_code == 403
    code = parse_qs(urlsplit(address).query)["code"][0]
    await reader.get("/aanmelden")
    away = await reader.get("/aanmelden")
    state = parse_qs(urlsplit(away.headers["location"]).query)["state"][0]
    stolen = await reader.get(f"/aanmelden/terug?code={code}&state={state}")  # the verifier is another
    assert (stolen.status_code, provider.errors) == (403, ["invalid_grant"])


async def test_the_way_there_is_not_open_for_ever(reader: Reader, clock: Clock) -> None:
    address = await _to_provider(reader)
    clock.forward(minutes=11)
    assert (await reader.get(address)).status_code == 403


async def test_an_address_that_is_not_registered_is_refused_there(
    filled_url: str, clock: Clock, provider: IdentityProvider
) -> None:
    settings = SETTINGS | {"OIDC_ISSUER": provider.issuer, "JBZ_BASE_URL": "https://other.example.nl"}
    async with reading(filled_url, clock, **settings) as reader:
        away = await reader.get("/aanmelden")
        async with httpx.AsyncClient() as browser:
            assert (await browser.get(away.headers["location"])).status_code == 400
    assert provider.errors == ["invalid_redirect_uri"]


async def test_who_is_refused_there_is_told_so(reader: Reader, provider: IdentityProvider) -> None:
    provider.claims = None
    back = await _sign_in(reader)
    assert (back.status_code, "niet aangemeld" in back.text) == (403, True)


async def test_another_secret_is_refused_and_its_value_is_nowhere(
    filled_url: str, clock: Clock, provider: IdentityProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    provider.client_secret = "renewed there"
    async with reading(filled_url, clock, **SETTINGS, OIDC_ISSUER=provider.issuer) as reader:
        back = await _sign_in(reader)
    assert (back.status_code, provider.errors) == (403, ["invalid_client"])
    assert SECRET not in back.text + "".join(capsys.readouterr())


async def test_a_secret_in_the_form_where_the_provider_takes_only_that(
    reader: Reader, provider: IdentityProvider
) -> None:
    provider.basic = False
    assert (await _sign_in(reader)).status_code == 303


async def test_a_provider_that_does_not_answer_is_said(reader: Reader, provider: IdentityProvider) -> None:
    provider.stop()
    answer = await reader.get("/aanmelden")
    assert (answer.status_code, "antwoordt niet goed" in answer.text) == (502, True)


@pytest.mark.parametrize(
    ("groups", "settings", "status"),
    [
        ([], {}, 303),
        (["lezers"], {"JBZ_READER_GROUPS": "lezers"}, 303),
        (["/jbz-beheer"], {"JBZ_READER_GROUPS": "lezers"}, 303),
        (["anderen"], {"JBZ_READER_GROUPS": "lezers"}, 403),
        ("lezers", {"JBZ_READER_GROUPS": "lezers"}, 303),
        ({"lezers": True}, {"JBZ_READER_GROUPS": "lezers"}, 403),
    ],
)
async def test_groups_say_who_may_read(
    filled_url: str, clock: Clock, provider: IdentityProvider, groups: Any, settings: dict[str, str], status: int
) -> None:
    provider.claims = {"sub": "u-1", "email": "marc@example.nl", "groups": groups}
    async with reading(filled_url, clock, **SETTINGS, **settings, OIDC_ISSUER=provider.issuer) as reader:
        assert (await _sign_in(reader)).status_code == status
        who, action, after = _audited(reader)[0]
        assert (who, action) == ("web:marc@example.nl", "signed in" if status == 303 else "refused")
        assert after["sub"] == "u-1"  # who is refused is known by what does not change, too


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", "/a\nb", "x"])
async def test_signing_in_leads_to_no_other_site(reader: Reader, to: str) -> None:
    away = await reader.get("/aanmelden", params={"naar": to})
    async with httpx.AsyncClient() as browser:
        there = await browser.get(away.headers["location"])
    assert (await reader.get(there.headers["location"])).headers["location"] == "/"


async def test_signing_out_is_not_for_pages_of_others(reader: Reader) -> None:
    await _sign_in(reader)
    refused = await reader.http.post("/afmelden", headers={"Origin": "https://evil.example"})
    assert (refused.status_code, (await reader.get("/themas")).status_code) == (403, 200)


async def test_what_one_follows_is_there_in_every_browser(reader: Reader) -> None:
    await _sign_in(reader)
    followed = await reader.http.post("/gesprek", data={"q": "volg migratie"}, headers={"Origin": BASE})
    assert "jbz_chat" not in "".join(followed.headers.get_list("set-cookie"))
    reader.http.cookies.clear()
    await _sign_in(reader)
    assert "migratie" in (await reader.get("/gesprek?q=abonnementen")).text.lower()
    with reader.app.database.reading() as session:
        (row,) = audit.entries(session, subject=audit.AuditSubject.SUBSCRIPTION)
    assert (row.who, row.place, row.action) == ("web:marc@example.nl", "127.0.0.1", "followed")
