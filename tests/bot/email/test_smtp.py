"""How a mail is brought: encrypted, known, and how far it came when it is not taken."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.channel import Later, Stopped
from bot.email.addresses import read_from
from bot.email.message import Mail, write_mail
from bot.email.smtp import Courier, Relay
from bot.email.verdict import SmtpStep, judged
from tests.stand_ins.smtp_server import PASSWORD, SENDER, USER, SmtpServer

ANNA = "anna@example.org"
MAIL = write_mail(Mail(ANNA, "x", "t\n.\n.t\n", None, "nl", "id"), read_from(SENDER, "JBZ"), datetime.now(UTC))


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of this machine, with its key, in one file; signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path / "relay.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
async def encrypted(certificate: Path) -> AsyncIterator[SmtpServer]:
    server = SmtpServer(certificate=certificate)
    await server.start()
    yield server
    await server.stop()


def _relay(server: SmtpServer, tls: str = "none") -> Relay:
    return Relay("127.0.0.1", server.port, tls, USER, PASSWORD)


async def test_a_mail_is_taken_as_it_was_written(relay: SmtpServer) -> None:
    exchange = await Courier(_relay(relay)).bring(SENDER, ANNA, MAIL)
    assert (exchange.step, exchange.code, judged(exchange)) == (SmtpStep.CONTENT, 250, None)
    assert [(one.back, one.to, one.data) for one in relay.taken] == [(SENDER, ANNA, MAIL)]


async def test_tls_with_a_certificate_that_is_known_is_used(
    encrypted: SmtpServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert (await Courier(_relay(encrypted, "starttls")).bring(SENDER, ANNA, MAIL)).code == 250
    assert len(encrypted.taken) == 1


async def test_tls_with_a_certificate_that_is_not_known_stops_before_the_password(encrypted: SmtpServer) -> None:
    exchange = await Courier(_relay(encrypted, "starttls")).bring(SENDER, ANNA, MAIL)
    assert (type(judged(exchange)), encrypted.calls) == (Stopped, [])
    assert "certificate" in str(judged(exchange))


async def test_a_server_without_tls_gets_nothing_where_tls_is_asked(relay: SmtpServer) -> None:
    exchange = await Courier(_relay(relay, "starttls")).bring(SENDER, ANNA, MAIL)
    assert (type(judged(exchange)), relay.calls) == (Stopped, [])


async def test_a_server_that_wants_tls_is_obeyed(encrypted: SmtpServer) -> None:
    exchange = await Courier(_relay(encrypted)).bring(SENDER, ANNA, MAIL)
    assert (type(judged(exchange)), encrypted.calls) == (Stopped, [])


async def test_a_wrong_password_stops_and_is_not_said(relay: SmtpServer) -> None:
    exchange = await Courier(replace(_relay(relay), password="wrong-secret")).bring(SENDER, ANNA, MAIL)
    error = judged(exchange)
    assert (type(error), exchange.code, "wrong-secret" in str(error)) == (Stopped, 535, False)


async def test_nobody_there_is_waited_for(relay: SmtpServer) -> None:
    await relay.stop()
    exchange = await Courier(_relay(relay)).bring(SENDER, ANNA, MAIL)
    assert (type(judged(exchange)), exchange.step) == (Later, SmtpStep.CONNECTING)
    named = await Courier(replace(_relay(relay), host="relay.invalid")).bring(SENDER, ANNA, MAIL)
    assert type(judged(named)) is Later


async def test_a_server_that_says_nothing_is_waited_for_and_the_mail_is_not_uncertain() -> None:
    held: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: held.append(writer), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    exchange = await Courier(Relay("127.0.0.1", port, "none", None, "")).bring(SENDER, ANNA, MAIL)
    assert (type(judged(exchange)), exchange.step) == (Later, SmtpStep.CONNECTING)
    for writer in held:
        writer.close()
    server.close()


async def test_trying_out_sends_nothing(relay: SmtpServer) -> None:
    exchange = await Courier(_relay(relay)).try_out(SENDER)
    assert (exchange.code, exchange.step, relay.calls, relay.taken) == (250, SmtpStep.SENDER, [], [])
