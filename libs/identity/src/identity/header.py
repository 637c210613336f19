"""What a token's header may say."""

from collections.abc import Collection
from typing import Any

from identity.faults import AlgorithmNotAccepted, HeaderNotAccepted

PARAMETERS = frozenset({"alg", "kid", "typ"})
ACCESS_TOKEN_TYPE = "at+jwt"  # noqa: S105 - RFC 9068 §2.1, a media type
TYPES = frozenset({"jwt", ACCESS_TOKEN_TYPE})


def check_header(header: dict[str, Any], *, algorithms: Collection[str]) -> None:
    """Refuse what is not understood; embedded keys and key addresses are among it."""
    if "crit" in header:
        # RFC 7515 §4.1.11: no extension is understood here, so none may be critical.
        raise HeaderNotAccepted("The token's header has `crit`, which is not supported.")
    if not header.keys() <= PARAMETERS:
        raise HeaderNotAccepted("The token's header may only have alg, kid and typ.")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in algorithms:
        raise AlgorithmNotAccepted(f"The issuer signs with {' or '.join(algorithms)}, only.")
    kid = header.get("kid", "absent")
    if not isinstance(kid, str) or not kid:
        raise HeaderNotAccepted("The token's `kid` must be a non-empty string.")
    if "typ" in header and media_type(header) not in TYPES:
        raise HeaderNotAccepted("The token's `typ` must be JWT or at+jwt.")


def media_type(header: dict[str, Any]) -> str:
    """RFC 7515 §4.1.9: case does not matter and `application/` may be left out."""
    value = header.get("typ")
    return value.lower().removeprefix("application/") if isinstance(value, str) else ""
