"""Whose certificates are trusted. They are read once: that takes longer than a call."""

import os
import ssl
from functools import cache


def trusted() -> ssl.SSLContext:
    """As httpx would make it for each of its clients: by `SSL_CERT_FILE` or `SSL_CERT_DIR`, else by certifi."""
    return _read(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _read(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()
