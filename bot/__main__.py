"""`python -m bot` is `jbz`."""

from bot.cli import app

app(prog_name="jbz")
