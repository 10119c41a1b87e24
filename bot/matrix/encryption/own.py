"""The keys of the bot's own device, within a unit of work."""

from dataclasses import dataclass
from typing import Any

from vodozemac import Account

from bot.keyring import Keys
from bot.matrix.batch import MEGOLM
from bot.matrix.encryption.signing import signed

OLM = "m.olm.v1.curve25519-aes-sha2"
#: What vodozemac writes is encrypted by the keyring, with the administrator's key; so this one need be none.
NO_KEY = bytes(32)
_KIND = "account"


@dataclass(frozen=True, slots=True)
class Self:
    """The bot on its device, as others know it."""

    user: str
    device: str
    curve: str  #: the key by which it is written to (Curve25519, base64)
    signing: str  #: its fingerprint (Ed25519, base64)


def new_account() -> Account:
    """Keys that nobody has yet."""
    return Account()


def fingerprint(me: Self) -> str:
    """The signing key as people compare it: in pieces of four."""
    return " ".join(me.signing[at : at + 4] for at in range(0, len(me.signing), 4))


def account_in(keys: Keys) -> Account | None:
    """The account; None before the first start with this token."""
    kept = keys.get(_KIND, "")
    return Account.from_pickle(kept["pickle"], NO_KEY) if kept else None


def keep_account(keys: Keys, account: Account) -> None:
    """Keeps what changed of it."""
    keys.put(_KIND, "", {"pickle": account.pickle(NO_KEY)})


def self_of(account: Account, user: str, device: str) -> Self:
    """How others know it."""
    return Self(user, device, account.curve25519_key.to_base64(), account.ed25519_key.to_base64())


def described(account: Account, me: Self) -> dict[str, Any]:
    """The device as it is told to the homeserver."""
    keys = {f"curve25519:{me.device}": me.curve, f"ed25519:{me.device}": me.signing}
    told = {"user_id": me.user, "device_id": me.device, "algorithms": [OLM, MEGOLM], "keys": keys}
    return signed(account, told, me.user, me.device)


def new_one_time_keys(keys: Keys, me: Self, count: int) -> dict[str, Any]:
    """Keys that others begin talking to us with, each once; those that were made but may not have arrived first."""
    account = account_in(keys)
    if account is None:
        return {}
    if not account.one_time_keys:
        account.generate_one_time_keys(count)
        keep_account(keys, account)
    return {
        f"signed_curve25519:{name}": signed(account, {"key": key.to_base64()}, me.user, me.device)
        for name, key in account.one_time_keys.items()
    }


def mark_as_published(keys: Keys) -> None:
    """The homeserver has them."""
    account = account_in(keys)
    if account is not None:
        account.mark_keys_as_published()
        keep_account(keys, account)
