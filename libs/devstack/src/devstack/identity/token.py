"""POST /application/o/token/ (RFC 6749 §4.1.3 and §6)."""

import base64
import binascii
import hashlib
import re
import secrets
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_plus

from starlette.requests import Request
from starlette.responses import JSONResponse

from devstack.identity.applications import Application, find_application
from devstack.identity.grants import Grant, SpentTwice
from devstack.identity.minting import mint
from devstack.identity.parameters import Refused, form_of
from devstack.identity.provider import Provider, provider_of

VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636 §4.1
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


async def token(request: Request) -> JSONResponse:
    """Trade a code or a refresh token for tokens."""
    provider = provider_of(request)
    try:
        form = await form_of(request)
        application = _client(request, form)
        grant = _spend(form, application=application, provider=provider)
        return JSONResponse(_answer(grant, application, provider=provider), headers=NO_STORE)
    except Refused as refused:
        body = {"error": refused.error, "error_description": refused.description}
        headers = {"WWW-Authenticate": 'Basic realm="token"'} if refused.status == 401 else {}  # noqa: PLR2004
        return JSONResponse(body, status_code=refused.status, headers=NO_STORE | headers)


def _spend(form: dict[str, str], *, application: Application, provider: Provider) -> Grant:
    match form.get("grant_type"):
        case "authorization_code":
            return _spend_code(form, application=application, provider=provider)
        case "refresh_token":
            return _spend_refresh_token(form, application=application, provider=provider)
        case _:
            raise Refused("unsupported_grant_type", "Use authorization_code or refresh_token.")


def _client(request: Request, form: dict[str, str]) -> Application:
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    header = request.headers.get("authorization", "")
    if header:
        if secret:
            raise Refused("invalid_request", "Authenticate in one way only (RFC 6749 §2.3).")
        named, secret = _basic(header)
        if client_id and client_id != named:
            raise Refused("invalid_request", "Two different client ids.")
        client_id = named
    application = find_application(client_id)
    if application is None or not secrets.compare_digest(
        application.secret.encode(), secret.encode()
    ):
        # A secret from a public client is wrong as well: it has none.
        raise Refused("invalid_client", "Unknown client or wrong secret.", status=401)
    return application


def _basic(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        decoded = ""
    if scheme.lower() != "basic" or ":" not in decoded:
        raise Refused("invalid_client", "The Authorization header is not Basic.", status=401)
    client_id, _, secret = decoded.partition(":")
    return unquote_plus(client_id), unquote_plus(secret)  # RFC 6749 §2.3.1


def _spend_code(form: dict[str, str], *, application: Application, provider: Provider) -> Grant:
    verifier = form.get("code_verifier", "")
    if not VERIFIER.fullmatch(verifier):
        raise Refused("invalid_request", "PKCE needs a code_verifier of 43 to 128 characters.")
    hashed = hashlib.sha256(verifier.encode()).digest()
    try:
        grant = provider.codes.spend(
            form.get("code", ""),
            client_id=application.client_id,
            redirect_uri=form.get("redirect_uri", ""),
            challenge=base64.urlsafe_b64encode(hashed).rstrip(b"=").decode(),
        )
    except SpentTwice as twice:
        # RFC 6749 §4.1.2: tokens that came of a code used twice are revoked.
        provider.refresh_tokens.revoke(grant_id=str(twice))
        grant = None
    if grant is None:
        raise Refused("invalid_grant", "The code is unknown, used, expired or not for this client.")
    return grant


def _spend_refresh_token(
    form: dict[str, str], *, application: Application, provider: Provider
) -> Grant:
    try:
        grant = provider.refresh_tokens.spend(
            form.get("refresh_token", ""), client_id=application.client_id
        )
    except SpentTwice as twice:
        provider.refresh_tokens.revoke(grant_id=str(twice))
        grant = None
    if grant is None:
        raise Refused("invalid_grant", "The refresh token is unknown, used or revoked: sign in.")
    # OpenID Connect Core §12.2: the nonce was for the ID token of the login.
    return replace(grant, nonce="")


def _answer(grant: Grant, application: Application, *, provider: Provider) -> dict[str, Any]:
    account = provider.accounts.get(grant.account_id)
    if account is None or not provider.may_use(account, application):
        provider.refresh_tokens.revoke(grant_id=grant.id)
        raise Refused("invalid_grant", "The account may not use this application any more.")
    answer = mint(
        grant,
        account,
        keys=provider.keys,
        issuer=provider.issuer(application),
        now=provider.now(),
        access_seconds=provider.settings.access_seconds,
    )
    if "offline_access" in grant.scopes:
        answer["refresh_token"] = provider.refresh_tokens.issue(grant)
    return answer
