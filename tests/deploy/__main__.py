"""`make check-deploy`: deploy/ as far as this machine can check it. What no tool is there for is said."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NOT_CHECKED = 77  #: how a check ends for which something is missing, said in its last line
ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
_BUILT = ("pyproject.toml", "README.md", "LICENSE", "bot", "briefings", "storage", "deploy")
_NGINX = "events {{}}\npid {folder}/pid;\nhttp {{ include {folder}/site.conf; }}\n"


def main() -> int:
    """0 when nothing is wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, command, environment in _checks(Path(folder)):
            if shutil.which(command[0]) is None:
                _say(f"not checked  {name}: {command[0]} is not installed")
                continue
            ended = subprocess.run(  # noqa: S603 - our own list
                command, cwd=folder, env=environment, capture_output=True, text=True, check=False
            )
            if ended.returncode == NOT_CHECKED:
                _say(f"not checked  {name}: {ended.stdout.strip().splitlines()[-1]}")
                continue
            wrong += ended.returncode != 0
            _say(f"{'WRONG' if ended.returncode else 'good':11}  {name}")
            if ended.returncode:
                _say(ended.stdout + ended.stderr)
    return 1 if wrong else 0


def _checks(folder: Path) -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """What is checked, with which command, in which environment."""
    bare = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    bare |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    source, target, scratch = folder / "source", folder / "opt" / "jbz", folder / "scratch"
    for name in _BUILT:
        there = ROOT / name
        copy = shutil.copytree if there.is_dir() else shutil.copyfile
        source.mkdir(exist_ok=True)
        copy(there, source / name)
    build = ["sh", str(DEPLOY / "image" / "build.sh"), str(source), str(target), str(scratch)]
    yield "the image's steps, in an empty environment", build, bare
    answers = ["sh", "-c", f"{target}/bin/jbz ask migratie | grep -q Nederland"]
    yield (
        "what the image holds answers from the report",
        answers,
        bare | {"JBZ_DATABASE_URL": f"sqlite:///{folder}/x.db"},
    )
    yield "Containerfile", ["hadolint", str(DEPLOY / "image" / "Containerfile")], bare
    yield "build.sh", ["shellcheck", str(DEPLOY / "image" / "build.sh")], bare
    for file in sorted((DEPLOY / "compose").glob("*.yaml")):
        yield file.name, ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)], bare
    caddy = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "proxy" / "Caddyfile")]
    yield "Caddyfile", caddy, bare | {"JBZ_HOST": "jbz.example.nl", "JBZ_BOTS": "a:8000 b:8000"}
    _certificate(folder)
    site = (DEPLOY / "proxy" / "nginx.conf").read_text("utf-8")
    for path in ("/etc/ssl/jbz/", "/var/log/nginx/", "/etc/nginx/"):
        site = site.replace(path, f"{folder}/")
    (folder / "site.conf").write_text(site, "utf-8")
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder), "utf-8")
    shutil.copyfile(DEPLOY / "proxy" / "jbz_proxy.conf", folder / "jbz_proxy.conf")
    yield "nginx.conf", ["nginx", "-t", "-c", f"{folder}/nginx.conf"], bare
    unit = str(DEPLOY / "systemd" / "jbz.service")
    yield "jbz.service", ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit], bare
    started = (DEPLOY / "systemd" / "jbz.service").read_text("utf-8").replace("/opt/jbz", str(target))
    (folder / "jbz.service").write_text(started, "utf-8")
    said = f'test -z "$(systemd-analyze verify {folder}/jbz.service 2>&1 | tee /dev/stderr)"'
    if shutil.which("systemd-analyze"):
        yield "jbz.service, as systemd reads it", ["sh", "-c", said], bare
    (folder / "dashboard.yaml").write_text(_as_rules(DEPLOY / "monitoring" / "dashboard.json"), "utf-8")
    yield "the dashboard's questions", ["promtool", "check", "rules", f"{folder}/dashboard.yaml"], bare
    yield "alerts", ["promtool", "test", "rules", str(DEPLOY / "monitoring" / "alerts_test.yaml")], bare
    yield "prometheus.yaml", ["promtool", "check", "config", str(DEPLOY / "monitoring" / "prometheus.yaml")], bare

    ours = bare | {name: value for name, value in os.environ.items() if name.startswith("LD_")}
    ours |= {"PYTHONPATH": f"{ROOT}:{ROOT / '.deploy'}"}
    ours |= {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "CONTAINERS_"))}
    ours |= {"BASE": os.environ["BASE"]} if "BASE" in os.environ else {}
    yield "docs/install.md, word by word", [sys.executable, "-m", "tests.deploy.followed"], ours
    yield "deploy/README.md's containers, word by word", [sys.executable, "-m", "tests.deploy.containers"], ours
    yield "nginx and Caddy before the bot", [sys.executable, "-m", "tests.deploy.proxies"], ours
    yield "Helm chart", [sys.executable, "-m", "tests.deploy.chart"], ours
    yield "a week behind PgBouncer in transaction mode", [sys.executable, "-m", "tests.deploy.pooled"], ours
    yield "an older release before and beside this one", [sys.executable, "-m", "tests.deploy.upgrades"], ours
    yield "a disk that is full, and one that is read-only", [sys.executable, "-m", "tests.deploy.full_disk"], ours


def _as_rules(dashboard: Path) -> str:
    """What each panel asks, in a form that Prometheus reads."""
    panels = json.loads(dashboard.read_text("utf-8"))["panels"]
    asked = [target["expr"] for panel in panels for target in panel["targets"]]
    rules = [{"record": f"asked:{number}", "expr": one} for number, one in enumerate(asked)]
    return json.dumps({"groups": [{"name": "dashboard", "rules": rules}]})


def _certificate(folder: Path) -> None:
    """One that nginx can read."""
    if shutil.which("openssl") is None:
        return
    named = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/fullchain.pem", "-subj", "/CN=jbz.example.nl"]
    subprocess.run(  # noqa: S603 - our own list
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *named],  # noqa: S607 - from the PATH
        capture_output=True,
        check=True,
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
