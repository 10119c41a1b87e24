"""deploy/README.md's containers, carried out: the image built, both compose files started, asked and stopped.

Run by `make check-deploy` as root where Podman and podman-compose are. The base image is the one that BASE names, or
else a Debian made by mmdebstrap, with PostgreSQL and Caddy of Debian in the place of their own images. Ends with status
1 when something is not as it should be; 77 where there is nothing to do it with.
"""

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BUILT = ("pyproject.toml", "README.md", "LICENSE", "bot", "briefings", "storage", "deploy")
_IMAGE = "localhost/jbz:0.2.0"
_COMPOSE = (1, 1)  #: podman-compose's release
_BASE, _BESIDE = "localhost/base", "localhost/beside"
#: PostgreSQL and Caddy of Debian, started as their own images are: by the names of the same variables and folders.
_BESIDE_FILE = f"""FROM {_BASE}
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql caddy
ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/config PATH=/usr/lib/postgresql/15/bin:/usr/sbin:/usr/bin:/sbin:/bin
COPY start.sh /start.sh
CMD ["sh", "/start.sh"]
"""
_BESIDE_START = """set -eu
if [ -z "${POSTGRES_DB:-}" ]; then exec caddy run --config /etc/caddy/Caddyfile --adapter caddyfile; fi
data=/var/lib/postgresql/data
run() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
chown postgres: $data
install -m 0600 -o postgres "$POSTGRES_PASSWORD_FILE" /tmp/password
run initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth=scram-sha-256 --encoding=UTF8 $data/one
echo "host all all all scram-sha-256" >> $data/one/pg_hba.conf
echo "CREATE DATABASE $POSTGRES_DB" | run postgres --single -D $data/one postgres
exec setpriv --reuid=postgres --regid=postgres --clear-groups postgres -D $data/one -c "listen_addresses=*"
"""
#: Before the real command: the base image, whom this machine trusts, and `podman compose` of before Podman 4.7.
_PODMAN = """#!/bin/sh
case $1 in
compose) shift; exec podman-compose "$@" ;;
build) shift; exec {podman} build {options} "$@" ;;
*) exec {podman} "$@" ;;
esac
"""
_CONTAINERS = """[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
{runtime}
[network]
network_config_dir = "{folder}/networks"
"""
_STORAGE = '[storage]\ndriver = "overlay"\ngraphroot = "{folder}/store"\nrunroot = "{folder}/run"\n'


class NotHere(Exception):
    """What this machine lacks."""


def main() -> int:
    """0 when nothing is wrong; 77 where it cannot be tried."""
    with ExitStack() as stack:
        try:
            machine = stack.enter_context(_machine())
        except NotHere as lacking:
            sys.stdout.write(f"{lacking}\n")
            return 77
        wrong = [*_one_bot(machine), *_two_bots(machine)]
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    return 1 if wrong else 0


class Machine:
    """A folder with the project in it, and Podman with a storage of its own."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.source = folder / "source"
        self.environment = dict(environment)
        page = (ROOT / "deploy" / "README.md").read_text("utf-8")
        self.blocks = iter(re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL))

    def types(self, typed: str) -> str:
        """What it says. Raises SystemExit with it when it fails."""
        done = self.tries(typed)
        if done.returncode:
            raise SystemExit(f"{typed}\n{done.stdout[-2000:]}{done.stderr[-3000:]}")
        return done.stdout.strip()

    def tries(self, typed: str) -> subprocess.CompletedProcess[str]:
        """A command that may fail."""
        return subprocess.run(
            ["/bin/sh", "-eu"], input=typed, cwd=self.source, env=self.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def container(self, service: str) -> str:
        """The number of a service's container."""
        return self.types(f"podman ps --quiet --filter label=com.docker.compose.service={service}")


