"""Who may push."""

import hmac

import pytest
from ingest import is_authorized, is_signed

NAMES = (
    "stalwart_webhook_burst_v0160.json",
    "stalwart_webhook_mail.json",
    "stalwart_webhook_retry_1.json",
)


class TestIsSigned:
    @pytest.mark.parametrize("name", NAMES)
    def test_samples(self, name, batch, signature, secret):
        """Padded Base64 over the exact bytes, with a key that isn't ASCII."""
        assert is_signed(batch(name), signature(name), [secret])

    def test_hexadecimal(self, secret):
        """Hexadecimal is understood too."""
        assert is_signed(b"{}", hmac.digest(secret.encode(), b"{}", "sha256").hex(), [secret])

    def test_rotation(self, batch, signature, secret):
        """Either of two secrets will do."""
        name = NAMES[0]
        assert is_signed(batch(name), signature(name), ["the next one", secret])

    @pytest.mark.parametrize("header", ["", "deadbeef", "*", "é", "A" * 43 + "=", "0" * 64])
    def test_wrong(self, header, secret):
        """Anything else is refused, whatever it looks like."""
        assert not is_signed(b"{}", header, [secret])

    def test_one_byte_more(self, batch, signature, secret):
        """A single byte counts."""
        assert not is_signed(batch(NAMES[0]) + b"\n", signature(NAMES[0]), [secret])

    def test_no_secret(self, batch, signature):
        """Without a secret nothing is genuine."""
        assert not is_signed(batch(NAMES[0]), signature(NAMES[0]), [])


class TestIsAuthorized:
    def test_not_asked_for(self):
        """Basic auth is optional."""
        assert is_authorized("", "")

    def test_right(self):
        """The very credentials."""
        assert is_authorized("Basic dXNlcjpww6Rzcw==", "user:päss")

    @pytest.mark.parametrize("header", ["", "Basic", "Basic !!!", "Bearer dXNlcjpww6Rzcw=="])
    def test_wrong(self, header):
        """Anything else is refused."""
        assert not is_authorized(header, "user:päss")
