"""Signatures per Standard Webhooks."""

import pytest
from sinks import sign, verify
from sinks.signing import key_of

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = {"message_id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "body": b'{"test": 2432232314}'}
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
SENT = 1614265330


class TestSign:
    def test_published_example(self):
        """The example of the specification's reference libraries comes out byte for byte."""
        assert sign(SECRET, timestamp=SENT, **MESSAGE) == SIGNATURE


class TestVerify:
    def _verify(self, **changes):
        told = {"timestamp": str(SENT), "signatures": SIGNATURE, "now": SENT + 10, **MESSAGE}
        return verify(SECRET, **told | changes)

    def test_right(self):
        """A fresh message with one right signature among several is taken."""
        assert self._verify(signatures=f"v1,AAAA v2,x {SIGNATURE}")

    @pytest.mark.parametrize(
        "changes",
        [
            {"body": b"{}"},
            {"message_id": "msg_other"},
            {"now": SENT + 301},
            {"now": SENT - 301},
            {"timestamp": "soon"},
            {"signatures": ""},
        ],
    )
    def test_wrong(self, changes):
        """Another body, id or time is refused."""
        assert not self._verify(**changes)


class TestKeyOf:
    @pytest.mark.parametrize("secret", ["whsec_", "whsec_c2hvcnQ=", "whsec_?"])
    def test_refused(self, secret):
        """A key that is short or no base64 is refused when it is configured."""
        with pytest.raises(ValueError, match="secret"):
            key_of(secret)
