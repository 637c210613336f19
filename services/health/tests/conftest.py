"""What tests of probes need: certificates, servers of every kind, and a prober."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import settings

# The machine's load decides how long an example takes: that is no fact about our code.
settings.register_profile("steady", deadline=None, database=None, derandomize=True)
settings.load_profile("steady")


class Authority:
    """A certificate authority of the tests."""

    def __init__(self, folder):
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tests")])
        now = datetime.now(UTC)
        self.certificate = (
            self._builder(self._name, self._key.public_key(), now + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.path = folder / "authority.pem"
        self.path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _builder(self, subject, public_key, expires):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime.now(UTC) - timedelta(days=400))
            .not_valid_after(expires)
        )

    def server(self, *, name="localhost", days=90.0):
        """Return a server's context with a certificate for `name` that expires in so many days."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        expires = datetime.now(UTC) + timedelta(days=days)
        names = x509.SubjectAlternativeName(
            [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
            if name == "localhost"
            else [x509.DNSName(name)]
        )
        certificate = (
            self._builder(subject, key.public_key(), expires)
            .add_extension(names, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        path = self.folder / f"{name}-{days}.pem"
        path.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def client(self):
        """Return a client's context that believes this authority alone."""
        return ssl.create_default_context(cafile=str(self.path))


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@asynccontextmanager
async def serving(handle, *, tls=None) -> AsyncIterator[int]:
    """Serve a protocol of the tests on a free port."""

    async def quietly(reader, writer):
        try:
            await handle(reader, writer)
        except (ConnectionError, EOFError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(quietly, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@pytest.fixture(name="serving")
def serving_fixture():
    return serving
