"""Tells access tokens and ID tokens apart (RFC 8725 §3.11)."""

import hmac

from identity.compact import UnverifiedToken
from identity.faults import KindNotAccepted
from identity.header import ACCESS_TOKEN_TYPE, media_type


def is_access_token(token: UnverifiedToken) -> bool:
    """Whether it is one by RFC 9068's `typ`, or by authentik's claims.

    Never by `nonce`: authentik's access tokens from the code flow carry one too, and
    nothing but `azp` together with `uid` tells them from its ID tokens.
    """
    return media_type(token.header) == ACCESS_TOKEN_TYPE or (
        isinstance(token.claims.get("azp"), str) and isinstance(token.claims.get("uid"), str)
    )


def check_access_token(token: UnverifiedToken) -> None:
    """Refuse an ID token where an access token belongs."""
    if not is_access_token(token):
        raise KindNotAccepted("This is an ID token: send the access token instead.")


def check_id_token(token: UnverifiedToken, *, audience: str, nonce: str) -> None:
    """OpenID Connect Core 1.0 §3.1.3.7, items 3 to 5 and 11."""
    if is_access_token(token):
        raise KindNotAccepted("This is an access token: use the ID token instead.")
    claims = token.claims
    if claims.get("aud") not in (audience, [audience]):
        raise KindNotAccepted("The ID token is not for this application alone.")
    if claims.get("azp", audience) != audience:
        raise KindNotAccepted("The ID token was issued to another application.")
    answered = claims.get("nonce")
    if not isinstance(answered, str) or not hmac.compare_digest(answered.encode(), nonce.encode()):
        raise KindNotAccepted("The ID token does not belong to this login: start again.")
