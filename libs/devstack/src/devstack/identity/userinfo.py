"""GET and POST /application/o/userinfo/ (OpenID Connect Core §5.3)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from devstack.identity.account import Account
from devstack.identity.applications import APPLICATIONS
from devstack.identity.provider import Provider, provider_of
from devstack.identity.scopes import claims_for


async def userinfo(request: Request) -> JSONResponse:
    """Tell what the token's scopes allow, as of now."""
    provider = provider_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    claims = provider.keys.claims_of(token.strip()) if scheme.lower() == "bearer" else None
    account = _bearer(claims or {}, provider=provider)
    if claims is None or account is None:
        # RFC 6750 §3.1
        challenge = 'Bearer error="invalid_token"' if token else "Bearer"
        return JSONResponse(
            {"error": "invalid_token", "error_description": "Send a current access token."},
            status_code=401,
            headers={"WWW-Authenticate": challenge},
        )
    scopes = tuple(claims["scope"].split())
    return JSONResponse(
        {"sub": account.subject} | claims_for(account, scopes=scopes),
        headers={"Cache-Control": "no-store"},
    )


def _bearer(claims: dict[str, Any], *, provider: Provider) -> Account | None:
    # An ID token has no `uid`: it opens nothing.
    issuers = {provider.issuer(application) for application in APPLICATIONS}
    if claims.get("iss") not in issuers or "uid" not in claims or claims["exp"] <= provider.now():
        return None
    session = provider.sessions.get(claims["sid"])
    return session.account if session is not None else None
