"""Whose certificates are trusted."""

from pathlib import Path

import certifi
import pytest

from briefings.sources.trust import trusted


def test_certificates_are_read_once_and_anew_where_others_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    everybody = trusted()
    assert trusted() is everybody
    own = tmp_path / "own.pem"
    own.write_bytes(Path(certifi.where()).read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    assert trusted() is not everybody
    assert trusted() is trusted()
