"""The attacks that RFC 8725 lists on algorithms and signatures, tried on the whole verifier."""

import base64
import hashlib
import hmac
import json

import pytest
from contracts.faults import Unauthenticated
from joserfc.jwk import ECKey, RSAKey


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


class TestAlgorithms:
    """RFC 8725 §2.1: weak signatures and insufficient validation."""

    @pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", "NoNe"])
    @pytest.mark.parametrize("signature", ["", "AA"])
    async def test_none(self, warm, operator, name, signature):
        """However it is spelt, with or without a signature."""
        raw = f"{encode({'alg': name})}.{encode(operator.claims())}.{signature}"
        assert await reason(warm, raw) == "token_algorithm_not_accepted"

    async def test_stripped_signature(self, warm, operator):
        """Cutting the signature off leaves nothing to believe."""
        raw = operator.token().rsplit(".", 1)[0] + "."
        assert await reason(warm, raw) == "token_signature_invalid"

    @pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
    @pytest.mark.parametrize("form", ["pem", "der", "jwk", "modulus"])
    async def test_public_key_as_shared_secret(self, warm, operator, algorithm, form):
        """An HMAC keyed with the public key, in every form an attacker may guess."""
        key = operator.keys[0]
        public = RSAKey.import_key(key.as_dict(private=False))
        secret = {
            "pem": lambda: public.as_pem(private=False),
            "der": lambda: public.as_der(private=False),
            "jwk": lambda: json.dumps(public.as_dict()).encode(),
            "modulus": public["n"].encode,
        }[form]()
        head = f"{encode({'alg': algorithm, 'kid': key.kid})}.{encode(operator.claims())}"
        digest = getattr(hashlib, f"sha{algorithm[2:]}")
        raw = f"{head}.{encode(hmac.new(secret, head.encode(), digest).digest())}"
        assert await reason(warm, raw) == "token_algorithm_not_accepted"

    @pytest.mark.parametrize("algorithm", ["ES256", "Ed25519", "PS256"])
    async def test_another_family_with_the_same_key(self, warm, operator, algorithm):
        """Pinned or not, the algorithm must fit the key and what the key says of itself."""
        header, payload, signature = operator.token().split(".")
        header = encode({"alg": algorithm, "kid": operator.keys[0].kid})
        raw = f"{header}.{payload}.{signature}"
        assert await reason(warm, raw) == "token_signature_invalid"


class TestSignatures:
    """RFC 8725 §3.3: validate all cryptographic operations."""

    async def test_another_key_under_the_same_kid(self, warm, operator, rsa_keys):
        """A kid is a name, not a proof."""
        raw = operator.token(key=rsa_keys[4], header={"kid": operator.keys[0].kid})
        assert await reason(warm, raw) == "token_signature_invalid"

    async def test_swapped_payload(self, warm, operator):
        """A good signature of something else."""
        header, _, signature = operator.token().split(".")
        raw = f"{header}.{encode(operator.claims(sub='root'))}.{signature}"
        assert await reason(warm, raw) == "token_signature_invalid"

    @pytest.mark.parametrize(
        "signature",
        [bytes(64), bytes(63) + b"\1", b"\xff" * 64, b"", bytes(32), bytes(128), b"\0" * 63],
    )
    async def test_psychic_signatures(self, verifier, operator, network, ec_key, signature):
        """CVE-2022-21449: zeros, or anything not of the curve's size, prove nothing."""
        operator.keys = [ec_key]
        network.publish(operator)
        head = f"{encode({'alg': 'ES256', 'kid': 'ec-1'})}.{encode(operator.claims())}"
        assert await reason(verifier, f"{head}.{encode(signature)}") == "token_signature_invalid"

    async def test_der_signatures(self, verifier, operator, network, ec_key):
        """RFC 7518 §3.4: R and S side by side, nothing else."""
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - one test's tool
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA  # noqa: PLC0415

        operator.keys = [ec_key]
        network.publish(operator)
        head = f"{encode({'alg': 'ES256', 'kid': 'ec-1'})}.{encode(operator.claims())}"
        der = ec_key.private_key.sign(head.encode(), ECDSA(hashes.SHA256()))
        assert await reason(verifier, f"{head}.{encode(der)}") == "token_signature_invalid"

    async def test_another_curve(self, verifier, operator, network):
        """ES256 means P-256, whatever curve the published key is on."""
        operator.keys = [ECKey.generate_key("P-384", {"kid": "p384"})]
        network.publish(operator)
        head = f"{encode({'alg': 'ES256', 'kid': 'p384'})}.{encode(operator.claims())}"
        assert await reason(verifier, f"{head}.{encode(bytes(96))}") == "token_signature_invalid"
