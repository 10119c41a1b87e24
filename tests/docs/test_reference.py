"""The reference pages say what the code does; `make docs` writes them anew."""

from tests.docs.reference import DOCS, ENV_EXAMPLE, README, commands_page, env_example, readme, settings_page


def test_every_setting_is_documented() -> None:
    assert (DOCS / "settings.md").read_text("utf-8") == settings_page()


def test_every_command_is_documented() -> None:
    assert (DOCS / "commands.md").read_text("utf-8") == commands_page()


def test_the_example_of_the_settings_is_current() -> None:
    assert ENV_EXAMPLE.read_text("utf-8") == env_example()


def test_the_readme_has_every_command_as_it_is_declared() -> None:
    assert README.read_text("utf-8") == readme()
