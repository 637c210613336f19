"""What a client reads first: metadata and keys (OpenID Connect Discovery 1.0)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from devstack.identity.applications import Application
from devstack.identity.keys import ALGORITHM
from devstack.identity.minting import ACR
from devstack.identity.provider import Provider, provider_of
from devstack.identity.scopes import SCOPES

WELL_KNOWN = ".well-known/openid-configuration"


async def configuration(request: Request) -> Response:
    """Metadata of one application's issuer."""
    provider = provider_of(request)
    application = provider.application(request)
    if application is None:
        return _unknown()
    return JSONResponse(_metadata(provider, application))


async def jwks(request: Request) -> Response:
    """The public keys; the next one is among them long before it signs."""
    provider = provider_of(request)
    if provider.application(request) is None:
        return _unknown()
    return JSONResponse(provider.keys.published())


async def to_configuration(request: Request) -> Response:
    """The issuer's own address leads to its metadata, as in authentik."""
    if provider_of(request).application(request) is None:
        return _unknown()
    return RedirectResponse(f"{request.url.path}{WELL_KNOWN}", 302)


def _metadata(provider: Provider, application: Application) -> dict[str, object]:
    issuer, base = provider.issuer(application), f"{provider.settings.base_url}/application/o/"
    methods = ["client_secret_basic", "client_secret_post"] if application.secret else ["none"]
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{base}authorize/",
        "token_endpoint": f"{base}token/",
        "userinfo_endpoint": f"{base}userinfo/",
        "end_session_endpoint": f"{issuer}end-session/",
        "jwks_uri": f"{issuer}jwks/",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": methods,
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": [ACR],
        "scopes_supported": list(SCOPES),
        "prompt_values_supported": ["none", "login", "select_account"],
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "claims_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce", "sid",
            "email", "email_verified", "name", "given_name", "preferred_username", "nickname",
            "groups",
        ],
    }  # fmt: skip


def _unknown() -> Response:
    return JSONResponse({"detail": "No application has this name."}, status_code=404)
