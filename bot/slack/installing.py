"""A workspace installs the bot by itself: Slack's OAuth, with a state that serves once, in one browser."""

import asyncio
import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation as SdkInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.seen import Seen
from bot.slack.scopes import NEEDED, OPTIONAL
from bot.slack.workspaces import Installations, ManyWorkspaces, make_client
from bot.telemetry import log
from briefings.model.installation import Installation

_STATE_SECONDS = 600
_HEADERS: dict[str, str | Sequence[str]] = {
    "Content-Type": ["text/html; charset=utf-8"],
    "Content-Security-Policy": ["default-src 'none'; frame-ancestors 'none'"],
    "Cache-Control": ["no-store"],
}
_REASONS = {
    "access_denied": "U heeft de installatie afgebroken. Begin opnieuw als u dat niet wilde.",
    "invalid_browser": "Begin en eindig in dezelfde browser, met cookies aan.",
    "invalid_state": "Deze installatie duurde te lang of was al gebruikt. Begin opnieuw.",
    "invalid_code": "Slack neemt de code niet aan. Kijk naar SLACK_CLIENT_ID en SLACK_CLIENT_SECRET en begin opnieuw.",
    "missing_code": "Slack gaf geen code mee. Begin opnieuw.",
    "storage_error": "De installatie kon niet worden bewaard. Kijk in het logboek en begin opnieuw.",
}


class _States(AsyncOAuthStateStore):
    """States that are signed and hold their moment; that one was used is remembered by every process."""

    def __init__(self, secret: str, seen: Seen, clock: Callable[[], datetime]) -> None:
        self._key = hmac.digest(secret.encode(), b"jbz oauth state", "sha256")
        self._seen = seen
        self._clock = clock

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        told = f"{int(self._clock().timestamp())}.{secrets.token_urlsafe(24)}"
        return f"{told}.{self._sign(told)}"

    async def async_consume(self, state: str) -> bool:
        told, _, sign = state.rpartition(".")
        if not hmac.compare_digest(sign.encode(), self._sign(told).encode()):
            return False
        age = self._clock().timestamp() - int(told.partition(".")[0])
        return 0 <= age <= _STATE_SECONDS and await self._seen.first(f"slack-install:{told}")

    def _sign(self, told: str) -> str:
        return hmac.new(self._key, told.encode(), "sha256").hexdigest()


class _Store(AsyncInstallationStore):
    """Keeps what an installation gave: the bot's token, and nothing of who installed it."""

    def __init__(self, kept: Installations, workspaces: ManyWorkspaces, clock: Callable[[], datetime]) -> None:
        self._kept = kept
        self._workspaces = workspaces
        self._clock = clock

    async def async_save(self, installation: SdkInstallation) -> None:
        whole = installation.is_enterprise_install
        key = installation.enterprise_id if whole else installation.team_id
        name = installation.enterprise_name if whole else installation.team_name
        expires = installation.bot_token_expires_at
        kept = Installation(
            str(key),
            str(name or key),
            str(installation.bot_id or ""),
            str(installation.bot_user_id or ""),
            tuple(installation.bot_scopes or ()),
            self._clock(),
            str(installation.bot_token),
            installation.bot_refresh_token,
            datetime.fromtimestamp(expires, UTC) if expires else None,
        )
        await asyncio.to_thread(self._kept.keep, kept)
        self._workspaces.forget()
        log.info("slack_installed", workspace=kept.key)


def make_flow(
    workspaces: ManyWorkspaces,
    kept: Installations,
    seen: Seen,
    clock: Callable[[], datetime],
    addresses: tuple[str, str, str],
    credentials: tuple[str, str],
) -> AsyncOAuthFlow:
    """The flow; `addresses` are ours, Slack's API and Slack's page on which a workspace installs."""
    base_url, api_url, authorize_url = addresses
    client_id, secret = credentials
    settings = AsyncOAuthSettings(
        client_id=client_id,
        client_secret=secret,
        scopes=[*NEEDED, *OPTIONAL],
        redirect_uri=f"{base_url.rstrip('/')}/slack/oauth_redirect",
        authorization_url=authorize_url,
        callback_options=AsyncCallbackOptions(success=_succeeded, failure=_failed),
        installation_store=_Store(kept, workspaces, clock),
        state_store=_States(secret, seen, clock),
        state_expiration_seconds=_STATE_SECONDS,
        install_page_rendering_enabled=False,
    )
    return AsyncOAuthFlow(client=make_client(None, api_url), settings=settings)


def unreachable(error: Exception) -> BoltResponse:
    """Slack could not be asked what it gave."""
    log.warning("slack_not_installed", reason=type(error).__name__)
    said = "Slack is nu niet te bereiken. Begin over een minuut opnieuw."
    return _page(502, "De installatie is niet gelukt", said, again=True)


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    name = args.installation.team_name or args.installation.enterprise_name or ""
    return _page(200, "JBZ is geïnstalleerd", f"{name}: typ in Slack /jbz help om te beginnen.")


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    log.warning("slack_not_installed", reason=args.reason)
    said = _REASONS.get(args.reason, "Slack meldde een fout. Begin opnieuw.")
    return _page(args.suggested_status_code, "De installatie is niet gelukt", said, again=True)


def _page(status: int, title: str, said: str, *, again: bool = False) -> BoltResponse:
    link = '<p><a href="/slack/install">Opnieuw beginnen</a></p>' if again else ""
    html = (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body><main><h1>{escape(title)}</h1><p>{escape(said)}</p>{link}</main></body></html>"
    )
    return BoltResponse(status=status, body=html, headers=_HEADERS)