@contextmanager
def _machine() -> Iterator[Machine]:
    base = os.environ.get("BASE")
    for tool in ("podman", "podman-compose", *(() if base else ("mmdebstrap",))):
        if shutil.which(tool) is None:
            raise NotHere(f"{tool} is not installed")
    told = subprocess.run(["podman-compose", "--version"], capture_output=True, text=True, check=True)  # noqa: S607 - from the PATH
    release = re.search(r"podman-compose version:? (\d+)\.(\d+)", told.stdout)
    if release is None or (int(release[1]), int(release[2])) < _COMPOSE:
        raise NotHere("podman-compose is too old: it gives a network no addresses of our choice")
    if os.geteuid() != 0:
        raise NotHere("it is tried as root")
    folder = Path(tempfile.mkdtemp(prefix="jbz-containers"))
    machine = Machine(folder, _environment(folder, base))
    try:
        machine.source.mkdir()
        for name in _BUILT:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            copy(ROOT / name, machine.source / name)
        if base is None:
            _debian(machine, folder)
        yield machine
    finally:
        machine.tries("podman rm --all --force --volumes; podman rmi --all --force")
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path, base: str | None) -> dict[str, str]:
    """Empty but for what Podman and pip need."""
    runtime = 'runtime = "runc"' if shutil.which("runc") else ""
    (folder / "containers.conf").write_text(_CONTAINERS.format(runtime=runtime, folder=folder), "utf-8")
    (folder / "storage.conf").write_text(_STORAGE.format(folder=folder), "utf-8")
    said = [f"{name[4:].lower()} = {value}" for name, value in os.environ.items() if name.startswith("PIP_")]
    (folder / "pip.conf").write_text("\n".join(["[global]", *said, ""]), "utf-8")
    options = f"--build-arg BASE={base or _BASE} --isolation chroot --network host"
    options += f" --volume /etc/ssl/certs:/etc/ssl/certs:ro --volume {folder}/pip.conf:/etc/pip.conf:ro"
    (folder / "bin").mkdir()
    (folder / "bin" / "podman").write_text(_PODMAN.format(podman=shutil.which("podman"), options=options), "utf-8")
    (folder / "bin" / "podman").chmod(0o700)
    return {
        "PATH": f"{folder}/bin:{os.environ['PATH']}",
        "HOME": str(folder),
        "CONTAINERS_CONF": os.environ.get("CONTAINERS_CONF", f"{folder}/containers.conf"),
        "CONTAINERS_STORAGE_CONF": f"{folder}/storage.conf",
    }


def _debian(machine: Machine, folder: Path) -> None:
    """A base, and what stands beside the bot."""
    made = "mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,ca-certificates bookworm"
    done = machine.tries(f"{made} {folder}/base.tar")
    if done.returncode:
        raise NotHere("the packages of Debian cannot be had")
    machine.types(f"podman import {folder}/base.tar {_BASE}")
    if machine.tries(f"podman run --rm {_BASE} true").returncode:
        raise NotHere("no container can be started here")
    (folder / "beside").mkdir()
    (folder / "beside" / "Containerfile").write_text(_BESIDE_FILE, "utf-8")
    (folder / "beside" / "start.sh").write_text(_BESIDE_START, "utf-8")
    machine.types(f"{shutil.which('podman')} build --isolation chroot --network host --tag {_BESIDE} {folder}/beside")
    machine.environment |= {"POSTGRES_IMAGE": _BESIDE, "CADDY_IMAGE": _BESIDE}


def _one_bot(machine: Machine) -> Iterator[str]:
    """The image, and `compose.yaml`."""
    machine.types(next(machine.blocks))
    described = json.loads(machine.types(f"podman inspect {_IMAGE}"))[0]
    sys.stdout.write(f"the image has {described['Size'] / 1e6:.0f} MB\n")
    if described["Config"]["User"] != "10001:10001":
        yield "the image runs as somebody else"
    secrets = machine.source / "deploy" / "compose" / "secrets"
    for name, value in (("slack_bot_token", "xoxb-1-2-abc"), ("slack_signing_secret", "0123456789abcdef" * 2)):
        (secrets / name).write_text(value, "utf-8")
    with (machine.source / "deploy" / "compose" / "jbz.env").open("a", encoding="utf-8") as settings:
        settings.write("JBZ_SOURCES=geen\nJBZ_LIMIT_QUESTIONS=2\n")
    machine.types(next(machine.blocks))
    bot = machine.container("bot")
    yield from _inside(machine, bot)
    yield from _asked()
    began = time.monotonic()
    machine.types(f"podman stop --time 15 {bot}")
    if time.monotonic() - began > 12:
        yield "the bot was killed before it had stopped"
    machine.types("podman compose -f deploy/compose/compose.yaml down")


