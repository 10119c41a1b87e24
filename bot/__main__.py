"""`jbz`, and `python -m bot`, begin here."""

import gc


def main() -> None:
    """Loads the command and runs it.

    Loading makes many objects that all stay, and Python's collector would look through them time and again. So it waits
    until they are there, and never looks at them.
    """
    gc.disable()
    from bot.cli import app

    gc.freeze()
    gc.enable()
    app(prog_name="jbz")


if __name__ == "__main__":
    main()
