"""The attacks that RFC 8725 lists on keys and uses, tried on the whole verifier."""

import base64
import json

import pytest
from contracts.faults import Unauthenticated
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64encode


def encode(content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


async def reason(verifier, raw):
    with pytest.raises(Unauthenticated) as refusal:
        await verifier.verify(raw)
    return refusal.value.reason


@pytest.fixture
async def warm(verifier, operator):
    """Give a verifier that has the operator's keys already."""
    await verifier.verify(operator.token())
    return verifier


class TestEmbeddedKeys:
    """RFC 8725 §3.10: do not trust received claims; keys in the header are claims."""

    async def test_jwk(self, warm, operator, rsa_keys):
        """The attacker's own key, brought along."""
        raw = operator.token(key=rsa_keys[4], header={"jwk": rsa_keys[4].as_dict(private=False)})
        assert await reason(warm, raw) == "token_malformed"  # it does not even fit the header
        small = ECKey.generate_key("P-256").as_dict(private=False)
        raw = operator.token(key=rsa_keys[4], header={"jwk": small, "kid": None})
        assert await reason(warm, raw) == "token_header_not_accepted"

    @pytest.mark.parametrize("name", ["jku", "x5u"])
    async def test_addresses_are_never_visited(self, warm, operator, network, rsa_keys, name):
        """The attacker's key set, linked to."""
        asked = list(network.fetched)
        raw = operator.token(key=rsa_keys[4], header={name: "https://evil.test/jwks"})
        assert await reason(warm, raw) == "token_header_not_accepted"
        assert network.fetched == asked

    @pytest.mark.parametrize(
        "kid", ["../../dev/null", "' OR 1=1 --", "https://evil.test/key", "rsa-0\0", "*", "None"]
    )
    async def test_kid_is_only_a_name(self, warm, operator, rsa_keys, kid):
        """It reaches no file, query or address: it is looked up among the known keys."""
        raw = operator.token(key=rsa_keys[4], header={"kid": kid})
        assert await reason(warm, raw) == "key_unknown"


class TestSubstitution:
    """RFC 8725 §2.7, §2.8: one token used for another."""

    async def test_cross_service(self, warm, operator):
        """A token for another service of the same issuer."""
        assert await reason(warm, operator.token(aud="grafana")) == "audience_not_accepted"

    async def test_cross_kind(self, warm, operator):
        """A logout token carries the same issuer, audience and signature."""
        raw = operator.token(header={"typ": "logout+jwt"})
        assert await reason(warm, raw) == "token_header_not_accepted"

    async def test_encrypted(self, warm):
        """RFC 8725 §2.4: five segments are a JWE, and nothing here decrypts."""
        assert await reason(warm, "e30.e30.e30.e30.e30") == "token_malformed"

    async def test_unencoded_payload(self, warm, operator):
        """RFC 7797's `b64: false` would change what was signed."""
        header = {"alg": "RS256", "b64": False, "crit": ["b64"]}
        raw = f"{encode(header)}.{encode(operator.claims())}.AA"
        assert await reason(warm, raw) == "token_header_not_accepted"

    @pytest.mark.parametrize("codec", ["utf-16", "utf-32", "latin-1"])
    async def test_encodings(self, warm, operator, codec):
        """RFC 8725 §3.7: UTF-8, even when the issuer itself signed something else."""
        from joserfc import jws  # noqa: PLC0415 - one test's tool

        payload = json.dumps(operator.claims(name="é"), ensure_ascii=False).encode(codec)
        header = {"alg": "RS256", "kid": operator.keys[0].kid}
        raw = jws.serialize_compact(header, payload, operator.keys[0])
        assert urlsafe_b64encode(payload).decode() in raw
        assert await reason(warm, raw) == "token_malformed"
