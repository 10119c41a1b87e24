"""Every dependency's licence may be used in an EUPL-1.2 work; exit status 1 names those that may not."""

import json
import subprocess
import sys

_REFUSED = ("AGPL", "AFFERO", "SSPL", "BUSL", "COMMERCIAL", "PROPRIETARY")
_STRONG = ("GPL",)
_LONGEST_NAME = 100
_WEAK = ("LGPL", "LESSER", "MPL", "EUPL")


def main() -> int:
    """0 when all may be used."""
    command = [sys.executable, "-m", "piplicenses", "--format=json", "--from=all"]
    listed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - our own
    refused = [f"{package['Name']}: {_licence(package)}" for package in listed if not _may(_licence(package))]
    sys.stdout.write("\n".join(refused) + "\n" if refused else f"{len(listed)} licences, all may be used\n")
    return 1 if refused else 0


def _licence(package: dict[str, str]) -> str:
    """The names only: some packages put a licence's whole text, which names others, in this field."""
    fields = (value for name, value in package.items() if name.startswith("License") and value != "UNKNOWN")
    return "; ".join(field[:_LONGEST_NAME] for field in fields)


def _may(licence: str) -> bool:
    upper = licence.upper()
    if any(word in upper for word in _REFUSED):
        return False
    return not any(word in upper for word in _STRONG) or any(word in upper for word in _WEAK)


if __name__ == "__main__":
    sys.exit(main())
