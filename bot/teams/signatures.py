"""Whether what comes in was sent by Teams, by the rules of the Bot Connector.

Source: learn.microsoft.com, "Authentication with the Bot Connector API", the seven points under "Step 4: Verify the JWT
token", and its metadata (`endorsements` of a key).
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.attempts import Attempt
from bot.calling import SECONDS, called
from bot.teams.activity import TeamsActivity
from bot.telemetry import log
from briefings.sources.trust import trusted

#: Where chats are reached; a token of ours goes nowhere else (learn.microsoft.com, "Send proactive messages").
TRUSTED = frozenset(
    "smba.trafficmanager.net smba.infra.gcc.teams.microsoft.com smba.infra.gov.teams.microsoft.us"
    " smba.infra.dod.teams.microsoft.us".split()
)
_ISSUERS = ("https://api.botframework.com", "https://api.botframework.us")
_TEAMS = "msteams"  #: the Bot Connector's name of Teams
_LEEWAY = 300  #: seconds that clocks may differ
_REMEMBERED = 24 * 3600.0  #: seconds that keys are good for, as Microsoft says
_AGAIN = 60.0  #: seconds between two times that they are asked, whoever shows us an unknown one
_OK, _LONGEST = 200, 16_384
_BEARER = "bearer "


class NotOfTeams(Exception):
    """A request that is not believed; `status` is what it is answered with."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def is_trusted(url: str, own: str) -> bool:
    """Whether a chat may be reached at `url`: with Microsoft, or on the server of `own`, which is a setting."""
    try:
        parts, ours = urlsplit(url), urlsplit(own)
        if parts.username is not None or parts.query or parts.fragment:
            return False
        is_own = (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc)
        is_microsofts = parts.scheme == "https" and parts.hostname in TRUSTED and parts.port in {None, 443}
    except ValueError:
        return False
    return is_own or is_microsofts


class TeamsSignatures:
    """Believes what the Bot Connector signed for this bot, about a tenant that may use it."""

    def __init__(
        self, client_id: str, tenants: tuple[str, ...], openid_url: str, service_url: str, clock: Callable[[], datetime]
    ) -> None:
        self._client_id, self._tenants = client_id, tenants
        self._openid_url, self._service_url = openid_url, service_url
        self._clock = clock
        self._http = httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, verify=trusted())
        self._keys: Mapping[str, Mapping[str, Any]] = {}  #: by their name
        self._asked_at = self._tried_at = 0.0  #: seconds since 1970
        self._asking = asyncio.Lock()

    async def check(self, authorization: str, activity: TeamsActivity) -> None:
        """Raises NotOfTeams: with 401 for a token that is not good, with 403 for one that is about something else."""
        claims = await self._claims(authorization)
        if str(claims.get("serviceurl")).rstrip("/") != activity.service_url:
            raise NotOfTeams(403, "another service url")
        if not is_trusted(activity.service_url, self._service_url):
            raise NotOfTeams(403, "a service url that is not Microsoft's")
        if activity.platform != _TEAMS:
            raise NotOfTeams(403, "another platform of the Bot Connector")
        if activity.tenant not in self._tenants:
            raise NotOfTeams(403, "another tenant")

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()

    async def _claims(self, authorization: str) -> Mapping[str, Any]:
        token = authorization[len(_BEARER) :].strip()
        if authorization[: len(_BEARER)].lower() != _BEARER or not token or len(token) > _LONGEST:
            raise NotOfTeams(401, "no token")
        now = self._clock().timestamp()
        try:
            named = str(jws.extract_compact(token.encode()).headers().get("kid") or "")
            key = await self._key(named, now)
            claims: Mapping[str, Any] = jwt.decode(token, _key_set(key), algorithms=["RS256"]).claims
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotOfTeams(401, type(error).__name__) from error
        if claims.get("iss") not in _ISSUERS or claims.get("aud") != self._client_id:
            raise NotOfTeams(401, "another issuer or audience")
        if _number(claims.get("exp")) + _LEEWAY < now or _number(claims.get("nbf", 0)) - _LEEWAY > now:
            raise NotOfTeams(401, "too old, or not yet")
        return claims

    async def _key(self, named: str, now: float) -> Mapping[str, Any]:
        """A key by its name. Raises NotOfTeams; with 503 where the keys cannot be asked, so that it comes again."""
        async with self._asking:
            is_stale = named not in self._keys or abs(now - self._asked_at) >= _REMEMBERED
            if is_stale and abs(now - self._tried_at) >= _AGAIN:
                self._tried_at = now
                if (told := await self._ask()) is not None:
                    self._keys, self._asked_at = told, now
            keys = self._keys
        if not keys:
            raise NotOfTeams(503, "the keys of Teams cannot be asked")
        if named not in keys:
            raise NotOfTeams(401, "an unknown key")
        if _TEAMS not in keys[named].get("endorsements", ()):
            raise NotOfTeams(401, "a key of another channel")
        return keys[named]

    async def _ask(self) -> Mapping[str, Mapping[str, Any]] | None:
        """The keys by their name; None where they cannot be asked now."""
        described = _answer(await called(self._http, "GET", self._openid_url))
        uri = (described or {}).get("jwks_uri")
        told = _answer(await called(self._http, "GET", uri)) if isinstance(uri, str) else None
        keys = (told or {}).get("keys")
        if not isinstance(keys, list):
            log.warning("teams_keys_unknown")
            return None
        return {str(one["kid"]): one for one in keys if isinstance(one, dict) and one.get("kid")}


def _answer(attempt: Attempt) -> dict[str, Any] | None:
    return attempt.answer if attempt.status == _OK else None


def _key_set(key: Mapping[str, Any]) -> KeySet:
    """Just what a public key is: what else stands beside it is not joserfc's."""
    public = {name: key[name] for name in ("kty", "kid", "n", "e")}
    return KeySet.import_key_set({"keys": [public]})


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
