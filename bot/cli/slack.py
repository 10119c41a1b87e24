"""What `jbz doctor` asks Slack, and our own address as Slack would."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

import httpx

from bot.app import App
from bot.cli.starting import dutch
from bot.settings import Settings
from bot.slack.scopes import NEEDED, OPTIONAL
from briefings.errors import JbzError

Finding = tuple[str, str | None]  #: what was checked, what is wrong and how to mend it

_CLOCK_SECONDS = 60
_SECRET = re.compile(r"[0-9a-f]{32}")


async def check_slack(client: httpx.AsyncClient, settings: Settings) -> list[Finding]:
    """Tokens, scopes, secrets and addresses."""
    if settings.slack_bot_token is None and settings.slack_client_id is None:
        return [("Slack staat uit (geen SLACK_BOT_TOKEN)", None)]
    found = []
    if settings.slack_bot_token is not None:
        found += await _token(client, settings, settings.slack_bot_token.get_secret_value(), "Slack")
    if settings.slack_client_id is not None:
        found += await _several(client, settings)
    if settings.slack_app_token is not None:
        return [*found, await _socket(client, settings, settings.slack_app_token.get_secret_value())]
    if settings.slack_signing_secret is None:
        return [*found, ("Slack, weg", "zet SLACK_SIGNING_SECRET (HTTP) of SLACK_APP_TOKEN (Socket Mode)")]
    return [*found, await _address(client, settings, settings.slack_signing_secret.get_secret_value())]


def clock_problem(answer: httpx.Response) -> str | None:
    """Slack refuses signatures when our clock is five minutes off."""
    given = answer.headers.get("date")
    if given is None:
        return None
    theirs = datetime.strptime(given, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    off = abs((datetime.now(UTC) - theirs).total_seconds())
    return f"de klok loopt {off:.0f} seconden verkeerd; zet tijdsynchronisatie aan" if off > _CLOCK_SECONDS else None


async def _token(client: httpx.AsyncClient, settings: Settings, token: str, name: str) -> list[Finding]:
    """A bot token, its scopes and the clock."""
    try:
        answer = await client.post(f"{settings.slack_api_url}auth.test", headers={"Authorization": f"Bearer {token}"})
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return [(name, f"niet te bereiken op SLACK_API_URL ({type(error).__name__})")]
    if not told.get("ok"):
        return [
            (
                name,
                f"Slack weigert het token ({told.get('error')}). Neem het Bot User OAuth Token van OAuth & Permissions",
            )
        ]
    given = set(filter(None, re.split(r"[\s,]+", answer.headers.get("x-oauth-scopes", ""))))
    return [(name, clock_problem(answer)), *_scopes(given, name)]


def _scopes(given: set[str], name: str) -> Iterable[Finding]:
    """The scopes that are missing: those that are needed are a fault, the others are only named."""
    missing = {scope: why for scope, why in NEEDED.items() if scope not in given}
    if missing:
        listed = "; ".join(f"{scope} ({why})" for scope, why in missing.items())
        yield f"{name}, rechten", f"deze ontbreken: {listed}. Voeg ze toe bij OAuth & Permissions en installeer opnieuw"
        return
    without = [scope for scope in OPTIONAL if scope not in given]
    yield f"{name}, rechten" + (f" (mag ook: {', '.join(without)})" if without else ""), None


async def _several(client: httpx.AsyncClient, settings: Settings) -> list[Finding]:
    """The app's own credentials, the key, and each workspace."""
    found: list[Finding] = []
    if settings.slack_bot_token is not None:
        found.append(
            ("Slack, werkruimten", "SLACK_BOT_TOKEN staat er ook: dan doet SLACK_CLIENT_ID niets. Haal er één weg")
        )
    secret = settings.slack_client_secret
    given = {
        "code": "doctor",
        "client_id": settings.slack_client_id,
        "client_secret": secret.get_secret_value() if secret else "",
    }
    try:
        told = (await client.post(f"{settings.slack_api_url}oauth.v2.access", data=given)).json()
    except (httpx.HTTPError, ValueError) as error:
        return [*found, ("Slack, installeren", f"niet te bereiken op SLACK_API_URL ({type(error).__name__})")]
    refused = told.get("error") in {"bad_client_secret", "invalid_client_id", "invalid_client"}
    mend = "Slack weigert SLACK_CLIENT_ID of SLACK_CLIENT_SECRET. Neem ze van Basic Information"
    found.append(("Slack, installeren", mend if refused else None))
    app = App(settings)
    try:
        installations = app.installations.all() if app.database.revision() else []
        app.installations.check_key()
    except JbzError as error:
        return [*found, ("Slack, sleutel", dutch(error.message))]
    for one in installations:
        if one.ended_because:
            found.append(
                (
                    f"Slack, {one.name}",
                    f"{one.ended_because}. Installeer opnieuw: {settings.jbz_base_url}/slack/install",
                )
            )
        else:
            found += await _token(client, settings, one.token, f"Slack, {one.name}")
    return found


async def _socket(client: httpx.AsyncClient, settings: Settings, token: str) -> Finding:
    try:
        answer = await client.post(
            f"{settings.slack_api_url}apps.connections.open", headers={"Authorization": f"Bearer {token}"}
        )
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return "Slack, Socket Mode", f"niet te bereiken op SLACK_API_URL ({type(error).__name__})"
    if not told.get("ok"):
        return "Slack, Socket Mode", (
            f"Slack weigert SLACK_APP_TOKEN ({told.get('error')})."
            " Maak bij Basic Information een token met connections:write, en zet Socket Mode aan"
        )
    return "Slack, Socket Mode", None


async def _address(client: httpx.AsyncClient, settings: Settings, secret: str) -> Finding:
    """Whether our address leads to a service with the same secret: asked as Slack asks when the address is set."""
    name, url = "Slack, adres", f"{settings.jbz_base_url.rstrip('/')}/slack/events"
    if not _SECRET.fullmatch(secret):
        return (
            name,
            "SLACK_SIGNING_SECRET is geen Signing Secret: dat zijn 32 tekens, 0-9 en a-f, van Basic Information",
        )
    if not url.startswith("https://"):
        return name, "Slack bereikt alleen een https-adres. Zet JBZ_BASE_URL, of gebruik Socket Mode (SLACK_APP_TOKEN)"
    challenge = secrets.token_hex(8)
    body = json.dumps({"type": "url_verification", "challenge": challenge})
    at = str(int(datetime.now(UTC).timestamp()))
    sign = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={sign}",
    }
    try:
        answer = await client.post(url, content=body, headers=headers)
    except httpx.HTTPError as error:
        return name, f"{url} is niet te bereiken ({type(error).__name__}). Draait de dienst, en klopt JBZ_BASE_URL?"
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return name, f"de dienst op {url} heeft een ander SLACK_SIGNING_SECRET, of haar klok loopt verkeerd"
    if answer.status_code != httpx.codes.OK or challenge not in answer.text:
        return name, f"op {url} antwoordt niet deze bot ({answer.status_code}). Kijk naar JBZ_BASE_URL en de proxy"
    return f"{name} (vul in Slack in: {url})", None
