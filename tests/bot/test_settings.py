"""What is read of the environment and of files."""

from pathlib import Path

import pytest

from bot.administration.settings import shown
from bot.settings import load_settings
from briefings.errors import JbzError
from briefings.model.chat import Address


def test_a_secret_comes_from_its_file_and_a_missing_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-1\n")
    loaded = load_settings({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")})
    assert loaded.secrets == ("xoxb-1",)
    assert "xoxb" not in repr(loaded)
    with pytest.raises(JbzError, match="SLACK_BOT_TOKEN_FILE"):
        load_settings({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "missing")})


def test_a_wrong_setting_is_named_and_its_value_is_not() -> None:
    for given_ in ({"JBZ_TIMEZONE": "Mars/Olympus"}, {"TELEGRAM_MODE": "hunter2"}):
        with pytest.raises(JbzError) as error:
            load_settings(given_)
        assert next(iter(given_)) in str(error.value)
        assert next(iter(given_.values())) not in str(error.value)


@pytest.mark.parametrize(
    ("name", "address", "secrets"),
    [
        ("JBZ_DATABASE_URL", "postgresql://jbz:hunter2%2F%21@db/jbz", {"hunter2%2F%21", "hunter2/!"}),
        ("JBZ_DATABASE_URL", "postgresql://jbz:hunt@er2@db/jbz", {"hunt@er2", "hunt%40er2"}),
        ("JBZ_DATABASE_URL", "postgresql://db/jbz?user=jbz&password=hunter2%21", {"hunter2!", "hunter2%21"}),
        ("JBZ_TRACES", "https://jbz:hunter2@collector.example/v1/traces", {"hunter2"}),
        ("JBZ_TRACES", "https://collector.example/v1/traces?api-key=hunter2", {"hunter2"}),
        ("JBZ_DATABASE_URL", "postgresql://jbz@db/jbz", set()),
        ("JBZ_DATABASE_URL", "sqlite:///data/jbz.db", set()),
    ],
)
def test_a_password_in_an_address_is_shown_nowhere(name: str, address: str, secrets: set[str]) -> None:
    loaded = load_settings({name: address})
    assert secrets <= set(loaded.secrets)
    assert bool(secrets) == bool(loaded.secrets)
    said = f"{loaded!r} {loaded} {shown(loaded)}"
    assert [secret for secret in secrets if secret in said] == []
    assert "hunt" not in said


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("# settings\nJBZ_BASE_URL=https://a.example\nexport JBZ_TIMEZONE='UTC'\n")
    loaded = load_settings({"JBZ_ENV_FILE": str(tmp_path / "env"), "JBZ_BASE_URL": "https://b.example"})
    assert (loaded.jbz_base_url, loaded.jbz_timezone) == ("https://b.example", "UTC")


def test_administrators_have_no_chat_of_another_bot_where_ours_is_known() -> None:
    of_another = {"JBZ_ADMINISTRATORS": "telegram:999:-900"}
    chat = Address("telegram", "999", "-900")
    assert load_settings(of_another).administrators == (chat,)
    assert load_settings(of_another | {"TELEGRAM_BOT_TOKEN": "999:abc"}).administrators == (chat,)
    with pytest.raises(JbzError) as error:
        load_settings(of_another | {"TELEGRAM_BOT_TOKEN": "123456:abc"})
    assert error.value.message.values == {"names": "JBZ_ADMINISTRATORS"}


def test_channels_are_on_by_their_secrets_or_by_name() -> None:
    secrets = {"SLACK_BOT_TOKEN": "xoxb-1", "TELEGRAM_BOT_TOKEN": "1:abc"}
    assert load_settings({}).channels == ()
    assert load_settings(secrets).channels == ("slack", "telegram")
    assert load_settings(secrets | {"JBZ_CHANNELS": "telegram"}).channels == ("telegram",)
    for wrong in ({"JBZ_CHANNELS": "fax"}, {"JBZ_CHANNELS": "slack", "TELEGRAM_BOT_TOKEN": "1:abc"}):
        with pytest.raises(JbzError) as error:
            load_settings(wrong)
        assert error.value.message.values == {"names": "JBZ_CHANNELS"}
