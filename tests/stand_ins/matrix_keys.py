"""The part of a homeserver that passes keys on: of devices, one-time keys, and messages from device to device."""

import asyncio
from typing import Any

Claimed = dict[str, dict[str, Any]]


class KeyServer:
    """Keys as devices upload them; it understands none of them. Each one-time key is given once."""

    def __init__(self) -> None:
        self.devices: dict[str, dict[str, dict[str, Any]]] = {}  #: of a user
        self.one_time: dict[tuple[str, str], dict[str, Any]] = {}
        self.inboxes: dict[tuple[str, str], list[dict[str, Any]]] = {}  #: messages to the devices of people
        self.failures: list[str] = []  #: what the next requests meet, by their name: claim, query, upload, sendToDevice
        self.asked: list[str] = []

    def upload(self, user: str, device: str, told: dict[str, Any]) -> dict[str, Any]:
        """A device tells its keys. Raises ValueError for another key under a known name, as Synapse refuses it."""
        if "device_keys" in told:
            assert (told["device_keys"]["user_id"], told["device_keys"]["device_id"]) == (user, device)
            self.devices.setdefault(user, {})[device] = told["device_keys"]
        there = self.one_time.setdefault((user, device), {})
        for name, key in told.get("one_time_keys", {}).items():
            if there.get(name, key) != key:
                raise ValueError(f"One time key {name} already exists")
            there[name] = key
        return {"one_time_key_counts": {"signed_curve25519": len(there)}}

    def forget(self, user: str, device: str) -> None:
        """A device is gone, and what was for it."""
        self.devices.get(user, {}).pop(device, None)
        self.one_time.pop((user, device), None)
        self.inboxes.pop((user, device), None)

    def query(self, told: dict[str, Any]) -> dict[str, Any]:
        """The devices of people; of those of whom nothing is known none."""
        found = {
            user: {name: one for name, one in self.devices.get(user, {}).items() if not wanted or name in wanted}
            for user, wanted in told["device_keys"].items()
        }
        return {"device_keys": found, "failures": {}}

    def claim(self, told: dict[str, Any]) -> dict[str, Any]:
        """A one-time key of each device, where there is one left."""
        found: Claimed = {}
        for user, devices in told["one_time_keys"].items():
            for device in devices:
                there = self.one_time.get((user, device), {})
                if there:
                    name = next(iter(there))
                    found.setdefault(user, {})[device] = {name: there.pop(name)}
        return {"one_time_keys": found, "failures": {}}

    def count(self, user: str, device: str) -> dict[str, int]:
        """How many one-time keys are left of a device."""
        return {"signed_curve25519": len(self.one_time.get((user, device), {}))}

    def put(self, sender: str, kind: str, messages: dict[str, dict[str, Any]], skip: str) -> list[dict[str, Any]]:
        """Messages to devices; those to the user `skip` are given back, as /sync tells them."""
        own = []
        for user, devices in messages.items():
            for device, content in devices.items():
                event = {"type": kind, "sender": sender, "content": content}
                if user == skip:
                    own.append(event)
                else:
                    self.inboxes.setdefault((user, device), []).append(event)
        return own

    async def fails(self, name: str) -> bool:
        """Whether this request meets a failure now."""
        self.asked.append(name)
        await asyncio.sleep(0)
        if name in self.failures:
            self.failures.remove(name)
            return True
        return False