def _inside(machine: Machine, bot: str) -> Iterator[str]:
    """What somebody finds who breaks in, and what the health check says."""
    if machine.types(f"podman exec {bot} id -u") != "10001":
        yield "the bot runs as somebody else"
    if not machine.tries(f"podman exec {bot} touch /opt/jbz/x").returncode:
        yield "the file system can be written"
    for tool in ("pip", "gcc", "cc", "make", "curl", "wget"):
        if not machine.tries(f"podman exec {bot} sh -c 'command -v {tool}'").returncode:
            yield f"there is {tool} in the image"
    if "components" not in json.loads(machine.types(f"podman exec {bot} cat /usr/share/doc/jbz/sbom.json")):
        yield "sbom.json lists nothing"
    if machine.tries(f"podman healthcheck run {bot}").returncode:
        yield "the health check fails"


def _asked() -> Iterator[str]:
    """From the machine itself, as its proxy does."""
    at = "http://127.0.0.1:8000"
    seen = [
        _get(f"{at}/gesprek?q=migratie", {"X-Forwarded-For": one})[0] for one in ("192.0.2.1",) * 3 + ("192.0.2.2",)
    ]
    if seen != [200, 200, 429, 200]:
        yield f"readers behind the proxy are not told apart: {seen}"
    measured = [_get(f"{at}/metrics", headers)[0] for headers in ({}, {"X-Forwarded-For": "192.0.2.1"})]
    if measured != [200, 403]:
        yield f"/metrics answers {measured} to Prometheus on this machine, and through the proxy"


def _two_bots(machine: Machine) -> Iterator[str]:
    """`compose.postgres.yaml`, with a certificate that Caddy signs itself."""
    machine.types(next(machine.blocks))
    machine.environment["JBZ_HOST"] = "localhost"
    machine.types("podman compose -f deploy/compose/compose.postgres.yaml up -d")
    try:
        yield from _behind_caddy(machine)
    finally:
        machine.tries("podman compose -f deploy/compose/compose.postgres.yaml down --volumes")


def _behind_caddy(machine: Machine) -> Iterator[str]:
    at, page = "https://localhost", (0, "")
    for _ in range(60):
        page = _get(f"{at}/items/1")
        if page[0] == 200:
            break
        time.sleep(1)
    else:
        logs = machine.tries(f"podman logs --tail 9 {machine.container('bot-1')}").stderr
        yield f"no page came: {page}\n{logs}"
        return
    hidden = {path: _get(f"{at}{path}")[0] for path in ("/metrics", "/readyz")}
    if set(hidden.values()) != {404}:
        yield f"seen from outside: {hidden}"
    for bot in ("bot-1", "bot-2"):
        checked = machine.tries(f"podman exec {machine.container(bot)} jbz db check")
        if checked.returncode:
            yield f"{bot}: {checked.stdout}{checked.stderr}"
    machine.types(f"podman kill {machine.container('bot-1')}")
    answers = [_get(f"{at}/items/1")[0] for _ in range(5)]
    if answers != [200] * 5:
        yield f"after the death of one bot the other answers {answers}"


def _get(address: str, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Status and page; 0 and the error where nobody answers."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    asked = urllib.request.Request(address, headers=dict(headers or {}))  # noqa: S310 - our own addresses
    try:
        with urllib.request.urlopen(asked, timeout=15, context=trusting) as answer:  # noqa: S310 - as above
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError as error:
        return 0, str(error)


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
