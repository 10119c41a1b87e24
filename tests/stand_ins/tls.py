"""What stands before a stand-in: TLS with a certificate that is good, or ran out; or only a way that can be cut."""

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)


class Guarded:
    """What stands before `port`; who trusts `authority` is let through while the certificate is good."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._behind = folder, port
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"authority before {port}")])
        now = datetime.now(UTC)
        own = self._builder(self._name, self._key, now - 40 * _DAY, now + 40 * _DAY)
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.authority = folder / f"authority-{port}.pem"
        self.authority.write_bytes(own.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._open: set[asyncio.StreamWriter] = set()

    def certify(self, until: datetime) -> None:
        """From now on it shows a certificate that is good until then."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        names = x509.SubjectAlternativeName(
            [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        )
        shown = self._builder(name, key, until - 100 * _DAY, until).add_extension(names, critical=False)
        chain = self._folder / f"shown-{self._behind}.pem"
        chain.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + shown.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        )
        self._context.load_cert_chain(chain)

    def _builder(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, since: datetime, until: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder(self._name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(until)
        )

    def cut(self) -> None:
        """Ends the connections that stand open."""
        for writer in self._open:
            writer.close()

    @asynccontextmanager
    async def standing(self, *, tls: bool = True) -> AsyncIterator[str]:
        """Its address, by a name."""
        server = await asyncio.start_server(self._let_through, "127.0.0.1", 0, ssl=self._context if tls else None)
        try:
            yield f"http{'s' * tls}://localhost:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()

    async def _let_through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind, to_behind = await asyncio.open_connection("127.0.0.1", self._behind)
        self._open |= {writer, to_behind}
        await asyncio.gather(_pass_on(reader, to_behind), _pass_on(behind, writer), return_exceptions=True)
        self._open -= {writer, to_behind}


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()
