"""Reading a key set, key by key."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity.keys import read_key_set
from identity.loading import KeysNotLoaded
from joserfc.jwk import OctKey


def document(*members):
    return json.dumps({"keys": members}).encode()


@pytest.fixture
def member(rsa_keys):
    return rsa_keys[0].as_dict(private=False)


class TestReadKeySet:
    def test_finds_by_id(self, rsa_keys):
        """Each key answers to its own id."""
        keys = read_key_set(document(*(key.as_dict(private=False) for key in rsa_keys[:2])))
        assert keys.find("rsa-1").as_dict() == rsa_keys[1].as_dict(private=False)
        assert keys.find("rsa-9") is None

    def test_reads_every_kind(self, rsa_keys, ec_key, ed_key):
        """RSA, elliptic curves and Ed25519 may stand beside each other."""
        members = [key.as_dict(private=False) for key in (rsa_keys[0], ec_key, ed_key)]
        keys = read_key_set(document(*members))
        assert [keys.find(kid).key_type for kid in ("rsa-0", "ec-1", "ed-1")] == [
            "RSA",
            "EC",
            "OKP",
        ]

    def test_a_missing_id_means_the_only_key(self, member):
        """RFC 7515 §4.1.4 leaves `kid` optional: with one key there is nothing to choose."""
        assert read_key_set(document(member)).find(None).kid == "rsa-0"

    def test_a_missing_id_is_no_choice_among_several(self, rsa_keys):
        """With two keys nobody guesses."""
        keys = read_key_set(document(*(key.as_dict(private=False) for key in rsa_keys[:2])))
        assert keys.find(None) is None

    @pytest.mark.parametrize(
        "broken",
        [
            None,
            1,
            "key",
            [],
            {},
            {"kty": "RSA"},
            {"kty": "RSA", "n": "!", "e": "AQAB", "kid": "x"},
            {"kty": "RSA", "n": 5, "e": "AQAB"},
            {"kty": "RSA", "n": [], "e": {}},
            {"kty": "EC", "crv": "P-999", "x": "AA", "y": "AA"},
            {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
            {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
            {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"},
            {"kty": ["RSA"]},
        ],
    )
    def test_a_malformed_key_costs_only_itself(self, member, broken):
        """The good one beside it still verifies."""
        assert read_key_set(document(broken, member, broken)).find("rsa-0") is not None

    @settings(deadline=None)
    @given(
        broken=st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(
                st.sampled_from(["kty", "kid", "n", "e", "crv", "x", "y", "use", "alg", "key_ops"])
                | st.text(),
                inner | st.sampled_from(["RSA", "EC", "OKP", "AQAB", "P-256", "Ed25519"]),
            ),
        )
    )  # fmt: skip
    def test_no_member_kills_the_set(self, rsa_keys, broken):
        """Whatever JSON stands in the list, reading goes on."""
        good = rsa_keys[0].as_dict(private=False)
        assert read_key_set(document(broken, good)).find("rsa-0") is not None

    def test_a_broken_certificate_costs_nothing(self, member):
        """Beside the key authentik publishes x5c; only the key is used."""
        assert read_key_set(document(member | {"x5c": 1, "x5t": [], "x5u": "no"})).find("rsa-0")

    @pytest.mark.parametrize("bits", [512, 1024, 2047, 8200])
    def test_refuses_rsa_by_size(self, member, bits):
        """Under 2048 bits a key is weak (RFC 7518 §3.3), far above it is a burden."""
        modulus = (1 << (bits - 1)) + 1
        text = member | {"kid": "weak", "n": _base64(modulus)}
        assert read_key_set(document(text, member)).find("weak") is None

    @pytest.mark.parametrize(
        "change",
        [{"use": "enc"}, {"use": None}, {"kid": 1}, {"kid": None}, {"key_ops": "verify"}],
    )
    def test_refuses_other_uses(self, rsa_keys, member, change):
        """An encryption key signs nothing, and an id is a string."""
        other = rsa_keys[1].as_dict(private=False)
        keys = read_key_set(document(member | change, other))
        assert keys.find("rsa-0") is None
        assert keys.find("rsa-1") is not None

    def test_refuses_published_private_keys(self, rsa_keys, member):
        """Everybody has read it by now."""
        lost = rsa_keys[1].as_dict(private=True)
        assert read_key_set(document(lost, member)).find("rsa-1") is None

    def test_refuses_shared_secrets(self, member):
        """A symmetric key in public is no key."""
        secret = OctKey.generate_key(256, {"kid": "oct"}).as_dict()
        assert read_key_set(document(secret, member)).find("oct") is None

    def test_the_first_of_two_equal_ids_wins(self, rsa_keys, member):
        """A set must not depend on which answer came last."""
        double = rsa_keys[1].as_dict(private=False) | {"kid": "rsa-0"}
        assert read_key_set(document(member, double)).find("rsa-0").as_dict()["n"] == member["n"]

    @pytest.mark.parametrize(
        "answer",
        [
            b"",
            b"{}",
            b"[]",
            b"null",
            b'{"keys":[]}',
            b'{"keys":{}}',
            b'{"keys":null}',
            b'{"keys":[{}]}',
            b"<!doctype html><title>authentik starting</title>",
            b"\xff\xfe",
            b"[" * 100_000,
        ],
    )
    def test_refuses_what_is_no_key_set(self, answer):
        """An empty set, HTML and `{}` are failures to load, not sets without keys."""
        with pytest.raises(KeysNotLoaded):
            read_key_set(answer)


def _base64(number):
    from joserfc.util import int_to_base64  # noqa: PLC0415 - one test's tool

    return int_to_base64(number)
