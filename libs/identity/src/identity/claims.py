"""What a signed payload must say, and what callers get to see of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from identity.faults import (
    AudienceNotAccepted,
    ClaimsNotAccepted,
    TokenExpired,
    TokenNotYetValid,
)

MAX_SUBJECT_CHARACTERS = 255  # OpenID Connect Core 1.0 §2
LAST_INSTANT = 253_402_300_799  # the year 9999: beyond it no datetime exists


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedClaims:
    """A person as a trusted issuer describes them, for one accepted audience."""

    issuer: str
    subject: str
    audience: str
    expires_at: datetime
    signed_in_at: datetime | None
    email: str = ""
    email_verified: bool = False
    name: str = ""
    groups: tuple[str, ...] = ()
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False)


def check_times(claims: Mapping[str, Any], *, now: float, leeway_seconds: float) -> None:
    """RFC 7519 §4.1.4 to §4.1.6; `iat` and `nbf` may be absent, never ahead of us."""
    expires_at = _instant(claims, "exp")
    if expires_at is None:
        raise ClaimsNotAccepted("The token has no `exp`.")
    if now >= expires_at + leeway_seconds:
        raise TokenExpired("The token has expired: sign in again or refresh it.")
    for name in ("nbf", "iat"):
        starts_at = _instant(claims, name)
        if starts_at is not None and starts_at > now + leeway_seconds:
            raise TokenNotYetValid(f"The token's `{name}` is in the future: compare the clocks.")
        if starts_at is not None and starts_at >= expires_at:
            raise ClaimsNotAccepted(f"The token's `{name}` is not before its `exp`.")


def accepted_audience(claims: Mapping[str, Any], *, audiences: Collection[str]) -> str:
    """Return the first of this issuer's audiences that the token names (RFC 7519 §4.1.3)."""
    named = claims.get("aud")
    named = [named] if isinstance(named, str) else named
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise ClaimsNotAccepted("The token's `aud` must be a string or a list of strings.")
    for audience in audiences:
        if audience in named:
            return audience
    raise AudienceNotAccepted(f"Get a token for {' or '.join(audiences)} from this issuer.")


def signed_claims(claims: Mapping[str, Any], *, audience: str) -> SignedClaims:
    """Only for claims whose signature, times and audience have been checked."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT_CHARACTERS:
        raise ClaimsNotAccepted("The token's `sub` must be a string of 1 to 255 characters.")
    signed_in_at = _instant(claims, "auth_time")
    if signed_in_at is None:
        signed_in_at = _instant(claims, "iat")
    groups = claims.get("groups")
    return SignedClaims(
        issuer=claims["iss"],
        subject=subject,
        audience=audience,
        expires_at=_moment(claims["exp"]),
        signed_in_at=None if signed_in_at is None else _moment(signed_in_at),
        email=_text(claims, "email"),
        # Only a real true counts: some issuers send the string "false".
        email_verified=claims.get("email_verified") is True,
        name=_text(claims, "name") or _text(claims, "preferred_username"),
        groups=tuple(name for name in groups if isinstance(name, str))
        if isinstance(groups, list)
        else (),
        claims=claims,
    )


def _instant(claims: Mapping[str, Any], name: str) -> float | None:
    if name not in claims:
        return None
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ClaimsNotAccepted(f"The token's `{name}` must be a number of seconds.")
    if not 0 <= value <= LAST_INSTANT:  # infinity is outside as well
        raise ClaimsNotAccepted(f"The token's `{name}` is outside of any calendar.")
    return value


def _moment(instant: float) -> datetime:
    return datetime.fromtimestamp(instant, UTC)


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
