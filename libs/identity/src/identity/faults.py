"""Why a token is refused.

Fault
├── Unauthenticated (401)
│   ├── TokenMissing               token_missing
│   ├── TokenMalformed             token_malformed
│   ├── HeaderNotAccepted          token_header_not_accepted
│   ├── AlgorithmNotAccepted       token_algorithm_not_accepted
│   ├── IssuerUnknown              issuer_unknown
│   ├── KeyUnknown                 key_unknown
│   ├── SignatureInvalid           token_signature_invalid
│   ├── TokenExpired               token_expired
│   ├── TokenNotYetValid           token_not_yet_valid
│   ├── ClaimsNotAccepted          token_claims_not_accepted
│   ├── AudienceNotAccepted        audience_not_accepted
│   └── KindNotAccepted            token_kind_not_accepted
└── Unavailable (503)
    └── KeysUnavailable            keys_unavailable
"""

from contracts.faults import Unauthenticated, Unavailable


class TokenMissing(Unauthenticated):
    """No token came with the request."""

    reason = "token_missing"


class TokenMalformed(Unauthenticated):
    """What came is not a compact signed token in strict form (RFC 7515 §7.1)."""

    reason = "token_malformed"


class HeaderNotAccepted(Unauthenticated):
    """The header says something that is not acted upon here (RFC 8725 §3)."""

    reason = "token_header_not_accepted"


class AlgorithmNotAccepted(Unauthenticated):
    """Algorithms are pinned per issuer (RFC 8725 §3.1)."""

    reason = "token_algorithm_not_accepted"


class IssuerUnknown(Unauthenticated):
    """Nobody configured here signed it."""

    reason = "issuer_unknown"


class KeyUnknown(Unauthenticated):
    """The issuer publishes no such key."""

    reason = "key_unknown"


class SignatureInvalid(Unauthenticated):
    """The signature does not match."""

    reason = "token_signature_invalid"


class TokenExpired(Unauthenticated):
    """Its time is over (RFC 7519 §4.1.4)."""

    reason = "token_expired"


class TokenNotYetValid(Unauthenticated):
    """Its time has not come (RFC 7519 §4.1.5)."""

    reason = "token_not_yet_valid"


class ClaimsNotAccepted(Unauthenticated):
    """A claim is missing or has the wrong form."""

    reason = "token_claims_not_accepted"


class AudienceNotAccepted(Unauthenticated):
    """Meant for somebody else, or minted by an issuer that may not address us (RFC 8725 §3.9)."""

    reason = "audience_not_accepted"


class KindNotAccepted(Unauthenticated):
    """An ID token where an access token belongs, or the reverse (RFC 8725 §3.11)."""

    reason = "token_kind_not_accepted"


class KeysUnavailable(Unavailable):
    """The issuer cannot be asked for its keys, so nothing can be said about the token."""

    reason = "keys_unavailable"
