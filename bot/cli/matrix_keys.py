"""What `jbz doctor` says of the keys of encrypted rooms."""

from importlib.util import find_spec
from typing import Any

import httpx

from bot.app import App
from bot.settings import Settings
from briefings.errors import JbzError
from storage.database import DatabaseError

_NAME = "Matrix, versleuteling"
_QUERY = "_matrix/client/v3/keys/query"


async def check_keys(client: httpx.AsyncClient, settings: Settings, told: dict[str, Any]) -> tuple[str, str | None]:
    """Whether the keys that are kept are those that the homeserver shows; with the fingerprint, for people to compare.

    `told`: whose the token is, and of which device.
    """
    if find_spec("vodozemac") is None:
        return _NAME, "het pakket ontbreekt. Doe: pip install jbz-briefings[encryption]"
    from bot.matrix.content import dict_in, text_in
    from bot.matrix.encryption import own  # the extra is there

    user, device = settings.matrix_user, text_in(told, "device_id")
    token = settings.matrix_access_token
    bearer = {"Authorization": f"Bearer {token.get_secret_value() if token else ''}"}
    asked = {"device_keys": {user: [device]}}
    answer: Any = (await client.post(f"{settings.matrix_homeserver}/{_QUERY}", headers=bearer, json=asked)).json()
    shown = dict_in(dict_in(dict_in(dict_in(answer, "device_keys"), user), device), "keys")
    app = App(settings)
    try:
        if app.database.revision() != app.database.head:
            account = None
        else:
            account = await app.keyring.using(f"{user} {device}", own.account_in)
    except (JbzError, DatabaseError) as error:
        said = str(error.message) if isinstance(error, JbzError) else "de database antwoordt niet"
        return _NAME, said
    finally:
        app.close()
    me = own.self_of(account, user, device) if account else None
    if shown and text_in(shown, f"ed25519:{device}") != (me.signing if me else None):
        return _NAME, "de sleutels van dit apparaat zijn kwijt. Maak een nieuw token: docs/matrix.md"
    if me is None:
        return f"{_NAME}: nog geen sleutels; die komen bij de eerste start", None
    return f"{_NAME}: apparaat {device}, vingerafdruk {own.fingerprint(me)}", None
