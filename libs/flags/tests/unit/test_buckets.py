"""Buckets are the same for ever."""

from hashlib import sha256

import pytest
from flags.buckets import BUCKETS, bucket, threshold
from hypothesis import given
from hypothesis import strategies as st

# Computed with sha256sum and bc; a change of any of them moves customers.
GOLDEN = [
    ("0190b2c4-7a64-7c3e-9f1a-2b3c4d5e6f70", "jmap_native_v2", 33937),
    ("0190b2c4-7a64-7c3e-9f1a-2b3c4d5e6f70", "gdpr_export_v2", 94296),
    ("6f9619ff-8b86-4011-b42d-00c04fc964ff", "jmap_native_v2", 36370),
    ("6f9619ff-8b86-4011-b42d-00c04fc964ff", "new_billing_engine", 11925),
    ("00000000-0000-4000-8000-000000000000", "oci_versioning", 23033),
    ("ansatt-42", "ünïcode", 30120),
]
identities = st.text(max_size=60)
keys = st.from_regex(r"[a-z][a-z0-9_]{1,63}", fullmatch=True)


class TestBucket:
    @pytest.mark.parametrize(("identity", "key", "expected"), GOLDEN)
    def test_golden(self, identity: str, key: str, expected: int):
        """The formula never changes."""
        assert bucket(identity, key) == expected

    @given(identities, keys)
    def test_formula(self, identity: str, key: str):
        """It is (d % 100) + ((d // 100) % 1000) / 1000 of the digest, in thousandths."""
        d = int(sha256(f"{identity}:{key}".encode()).hexdigest(), 16)
        assert bucket(identity, key) == d % 100 * 1000 + d // 100 % 1000
        assert bucket(identity, key) / 1000 == pytest.approx(d % 100 + d // 100 % 1000 / 1000)

    @given(identities, keys, st.integers(0, 100))
    def test_whole_percentages_are_classic(self, identity: str, key: str, pct: int):
        """Whole percentages give d % 100 < pct."""
        d = int(sha256(f"{identity}:{key}".encode()).hexdigest(), 16)
        assert (bucket(identity, key) < threshold(pct)) is (d % 100 < pct)

    def test_even(self):
        """Twenty thousand tenants spread over the hundred percentages, none twice as full."""
        counts = [0] * 100
        for number in range(20_000):
            counts[bucket(f"tenant-{number}", "spread") // 1000] += 1
        assert min(counts) > 140
        assert max(counts) < 260


class TestThreshold:
    @pytest.mark.parametrize(
        ("pct", "expected"),
        [
            (0, 0),
            (0.001, 1),
            (0.003, 3),
            (1.001, 1001),
            (12.345, 12345),
            (99.999, 99999),
            (100, BUCKETS),
        ],
    )
    def test_steps_of_a_thousandth(self, pct: float, expected: int):
        """Each thousandth of a per cent is one bucket, whatever floats make of it."""
        assert threshold(pct) == expected

    @given(st.floats(0, 100), st.floats(0, 100))
    def test_monotone(self, one: float, other: float):
        """More per cent is never fewer buckets."""
        low, high = sorted((one, other))
        assert 0 <= threshold(low) <= threshold(high) <= BUCKETS
