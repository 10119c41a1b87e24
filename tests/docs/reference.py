"""What is made from the code: pages, the README's table, deploy/env.example. `make docs` writes it, a test compares."""

import sys
from pathlib import Path

import typer

from bot.cli import make_cli
from bot.commands.grammar import examples
from bot.settings import SECRETS, Settings
from bot.words import Words

DOCS = Path(__file__).parents[2] / "docs"
ENV_EXAMPLE = DOCS.parent / "deploy" / "env.example"
README = DOCS.parent / "README.md"
_HEAD = "| typed in Dutch | in English | does |"


def settings_page() -> str:
    """docs/settings.md."""
    rows = [
        f"| `{name.upper()}` | {field.description} | {_default(field.default)} |"
        for name, field in Settings.in_order().items()
    ]
    secrets = ", ".join(f"`{name.upper()}_FILE`" for name in (*SECRETS, "jbz_database_url"))
    return "\n".join(
        [
            "# Settings",
            "",
            "Environment variables, or lines `NAME=value` in a file named by `JBZ_ENV_FILE`; the environment wins.",
            "A name that begins with `JBZ_` and is not here is read by nobody: `jbz doctor` names it.",
            f"A secret may stand in a file instead: {secrets}.",
            "",
            "| setting | what | without it |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def env_example() -> str:
    """deploy/env.example: every setting, as it is without one; secrets as files."""
    lines = ["# Settings of the bot; docs/settings.md says the same. Take away the # before what you change."]
    for name, field in Settings.in_order().items():
        secret = name in SECRETS
        value = "" if field.default is None or secret else f"{field.default}"
        lines += ["", f"# {field.description}".replace("`", ""), f"#{name.upper()}{'_FILE' if secret else ''}={value}"]
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """docs/commands.md."""
    group = typer.main.get_command(make_cli())
    lines = ["# Commands", "", "`jbz COMMAND --help` says the same.", ""]
    for path, command in _commands("jbz", group):
        context = typer.Context(command, info_name=path)
        arguments = [param for param in command.params if param.param_type_name == "argument"]
        options = [param for param in command.params if param.param_type_name == "option"]
        usage = " ".join([path, *(f"{(p.name or '').upper()}{'…' if p.nargs == -1 else ''}" for p in arguments)])
        lines += [f"## `{usage}`", "", (command.help or "").strip(), ""]
        records = [(", ".join(option.opts), option.get_help_record(context)) for option in options]
        lines += [f"- `{names}`: {record[1]}" for names, record in records if record]
        lines += [""] if options else []
    lines += ["# In a chat", "", "The same in every channel, with or without `/jbz`.", "", typed_table()]
    return "\n".join(lines)


def readme() -> str:
    """README.md with the table of what people type."""
    text = README.read_text("utf-8")
    before, _, after = text.partition(f"{_HEAD}\n")
    return before + typed_table() + after[after.index("\n\n") + 1 :]


def typed_table() -> str:
    """What people type, from the declarations of the commands."""
    dutch, english = Words("nl"), Words("en")
    rows = [f"| `{dutch(one.typed)}` | `{english(one.typed)}` | {english(one.gives)} |" for one in examples()]
    return "\n".join([_HEAD, "|---|---|---|", *rows, ""])


def _commands(path: str, group: object) -> list[tuple[str, typer.core.TyperCommand]]:
    found = []
    for name, command in getattr(group, "commands", {}).items():
        inside = _commands(f"{path} {name}", command)
        if not inside or getattr(command, "invoke_without_command", False):
            found.append((f"{path} {name}", command))
        found += inside
    return found


def _default(value: object) -> str:
    return f"`{value}`" if value is not None else "off"


if __name__ == "__main__":
    (DOCS / "settings.md").write_text(settings_page(), "utf-8")
    (DOCS / "commands.md").write_text(commands_page(), "utf-8")
    README.write_text(readme(), "utf-8")
    ENV_EXAMPLE.write_text(env_example(), "utf-8")
    sys.stdout.write("docs/settings.md, docs/commands.md, the table of README.md and deploy/env.example are written\n")
