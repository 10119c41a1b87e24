"""An identity provider (OpenID Connect): where to sign in, what a code is worth, who that is.

Code flow with PKCE (RFC 7636), state and nonce; the id token is checked as OpenID Connect Core 3.1.3.7 says.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.access import AccessSettings
from bot.telemetry import log
from briefings.sources.trust import trusted

#: Signatures with the provider's own key. Not "none", and not HS256: whoever has the client secret could make those.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
_TIMEOUT = 10.0
_REMEMBERED = 3600.0  #: seconds that the provider's own description is not asked again
_KEYS_AGAIN = 10.0  #: seconds between two times that its keys are asked, whoever shows us an unknown one
_LEEWAY = 60  #: seconds that its clock may be off


class NotSignedIn(Exception):
    """Signing in did not work, for a reason that says nothing secret; a code of bot/messages.toml."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail  #: for the log


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """What is remembered of who is sent to the provider, in a cookie of that browser."""

    state: str
    nonce: str
    verifier: str
    back_to: str

    @classmethod
    def new(cls, back_to: str) -> "SignInAttempt":
        """With numbers that nobody can guess."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), back_to)

    def kept(self) -> dict[str, str]:
        """For the cookie."""
        return asdict(self)


class Provider:
    """One identity provider. Its description and keys are asked when needed, and remembered."""

    def __init__(
        self,
        settings: AccessSettings,
        redirect_uri: str,
        clock: Callable[[], datetime],
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        secret = settings.oidc_client_secret
        self._issuer = (settings.oidc_issuer or "").rstrip("/")
        self._id = settings.oidc_client_id or ""
        self._secret = secret.get_secret_value() if secret else ""
        self._redirect_uri = redirect_uri
        self._scopes = settings.oidc_scopes
        self._groups_claim = settings.oidc_groups_claim
        self._clock = clock
        self._transport = transport
        self._described: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def sign_in_address(self, attempt: SignInAttempt) -> str:
        """Where the browser goes. Raises NotSignedIn."""
        described = await self.description()
        address: str = prepare_grant_uri(
            described["authorization_endpoint"],
            self._id,
            "code",
            redirect_uri=self._redirect_uri,
            scope=self._scopes,
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.verifier),
            code_challenge_method="S256",
        )
        return address

    async def who(self, attempt: SignInAttempt, code: str) -> Mapping[str, Any]:
        """The claims of who signed in, for a code. Raises NotSignedIn."""
        described = await self.description()
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": attempt.verifier,
        }
        try:
            async with self._client(self._auth(described)) as client:
                answer = await client.post(described["token_endpoint"], data=given | self._proof(described))
            told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NotSignedIn("sign_in.provider", type(error).__name__) from error
        if answer.status_code != httpx.codes.OK or not isinstance(told, dict) or "id_token" not in told:
            raise NotSignedIn("sign_in.refused", str(told.get("error", answer.status_code))[:80] if told else "")
        access_token = str(told.get("access_token", ""))
        claims = await self._checked(str(told["id_token"]), access_token, attempt)
        return claims if self._says_all(claims) else {**await self._besides(claims, access_token), **claims}

    def _says_all(self, claims: Mapping[str, Any]) -> bool:
        """Whether the id token itself has a name and the groups."""
        groups = {self._groups_claim, self._groups_claim.partition(".")[0]}
        return any(name in claims for name in NAMES) and not groups.isdisjoint(claims)

    async def _besides(self, claims: Mapping[str, Any], access_token: str) -> Mapping[str, Any]:
        """What UserInfo tells of the same person (OpenID Connect Core 5.3 and 5.4). Raises NotSignedIn for another.

        A provider may tell there what is not in the id token. When it does not answer, that token alone counts: what it
        does not say gives nobody a right.
        """
        address = (await self.description()).get("userinfo_endpoint")
        if not address or not access_token:
            return {}
        try:
            told = await self._get(address, {"Authorization": f"Bearer {access_token}"})
        except NotSignedIn as error:
            log.warning("userinfo_not_told", reason=error.detail)
            return {}
        if told.get("sub") != claims["sub"]:
            raise NotSignedIn("sign_in.token", "UserInfo tells of somebody else")
        return told

    async def sign_out_address(self, back_to: str) -> str | None:
        """Where one signs out of the provider too (RP-Initiated Logout 1.0); None where it has no such place."""
        try:
            end = (await self.description()).get("end_session_endpoint")
        except NotSignedIn:
            return None
        ours = {"client_id": self._id, "post_logout_redirect_uri": back_to}
        return str(httpx.URL(end).copy_merge_params(ours)) if end else None  # it may have a query of its own

    async def description(self) -> Mapping[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0). Raises NotSignedIn."""
        now = self._clock().timestamp()
        if self._described and abs(now - self._described[0]) < _REMEMBERED:
            return self._described[1]
        told = await self._get(f"{self._issuer}/.well-known/openid-configuration")
        if str(told.get("issuer", "")).rstrip("/") != self._issuer:
            raise NotSignedIn("sign_in.issuer", "issuer")
        if not all(isinstance(told.get(name), str) for name in _NEEDED):
            raise NotSignedIn("sign_in.provider", "description")
        self._described = now, told
        return told

    async def _checked(self, token: str, access_token: str, attempt: SignInAttempt) -> Mapping[str, Any]:
        described = await self.description()
        try:
            try:
                decoded = jwt.decode(token, await self._key_set(described), algorithms=ALGORITHMS)
            except JoseError:  # perhaps the provider has other keys by now
                decoded = jwt.decode(token, await self._key_set(described, anew=True), algorithms=ALGORITHMS)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                {
                    "iss": {"essential": True, "value": described["issuer"]},
                    "aud": {"essential": True, "value": self._id},
                    "sub": {"essential": True},
                },
                {"nonce": attempt.nonce, "client_id": self._id, "access_token": access_token},
            )
            claims.validate(now=int(self._clock().timestamp()), leeway=_LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotSignedIn("sign_in.token", type(error).__name__) from error
        return dict(claims)

    async def _key_set(self, described: Mapping[str, Any], *, anew: bool = False) -> KeySet:
        now = self._clock().timestamp()
        if self._keys and (not anew or abs(now - self._keys[0]) < _KEYS_AGAIN):
            return self._keys[1]
        told = await self._get(described["jwks_uri"])
        self._keys = now, KeySet.import_key_set(told)  # type: ignore[arg-type]  # checked there
        return self._keys[1]

    async def _get(self, address: str, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        try:
            async with self._client() as client:
                told = (await client.get(address, headers=headers)).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise NotSignedIn("sign_in.provider", type(error).__name__) from error
        if not isinstance(told, dict):
            raise NotSignedIn("sign_in.provider", "no object")
        return told

    def _client(self, auth: httpx.Auth | None = None) -> httpx.AsyncClient:
        return httpx.AsyncClient(timeout=_TIMEOUT, transport=self._transport, auth=auth, verify=trusted())

    def _auth(self, described: Mapping[str, Any]) -> httpx.Auth | None:
        """Each encoded as in a form (RFC 6749, 2.3.1)."""
        both = (quote(self._id, safe=""), quote(self._secret, safe=""))
        return httpx.BasicAuth(*both) if _takes_basic(described) else None

    def _proof(self, described: Mapping[str, Any]) -> dict[str, str]:
        return {} if _takes_basic(described) else {"client_id": self._id, "client_secret": self._secret}


NAMES = ("preferred_username", "email", "name")  #: claims that say who somebody is, the best one first
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri", "issuer")


def _takes_basic(described: Mapping[str, Any]) -> bool:
    """How we show who we are; without a word of the provider by HTTP Basic (Discovery 1.0, 3)."""
    return "client_secret_basic" in described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
