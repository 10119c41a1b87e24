"""An identity provider over real HTTP, which refuses what Keycloak and Entra ID refuse.

Authorisation code flow with PKCE (RFC 6749, 7636), OpenID Connect Core, Discovery and RP-Initiated Logout. A code
serves once, within a minute, for the address and the verifier it was asked with; a client that was registered says
its secret. `lie` has it send a token that a client must refuse.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "jbz", "the client's secret ~1/2"


class IdentityProvider:
    """One realm with one client. `claims`: who is at the screen; None refuses to sign in."""

    def __init__(self, redirect_uri: str, logout_uri: str, now: Callable[[], float]) -> None:
        self.claims: dict[str, Any] | None = {"sub": "u-1", "preferred_username": "marc@example.nl", "groups": []}
        self.lie: Callable[[IdentityProvider, dict[str, Any]], str] | None = None
        self.user_info: dict[str, Any] | None = None  #: told at UserInfo; None: it has no such place; {}: it fails
        self.logout_query = ""  #: what its place to sign out has of its own
        self.asked: list[str] = []  #: paths
        self.errors: list[str] = []  #: that it gave
        self.client_id, self.client_secret = CLIENT, SECRET
        self.basic = True
        self._redirects, self._logouts = {redirect_uri}, {logout_uri}
        self._now = now
        self._codes: dict[str, dict[str, str]] = {}
        self._used: set[str] = set()
        self.keys = [_key()]
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider._get(self)

            def do_POST(self) -> None:
                provider._post(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}/realms/jbz"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Twice is as good as once."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    def rotate(self) -> None:
        """New keys sign from now on; the old ones are gone."""
        self.keys = [_key()]

    def signed(self, claims: dict[str, Any], *, key: Any = None, alg: str = "RS256") -> str:
        """A token with our newest key, or another."""
        used = key or self.keys[-1]
        return jwt.encode({"alg": alg, "kid": self.keys[-1].kid}, claims, used, algorithms=[alg])

    def _get(self, handler: BaseHTTPRequestHandler) -> None:
        path, given = _split(handler.path)
        self.asked.append(path)
        match path.removeprefix("/realms/jbz"):
            case "/.well-known/openid-configuration":
                _json(handler, self._description())
            case "/keys":
                _json(handler, {"keys": [key.as_dict(private=False) | {"use": "sig"} for key in self.keys]})
            case "/auth":
                self._authorise(handler, given)
            case "/logout":
                ours = given.get("client_id") == self.client_id
                back = given.get("post_logout_redirect_uri", "")
                if not ours or back not in self._logouts:
                    self._refuse(handler, "invalid_redirect_uri")
                else:
                    _redirect(handler, back)
            case "/userinfo" if self.user_info and handler.headers.get("Authorization") == "Bearer opaque":
                _json(handler, self.user_info)
            case _:
                self._refuse(handler, "not_found", 404)

    def _authorise(self, handler: BaseHTTPRequestHandler, given: dict[str, str]) -> None:
        if given.get("client_id") != self.client_id or given.get("redirect_uri") not in self._redirects:
            self._refuse(handler, "invalid_redirect_uri")  # never sent on to who is not known
            return
        back = given["redirect_uri"]
        wrong = (
            given.get("response_type") != "code"
            or "openid" not in given.get("scope", "").split()
            or given.get("code_challenge_method") != "S256"
            or not given.get("code_challenge")
        )
        if wrong or self.claims is None:
            error = "invalid_request" if wrong else "access_denied"
            self.errors.append(error)
            _redirect(handler, f"{back}?{urlencode({'error': error, 'state': given.get('state', '')})}")
            return
        code = secrets.token_urlsafe(16)
        self._codes[code] = given | {"at": str(self._now())}
        _redirect(handler, f"{back}?{urlencode({'code': code, 'state': given.get('state', '')})}")

    def _post(self, handler: BaseHTTPRequestHandler) -> None:
        path, _ = _split(handler.path)
        self.asked.append(path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length", "0"))).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        if path != "/realms/jbz/token":
            self._refuse(handler, "not_found", 404)
        elif not self._knows(handler, given):
            self._refuse(handler, "invalid_client", 401)
        else:
            self._exchange(handler, given)

    def _knows(self, handler: BaseHTTPRequestHandler, given: dict[str, str]) -> bool:
        if not self.basic:
            return (given.get("client_id"), given.get("client_secret")) == (self.client_id, self.client_secret)
        kind, _, told = handler.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            return False
        name, _, secret = base64.b64decode(told).decode().partition(":")
        return (unquote(name), unquote(secret)) == (self.client_id, self.client_secret)

    def _exchange(self, handler: BaseHTTPRequestHandler, given: dict[str, str]) -> None:
        code = given.get("code", "")
        asked = self._codes.pop(code, None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        is_good = (
            asked is not None
            and given.get("grant_type") == "authorization_code"
            and given.get("redirect_uri") == asked["redirect_uri"]
            and challenge.rstrip(b"=").decode() == asked["code_challenge"]
            and self._now() - float(asked["at"]) < 60
        )
        if asked is None or not is_good:
            self._refuse(handler, "invalid_grant")
            return
        now = int(self._now())
        claims = {"iss": self.issuer, "aud": self.client_id, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= self.claims or {}
        token = self.lie(self, claims) if self.lie else self.signed(claims)
        _json(handler, {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": token})

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/logout{self.logout_query}",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic" if self.basic else "client_secret_post"],
        } | ({} if self.user_info is None else {"userinfo_endpoint": f"{self.issuer}/userinfo"})

    def _refuse(self, handler: BaseHTTPRequestHandler, error: str, status: int = 400) -> None:
        self.errors.append(error)
        _json(handler, {"error": error}, status)


def unsigned(_provider: IdentityProvider, claims: dict[str, Any]) -> str:
    """alg: none."""
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def with_the_secret(provider: IdentityProvider, claims: dict[str, Any]) -> str:
    """HS256 with what the client knows too."""
    return provider.signed(claims, key=OctKey.import_key(provider.client_secret.encode() * 2), alg="HS256")


def with_another_key(provider: IdentityProvider, claims: dict[str, Any]) -> str:
    """A key of somebody else under the name of ours."""
    return provider.signed(claims, key=_key())


def saying(**other: Any) -> Callable[[IdentityProvider, dict[str, Any]], str]:
    """Well signed, with other claims; None takes one away, a number of `exp` counts from now."""

    def lie(provider: IdentityProvider, claims: dict[str, Any]) -> str:
        moved = {name: claims["iat"] + value if name in {"exp", "nbf"} else value for name, value in other.items()}
        return provider.signed({name: value for name, value in (claims | moved).items() if value is not None})

    return lie


def _key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)}, private=True)


def _split(path: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(path)
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def _json(handler: BaseHTTPRequestHandler, told: dict[str, Any], status: int = 200) -> None:
    body = json.dumps(told).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _redirect(handler: BaseHTTPRequestHandler, address: str) -> None:
    handler.send_response(302)
    handler.send_header("Location", address)
    handler.send_header("Content-Length", "0")
    handler.end_headers()
