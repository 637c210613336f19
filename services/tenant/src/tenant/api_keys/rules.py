"""What an API key may be, and what refuses it."""

import secrets
from datetime import datetime

from chassis import Scope
from contracts.faults import Forbidden, Malformed, NotFound
from contracts.platform.v1 import FieldError
from contracts.tenant.v1 import CreateApiKeyRequest

# By it people, scanners of leaks and the gateway tell a key from everything else.
PREFIX = "dezky_"
_SHOWN = len(PREFIX) + 6
# These tell nothing that belongs to one tenant.
_OF_THE_PLATFORM = frozenset({"metrics:read", "tenants:read"})


class ApiKeyNotFound(NotFound):
    """No such key, or none that the caller may know of."""

    reason = "api_key_not_found"


class ApiKeyMalformed(Malformed):
    """A key that would open nothing."""

    reason = "api_key_malformed"


class OperatorRequired(Forbidden):
    """Keys of the whole platform are the operators'."""

    reason = "operator_required"


def new_secret() -> str:
    """Draw a secret of 256 bits."""
    return PREFIX + secrets.token_urlsafe(32)


def shown(secret: str) -> str:
    """Return by what its holder recognises it."""
    return secret[:_SHOWN]


def ensure_meaningful(request: CreateApiKeyRequest, *, at: datetime) -> None:
    """Refuse a key that has ended already, or has scopes that mean nothing for one tenant."""
    if request.expires_at is not None and request.expires_at <= at:
        raise _malformed("expiresAt", "must lie in the future")
    if request.tenant_slug is not None and (
        alien := sorted(_OF_THE_PLATFORM.intersection(request.scopes))
    ):
        raise _malformed("scopes", f"{', '.join(alien)} is for keys of no tenant")
    if not request.name.strip():
        raise _malformed("name", "must show more than space")


def ensure_own(scope: Scope, tenant_slug: str | None) -> None:
    """Refuse an admin of tenants a key of the platform."""
    if scope.tenants is not None and tenant_slug is None:
        message = "is required: keys of no tenant are for operators"
        raise OperatorRequired(
            f"tenantSlug {message}.", errors=[FieldError(field="tenantSlug", message=message)]
        )


def _malformed(field: str, message: str) -> ApiKeyMalformed:
    errors = [FieldError(field=field, message=message)]
    return ApiKeyMalformed(f"{field} {message}.", errors=errors)
