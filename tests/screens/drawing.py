"""What the screens of every channel share: a database with the bundled report, readable texts, pictures."""

import html
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import App
from bot.settings import load_settings

HERE = Path(__file__).parent
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
NOW = datetime(2025, 3, 24, 9, 0, tzinfo=UTC)

Screen = tuple[str, dict[str, Any]]  #: its name, and the message or view


@contextmanager
def bundled_app(**settings: str) -> Iterator[App]:
    """The bot with the bundled report, on a database of its own, on a Monday after the Council."""
    with tempfile.TemporaryDirectory() as folder:
        app = App(load_settings({"JBZ_DATABASE_URL": f"sqlite:///{folder}/jbz.db"} | settings), lambda: NOW)
        app.prepare()
        yield app
        app.close()


def snapshot(shown: Sequence[Screen], titles: Mapping[str, str], readable: Callable[[dict[str, Any]], str]) -> str:
    """All screens as one readable text."""
    return "\n\n".join(f"==== {name}: {titles[name]}\n{readable(screen)}" for name, screen in shown) + "\n"


def page(
    shown: Sequence[Screen],
    titles: Mapping[str, str],
    drawn: Callable[[dict[str, Any]], str],
    style: str,
    language: str,
) -> str:
    """All screens on one page, drawn as their platform draws them."""
    cards = "".join(
        f'<section class="screen"><h2>{html.escape(titles[name])}</h2>{drawn(screen)}</section>'
        for name, screen in shown
    )
    css = (HERE / style).read_text("utf-8")
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{style}, {language}</title>'
        f"<style>{css}</style><main>{cards}</main></html>"
    )


def picture(source: str, name: str, chromium: str, height: int = 2500) -> None:
    """A page as a picture in docs/."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(source, "utf-8")
        command = [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            f"--user-data-dir={folder}/profile", f"--window-size=1500,{height}", f"--screenshot={PICTURES / name}",
            f"file://{file}",
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ours


def write(
    channel: str,
    made: Callable[[str], list[Screen]],
    text: Callable[[list[Screen]], str],
    draw: Callable[[list[Screen], str, str], None],
) -> None:
    """Writes the texts of a channel's screens, and the pictures where Chromium is there."""
    chromium = shutil.which("chromium")
    for language in ("nl", "en"):
        shown = made(language)
        (HERE / f"{channel}.{language}.txt").write_text(text(shown), "utf-8")
        if chromium:
            draw(shown, language, chromium)
    sys.stdout.write(
        f"the screens of {channel} are written" + ("" if chromium else "; no pictures without Chromium") + "\n"
    )
