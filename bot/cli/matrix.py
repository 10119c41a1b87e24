"""What `jbz doctor` asks the Matrix homeserver."""

from typing import Any

import httpx

from bot.cli.matrix_keys import check_keys
from bot.settings import Settings

Finding = tuple[str, str | None]  #: what was checked, what is wrong and how to mend it

_API = "_matrix/client"
_SLOW = 1.0  #: events a second, below which many briefings take long


async def check_matrix(client: httpx.AsyncClient, settings: Settings) -> list[Finding]:
    """The homeserver, the token, whose it is, and how fast the bot may send."""
    token = settings.matrix_access_token
    if token is None:
        return [("Matrix staat uit (geen MATRIX_ACCESS_TOKEN)", None)]
    home = settings.matrix_homeserver
    try:
        versions = _object(await client.get(f"{home}/{_API}/versions"))
        bearer = {"Authorization": f"Bearer {token.get_secret_value()}"}
        told = _object(await client.get(f"{home}/{_API}/v3/account/whoami", headers=bearer))
        rooms = _object(await client.get(f"{home}/{_API}/v3/joined_rooms", headers=bearer))
    except (httpx.HTTPError, ValueError) as error:
        return [("Matrix", f"niet te bereiken op MATRIX_HOMESERVER ({type(error).__name__})")]
    if not isinstance(versions.get("versions"), list):
        said = (
            "op MATRIX_HOMESERVER antwoordt geen homeserver. Het is het adres dat in /.well-known/matrix/client staat"
        )
        return [("Matrix", said)]
    if "user_id" not in told:
        said = f"{home} weigert MATRIX_ACCESS_TOKEN ({told.get('errcode')}). Maak een nieuw token: docs/matrix.md"
        return [("Matrix", said)]
    if told["user_id"] != settings.matrix_user:
        said = f"dit token is van {told['user_id']}. Zet MATRIX_USER, of een token van {settings.matrix_user}"
        return [("Matrix", said)]
    keys = [] if settings.jbz_matrix_encryption == "off" else [await check_keys(client, settings, told)]
    there = rooms.get("joined_rooms")
    number = len(there) if isinstance(there, list) else 0
    return [
        (f"Matrix ({settings.matrix_user}, in {number} kamers)", None),
        (f"Matrix, uitnodigingen van {', '.join(settings.matrix_servers)}", None),
        _rate(settings),
        *keys,
    ]


def _rate(settings: Settings) -> Finding:
    """How fast the bot may send. That it is slow is no fault."""
    rate = f"{settings.matrix_per_second:g} per seconde"
    if settings.matrix_per_second < _SLOW:
        rate += " (traag bij veel kamers: docs/matrix.md zegt hoe de bot meer mag)"
    return f"Matrix, berichten: {rate}", None


def _object(answer: httpx.Response) -> dict[str, Any]:
    told = answer.json()
    return told if isinstance(told, dict) else {}
