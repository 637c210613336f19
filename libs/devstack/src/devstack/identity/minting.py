"""Makes ID tokens and access tokens as authentik does."""

import base64
import hashlib
import secrets
from typing import Any

from devstack.identity.account import Account
from devstack.identity.grants import Grant
from devstack.identity.keys import SigningKeys
from devstack.identity.scopes import claims_for

ACR = "goauthentik.io/providers/oauth2/default"


def mint(
    grant: Grant,
    account: Account,
    *,
    keys: SigningKeys,
    issuer: str,
    now: float,
    access_seconds: int,
) -> dict[str, Any]:
    """Return the token answer (RFC 6749 §5.1) without a refresh token."""
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": account.subject,
        "aud": grant.client_id,
        "exp": int(now) + access_seconds,
        "iat": int(now),
        "auth_time": int(grant.signed_in_at),
        "acr": ACR,
        "amr": ["pwd"],
        "sid": grant.sid,
        **({"nonce": grant.nonce} if grant.nonce else {}),
        **claims_for(account, scopes=grant.scopes),
    }
    # authentik builds the access token from the ID token, nonce and all; `azp` together
    # with `uid` is what tells them apart.
    token_id = secrets.token_hex(20)
    access_token = keys.sign(
        claims
        | {
            "azp": grant.client_id,
            "uid": token_id,
            "jti": token_id,
            "scope": " ".join(grant.scopes),
        }
    )
    answer = {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": access_seconds,
        "scope": " ".join(grant.scopes),
    }
    if "openid" in grant.scopes:
        answer["id_token"] = keys.sign(claims | {"at_hash": at_hash(access_token)})
    return answer


def at_hash(access_token: str) -> str:
    """OpenID Connect Core §3.1.3.6: the left half, for RS256 of a SHA-256."""
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()
