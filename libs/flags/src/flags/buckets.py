"""Where a subject falls in a rollout: the same for ever, and anywhere this formula is computed.

The SHA-256 of `<identity>:<key>` as one big-endian integer d is drawn to
`(d % 100) + ((d // 100) % 1000) / 1000` per cent. Counted in thousandths it is exact, and
d % 100_000 holds all of it.
"""

from decimal import ROUND_CEILING, Decimal
from hashlib import sha256

BUCKETS = 100_000
_FINE = 1000


def bucket(identity: str, key: str) -> int:
    """Return the bucket in thousandths of a per cent: 0 to 99999."""
    digest = sha256(f"{identity}:{key}".encode()).digest()
    drawn = int.from_bytes(digest, "big") % BUCKETS
    return drawn % 100 * _FINE + drawn // 100


def threshold(pct: float) -> int:
    """Return how many buckets lie below `pct`, taken as the decimal that people wrote."""
    return int((Decimal(repr(float(pct))) * _FINE).to_integral_value(ROUND_CEILING))
