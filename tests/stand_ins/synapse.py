"""A real Matrix homeserver for the tests: Synapse, from PyPI, in a folder of its own. `make synapse` installs it.

It has the verbs of `matrix_server.py`, so that one list of tests holds for both: what people do, and what they see.
They wait for Synapse, which is another process.
"""

import json
import os
import socket
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from tests.stand_ins.matrix_server import BOT, PERSON
from tests.stand_ins.started import Started

PYTHON = Path(__file__).parents[2] / ".synapse" / "bin" / "python"
IS_INSTALLED = (PYTHON.parent.parent / "ready").exists()
HOMES = ["stand_in", "synapse"] if IS_INSTALLED else ["stand_in"]  #: what the tests find
SERVER = "home.example"
_SECONDS = 60.0  #: for a start on a machine that is busy
_API = "/_matrix/client/v3"
_PASSWORD = "a password of the tests"
_LIMITS = "message registration login joins joins_per_room invites admin_redaction third_party_invite".split()


class Synapse(Started):
    """A homeserver for `home.example`, without federation, on SQLite."""

    def __init__(self, **settings: Any) -> None:
        self._settings = settings
        self._made = tempfile.TemporaryDirectory(prefix="synapse")
        self._folder = Path(self._made.name)
        self._server: subprocess.Popen[bytes] | None = None
        self._tokens: dict[str, str] = {}
        self._makers: dict[str, str] = {}  #: of a room
        self._reached: dict[str, str] = {}  #: how far someone read what came in
        self._where: dict[str, str] = {}  #: the room of an event
        self.url = ""

    def start(self) -> None:
        """Starts it on a free port, and waits until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        (self._folder / "homeserver.yaml").write_text(_written(self._folder, port, self._settings))
        self.url = f"http://127.0.0.1:{port}"
        self._http = httpx.Client(base_url=self.url, timeout=30.0)
        command = [str(PYTHON), "-m", "synapse.app.homeserver", "-c", "homeserver.yaml"]
        environment = {"PATH": os.defpath, "LC_ALL": "C"}  # nothing of the machine's own settings
        with (self._folder / "log").open("ab") as log:
            first = [*command, "--generate-missing-configs"]
            subprocess.run(first, check=True, cwd=self._folder, env=environment, stdout=log, stderr=log)  # noqa: S603
            self._server = subprocess.Popen(command, cwd=self._folder, env=environment, stdout=log, stderr=log)  # noqa: S603
        until = time.monotonic() + _SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > until:
                raise RuntimeError("\n".join((self._folder / "log").read_text(errors="replace").splitlines()[-5:]))
            time.sleep(0.1)

    def close(self) -> None:
        """Stops it, and takes away everything of it."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._http.close()
        self._made.cleanup()

    # Accounts.

    @property
    def token(self) -> str:
        """The bot's."""
        return self.token_of(BOT)

    def token_of(self, user: str) -> str:
        """Someone's, whose account is made when they are first named."""
        if user not in self._tokens:
            name = user[1:].partition(":")[0]
            account = {"username": name, "password": _PASSWORD, "auth": {"type": "m.login.dummy"}}
            self._tokens[user] = self.asks("POST", "register", None, account)["access_token"]
            shown = "JBZ" if user == BOT else name.capitalize()
            self.asks("PUT", f"profile/{user}/displayname", user, {"displayname": shown})
        return self._tokens[user]

    def logs_in_again(self, user: str) -> str:
        """Someone's token on a new device; the one that they had is gone."""
        self.token_of(user)
        self.asks("POST", "logout", user, {})
        who = {"type": "m.id.user", "user": user}
        told = self.asks("POST", "login", None, {"type": "m.login.password", "identifier": who, "password": _PASSWORD})
        self._tokens[user] = told["access_token"]
        self._reached.pop(user, None)
        return self._tokens[user]

    # What the world does.

    def opens(self, room: str, *people: str, maker: str = PERSON) -> str:
        """A room with these people and its maker, in which the bot is not yet; its number, which Synapse chooses."""
        for person in people:
            self.token_of(person)
        wanted = {"preset": "private_chat", "name": room, "invite": list(people)}
        made: str = self.asks("POST", "createRoom", maker, wanted)["room_id"]
        self._makers[made] = maker
        for person in people:
            self.joins(made, person)
        return made

    def has(self, room: str, *people: str) -> str:
        """A room in which the bot is, and these people beside its maker."""
        made = self.opens(room, *people)
        self.invites(made)
        self.joins(made, BOT)
        return made

    def joins(self, room: str, user: str) -> None:
        """Someone comes in, invited if they must be."""
        if user != BOT and user not in self.people(room, "invite"):
            self.asks("POST", f"rooms/{room}/invite", self._makers[room], {"user_id": user})
        self.asks("POST", f"join/{room}", user, {})

    def leaves(self, room: str, user: str) -> None:
        """Someone goes."""
        self.asks("POST", f"rooms/{room}/leave", user, {})

    def kicks(self, room: str, user: str = BOT, how: str = "leave", by: str = PERSON) -> None:
        """Someone is put out."""
        self.asks("POST", f"rooms/{room}/{'ban' if how == 'ban' else 'kick'}", by, {"user_id": user})

    def invites(self, room: str, by: str = PERSON) -> None:
        """The bot is invited."""
        self.token_of(BOT)
        self.asks("POST", f"rooms/{room}/invite", by, {"user_id": BOT})

    def says(self, text: str, room: str, user: str = PERSON, **content: Any) -> str:
        """Someone writes a message."""
        return self.happens(room, "m.room.message", {"msgtype": "m.text", "body": text, **content}, user)

    def reacts(self, event: str, sign: str, user: str = PERSON) -> str:
        """Someone presses a sign under a message that was seen."""
        relation = {"rel_type": "m.annotation", "event_id": event, "key": sign}
        return self.happens(self._where[event], "m.reaction", {"m.relates_to": relation}, user)

    def happens(
        self, room: str, kind: str, content: dict[str, Any], sender: str = PERSON, key: str | None = None
    ) -> str:
        """An event in a room; its number."""
        where = f"state/{kind}/{key}" if key is not None else f"send/{kind}/{uuid.uuid4().hex}"
        number = str(self.asks("PUT", f"rooms/{room}/{where}", sender, content)["event_id"])
        self._where[number] = room
        return number

    def redacts(self, event: str) -> None:
        """Somebody takes the words of an event away."""
        room = self._where[event]
        self.asks("PUT", f"rooms/{room}/redact/{event}/{uuid.uuid4().hex}", self._makers[room], {})

    def upgrades(self, room: str, _new: str, *people: str) -> str:
        """The room is replaced by another, into which the bot is invited, and these people come; its number."""
        maker = self._makers[room]
        told = self.asks("POST", f"rooms/{room}/upgrade", maker, {"new_version": "10"})
        made: str = told["replacement_room"]
        self._makers[made] = maker
        self.invites(made)
        for person in people:
            self.joins(made, person)
        return made

    def device_of(self, user: str) -> str:
        """The device that someone has."""
        return str(self.asks("GET", "account/whoami", user)["device_id"])

    def inbox(self, user: str) -> list[dict[str, Any]]:
        """What came in for someone's device, once."""
        asked = {"timeout": "0", "filter": '{"room": {"rooms": []}}'}
        if user in self._reached:
            asked["since"] = self._reached[user]
        told = self.asks("GET", "sync", user, None, asked)
        self._reached[user] = told["next_batch"]
        events: list[dict[str, Any]] = told.get("to_device", {}).get("events", [])
        return events

    # What people see.

    def posts(self, room: str, kind: str = "m.room.message") -> list[dict[str, Any]]:
        """What the bot wrote in a room, as its maker sees it, without what edits made of it."""
        asked = {"dir": "b", "limit": "100", "filter": f'{{"types": ["{kind}"], "senders": ["{BOT}"]}}'}
        told = self.asks("GET", f"rooms/{room}/messages", self._makers[room], None, asked)
        self._where |= {one["event_id"]: room for one in told["chunk"]}
        return [one for one in told["chunk"][::-1] if one["content"]]

    def bodies(self, room: str) -> list[str]:
        """The same as plain text."""
        return [one["content"]["body"] for one in self.posts(room)]

    def people(self, room: str, membership: str = "join") -> dict[str, dict[str, Any]]:
        """Who is in a room."""
        told = self.asks("GET", f"rooms/{room}/members", self._makers[room], None, {"membership": membership})
        return {one["state_key"]: one["content"] for one in told["chunk"]}

    def asks(
        self, method: str, path: str, user: str | None, body: Any = None, asked: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """What someone's own client does."""
        headers = {"Authorization": f"Bearer {self.token_of(user)}"} if user else {}
        address = f"{_API}/{quote(path, safe='/')}"
        answer = self._http.request(method, address, headers=headers, json=body, params=asked)
        assert answer.status_code == 200, f"{method} {path}: {answer.text}"
        told: dict[str, Any] = answer.json()
        return told

    def _answers(self) -> bool:
        try:
            return self._http.get("/_matrix/client/versions").status_code == 200
        except httpx.HTTPError:
            return False


def _written(folder: Path, port: int, settings: dict[str, Any]) -> str:
    """Its settings as YAML, of which JSON is a part: no federation, no limits but those that a test sets."""
    many = {"per_second": 10_000, "burst_count": 10_000}
    limits: dict[str, Any] = {f"rc_{name}": many for name in _LIMITS}
    limits |= {
        "rc_login": dict.fromkeys(("address", "account", "failed_attempts"), many),
        "rc_joins": {"local": many, "remote": many},
        "rc_invites": dict.fromkeys(("per_room", "per_user", "per_issuer"), many),
    }
    whole = {
        "server_name": SERVER,
        "listeners": [
            {
                "port": port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "tls": False,
                "resources": [{"names": ["client"]}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": f"{folder}/homeserver.db"}},
        "media_store_path": f"{folder}/media",
        "signing_key_path": f"{folder}/signing.key",
        "pid_file": f"{folder}/pid",
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "report_stats": False,
        "macaroon_secret_key": uuid.uuid4().hex,
        "form_secret": uuid.uuid4().hex,
        "enable_registration": True,
        "enable_registration_without_verification": True,
    }
    return json.dumps(whole | limits | settings)
