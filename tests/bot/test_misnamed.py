"""Settings under a name that is none are named, with the name that was meant; what stands under them is not."""

from pathlib import Path

import pytest

from bot.misnamed import Misnamed, misnamed
from bot.settings import given_settings, known_names


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("JBZ_DATABSE_URL", "JBZ_DATABASE_URL"),
        ("JBZ_SOURCE", "JBZ_SOURCES"),
        ("jbz_base_url", "JBZ_BASE_URL"),
        ("JBZ_BASE_URL_FILE", "JBZ_BASE_URL"),
        ("JBZ_PORT", None),
        ("SLACK_BOT_TOKN", "SLACK_BOT_TOKEN"),
        ("TELEGRAM_BOT_TOKEN_FIEL", "TELEGRAM_BOT_TOKEN_FILE"),
    ],
)
def test_a_name_that_is_none_is_told_with_the_nearest(name: str, nearest: str | None) -> None:
    assert misnamed({name: "hunter2"}) == [Misnamed(name, nearest)]


def test_what_is_read_is_not_named() -> None:
    assert misnamed(dict.fromkeys(known_names(), "x")) == []


@pytest.mark.parametrize(
    "given",
    [
        {"DATABASE_URL": "x", "PATH": "x", "SLACK_WEBHOOK_URL": "x", "TELEGRAM_CHAT_ID": "x"},  # of other programs
        {"OIDC_SCOPE": "openid", "OIDC_SCOPES": "openid"},  # ours was given
        {"JBZ_DATABSE_URL": ""},  # compose gives a name without a value
        {  # Kubernetes, for a service that is called jbz
            "JBZ_SERVICE_HOST": "10.0.0.1",
            "JBZ_SERVICE_PORT": "8000",
            "JBZ_SERVICE_PORT_HTTP": "8000",
            "JBZ_PORT": "tcp://10.0.0.1:8000",
            "JBZ_PORT_8000_TCP_ADDR": "10.0.0.1",
        },
    ],
)
def test_what_others_give_is_left_alone(given: dict[str, str]) -> None:
    assert misnamed(given) == []


def test_the_file_with_settings_is_looked_through_too(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("export JBZ_SOURSES=geen\nJBZ_TIMEZONE=UTC\n#JBZ_OLD=1\n")
    assert misnamed(given_settings({"JBZ_ENV_FILE": str(tmp_path / "env")})) == [Misnamed("JBZ_SOURSES", "JBZ_SOURCES")]
