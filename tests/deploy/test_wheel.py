"""The release is one number everywhere, and its wheel holds what the bot needs and nothing else."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FOLDERS = ("bot", "briefings", "storage")
_KINDS = {".py", ".j2", ".typ", ".docx", ".toml", ".css", ".svg", ".txt", ".json", ".mako"}


def _version() -> str:
    version: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    return version


def test_the_release_is_one_semantic_version_everywhere() -> None:
    version = _version()
    assert re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version)
    named = {
        "publiccode.yml": r"softwareVersion: (\S+)",
        "deploy/image/Containerfile": r"ARG VERSION=(\S+)",
        "deploy/compose/compose.yaml": r"localhost/jbz:([\d.]+)",
        "deploy/compose/compose.postgres.yaml": r"localhost/jbz:([\d.]+)",
        "deploy/README.md": r"localhost/jbz:([\d.]+)",
        "deploy/helm/Chart.yaml": r'appVersion: "([\d.]+)"',
    }
    found = {file: re.findall(pattern, (ROOT / file).read_text("utf-8")) for file, pattern in named.items()}
    assert found == {key: [version] for key in named}


def test_the_changelog_says_what_an_administrator_must_do() -> None:
    log = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = log.partition("## 0.1.0")[0]
    assert "### From 0.1.0: what an administrator does" in newest


def test_the_wheel_holds_every_file_of_the_bot_and_no_test(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for name in (*_FOLDERS, "pyproject.toml", "README.md", "LICENSE"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        source.mkdir(exist_ok=True)
        copy(ROOT / name, source / name)
    build = ["-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--no-index", "-w", str(tmp_path)]
    subprocess.run([sys.executable, *build, str(source)], check=True, capture_output=True)  # noqa: S603 - ours
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name == f"jbz_briefings-{_version()}-py3-none-any.whl"
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in _FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in _KINDS and "__pycache__" not in path.parts
    }
    assert held == wanted
