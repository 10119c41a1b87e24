"""Our nginx and Caddy files, in real proxies before the real bot: what they hide, limit, let through and take away.

Run by `make check-deploy`. Ends with status 1 when something is not as it should be; 77 where a proxy is not installed.
"""

import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.deploy.figures import is_ready

ROOT = Path(__file__).parents[2]
_FILES = ROOT / "deploy" / "proxy"
_HOST = "jbz.example.nl"
_NAMED = {"X-Forwarded-User": "marc", "X-Forwarded-Groups": "beheer"}
_HIDDEN = ("/metrics", "/readyz", "/metrics/", "//metrics", "/%6detrics", "/x/../metrics")
_NGINX = "events {{}}\npid {folder}/pid;\nerror_log {folder}/error.log;\nhttp {{ include {folder}/site.conf; }}\n"
_CADDY = "{{\n\tadmin off\n\thttp_port {other}\n\tskip_install_trust\n}}\n"
_LETTER = 3_000_000  #: bytes


def main() -> int:
    """0 when nothing is wrong."""
    missing = [name for name in ("nginx", "caddy", "openssl") if shutil.which(name) is None]
    if missing:
        sys.stdout.write(f"{' and '.join(missing)} is not installed\n")
        return 77
    wrong = []
    with tempfile.TemporaryDirectory() as name, _bot(Path(name)) as bot:
        for proxy in (_nginx, _caddy):
            for signs_in in (False, True):
                folder = Path(name, f"{proxy.__name__}-{signs_in}")
                folder.mkdir()
                with proxy(folder, bot, signs_in=signs_in) as url, _browser(url) as browser:
                    found = _signed_in(browser) if signs_in else _unknown(browser, limits=proxy is _nginx)
                    wrong += [f"{proxy.__name__.strip('_')}: {one}" for one in found]
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    return 1 if wrong else 0


def _unknown(browser: httpx.Client, *, limits: bool) -> Iterator[str]:
    """What somebody gets whom nobody signed in, whatever they say of themselves."""
    seen = browser.get("/themas", headers=_NAMED)
    if seen.status_code != httpx.codes.UNAUTHORIZED or "max-age" not in seen.headers["strict-transport-security"]:
        yield f"a name that a browser sends is passed on, or there is no HSTS: {seen.status_code}"
    hidden = {path: browser.get(path).status_code for path in _HIDDEN}
    if not set(hidden.values()) <= {401, 404}:  # 401: it is none of its addresses, and nobody is signed in
        yield f"seen from outside: {hidden}"
    with browser.stream("POST", "/gesprek", content=b"x" * 2_000_000) as answer:  # it may be cut off after this
        large = answer.status_code
    if large != httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        yield f"a request of 2 MB gets {large}"
    if limits:
        often = {path: {browser.get(path).status_code for _ in range(80)} for path in ("/themas", "/teams/messages")}
        if (429 in often["/themas"], 429 in often["/teams/messages"]) != (True, False):
            yield f"of one address come too many, or of a platform too few: {often}"


def _signed_in(browser: httpx.Client) -> Iterator[str]:
    """Where the proxy says who it is, as its administrator fills in."""
    if (seen := browser.get("/themas").status_code) != httpx.codes.OK:
        yield f"who was signed in gets {seen}"
    letter, ours = {"file": ("brief.txt", b"x" * _LETTER, "text/plain")}, {"Origin": f"https://{_HOST}"}
    taken = browser.post("/beheer/brieven", data={"act": "take_in"}, files=letter, headers=ours)
    if taken.status_code != httpx.codes.OK or "Weet u het zeker?" not in taken.text:
        yield f"a letter of {_LETTER} bytes gets {taken.status_code}"
    copied = browser.post("/beheer/kopie", data={"act": "copy", "sure": "yes"}, headers=ours)
    if not copied.content.startswith(b"SQLite format 3"):
        yield f"a copy gets {copied.status_code}"


@contextmanager
def _bot(folder: Path) -> Iterator[int]:
    """Its port."""
    port = _free()
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "JBZ_DATABASE_URL": f"sqlite:///{folder}/jbz.db",
        "JBZ_SOURCES": "geen", "JBZ_BASE_URL": f"https://{_HOST}", "JBZ_ACCESS": "proxy",
        "JBZ_TRUSTED_PROXIES": "127.0.0.1", "JBZ_ADMINISTRATOR_GROUPS": "beheer",
    }  # fmt: skip
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    with _running(command, environment, ROOT):
        while not is_ready(port):
            time.sleep(0.1)
        yield port


@contextmanager
def _nginx(folder: Path, bot: int, *, signs_in: bool) -> Iterator[str]:
    port = _free()
    named = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/fullchain.pem", "-subj", f"/CN={_HOST}"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *named]
    subprocess.run(made, capture_output=True, check=True)  # noqa: S603 - our own list
    site = (_FILES / "nginx.conf").read_text("utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{bot}")
    for path in ("/etc/ssl/jbz/", "/var/log/nginx/", "/etc/nginx/"):
        site = site.replace(path, f"{folder}/")
    site = site.replace("listen 443", f"listen 127.0.0.1:{port}").replace("listen 80", f"listen 127.0.0.1:{_free()}")
    site = "".join(line for line in site.splitlines(keepends=True) if "listen [::]" not in line)
    passed = (_FILES / "jbz_proxy.conf").read_text("utf-8")
    for header, value in _NAMED.items() if signs_in else ():
        passed = passed.replace(f'{header} "";', f"{header} {value};")
    for name, text in (("site.conf", site), ("jbz_proxy.conf", passed), ("nginx.conf", _NGINX.format(folder=folder))):
        (folder / name).write_text(text, "utf-8")
    with _running(["nginx", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"], {"PATH": os.environ["PATH"]}, folder):
        yield f"https://{_HOST}:{port}"


@contextmanager
def _caddy(folder: Path, bot: int, *, signs_in: bool) -> Iterator[str]:
    port = _free()
    site = (_FILES / "Caddyfile").read_text("utf-8").replace("{$JBZ_HOST} {", "{$JBZ_HOST} {\n\ttls internal", 1)
    for header, value in _NAMED.items() if signs_in else ():
        site = site.replace(f"header_up -{header}", f"header_up {header} {value}")
    (folder / "Caddyfile").write_text(_CADDY.format(other=_free()) + site, "utf-8")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "XDG_DATA_HOME": str(folder),
        "JBZ_HOST": f"{_HOST}:{port}", "JBZ_BOTS": f"127.0.0.1:{bot}",
    }  # fmt: skip
    with _running(["caddy", "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"], environment, folder):
        yield f"https://{_HOST}:{port}"


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    running = subprocess.Popen(  # noqa: S603 - the programs we look at
        command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        running.terminate()
        running.wait()


@contextmanager
def _browser(url: str) -> Iterator[httpx.Client]:
    """Which finds the proxy under its name, once it is there."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with httpx.Client(base_url=url, transport=_Here(verify=trusting), timeout=30) as browser:
        for _ in range(100):
            try:
                browser.get("/healthz")
            except httpx.TransportError:
                time.sleep(0.2)
            else:
                break
        yield browser


class _Here(httpx.HTTPTransport):
    """Every name is this machine."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["sni_hostname"] = _HOST
        request.url = request.url.copy_with(host="127.0.0.1")
        return super().handle_request(request)


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


if __name__ == "__main__":
    sys.exit(main())
