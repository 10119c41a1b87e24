"""What devices sign with their key (specification, "Signing JSON"). Pure."""

import json
from collections.abc import Mapping
from typing import Any

from vodozemac import Account, Ed25519PublicKey, Ed25519Signature

from bot.matrix.content import dict_in, text_in

_UNSIGNED = {"signatures", "unsigned"}


def canonical(value: Mapping[str, Any]) -> bytes:
    """What is signed of an object."""
    bare = {name: one for name, one in value.items() if name not in _UNSIGNED}
    return json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signed(account: Account, value: Mapping[str, Any], user: str, device: str) -> dict[str, Any]:
    """The object with our signature."""
    signature = account.sign(canonical(value)).to_base64()
    return {**value, "signatures": {user: {f"ed25519:{device}": signature}}}


def is_signed(value: Mapping[str, Any], user: str, device: str, key: str) -> bool:
    """Whether an object has the signature of a device, by its key."""
    signature = text_in(dict_in(dict_in(value, "signatures"), user), f"ed25519:{device}")
    try:
        Ed25519PublicKey.from_base64(key).verify_signature(canonical(value), Ed25519Signature.from_base64(signature))
    except (ValueError, UnicodeEncodeError):
        return False
    return True
