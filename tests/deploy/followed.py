"""docs/install.md, carried out: its blocks marked `sh`, in order, in one shell, in a folder instead of the machine.

Run by `make check-deploy`. Ends with status 1 where a command fails.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BUILT = ("pyproject.toml", "README.md", "LICENSE", "bot", "briefings", "storage", "deploy")
_PLACES = ("/opt/jbz", "/etc/jbz", "/var/lib/jbz", "/tmp/jbz-build")  # noqa: S108 - as the page names them


def commands() -> str:
    """What the page says to type."""
    page = (ROOT / "docs" / "install.md").read_text("utf-8")
    return "\n".join(re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL))


def main() -> int:
    """0 when every command did what it should."""
    with tempfile.TemporaryDirectory() as folder:
        source, machine = Path(folder, "source"), Path(folder, "machine")
        source.mkdir()
        for name in _BUILT:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            copy(ROOT / name, source / name)
        typed = commands()
        for place in _PLACES:
            typed = typed.replace(place, f"{machine}{place}")
            (machine / place.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
        environment = {"PATH": os.environ["PATH"], "HOME": folder}
        environment |= {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
        done = subprocess.run(
            ["/bin/sh", "-eux"], input=typed, cwd=source, env=environment, capture_output=True, text=True, check=False
        )
        shown = [line for line in done.stdout.splitlines() if line.strip()]
        if done.returncode or not any("Nederland" in line for line in shown):
            sys.stdout.write("\n".join([*shown[-5:], *done.stderr.splitlines()[-10:]]) + "\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
