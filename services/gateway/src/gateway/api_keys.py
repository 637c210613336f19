"""From an API key to a caller."""

from collections.abc import Callable
from datetime import datetime

from chassis import now
from contracts.platform.v1 import Actor, Membership

from gateway.access.faults import ApiKeyExpired, ApiKeyRevoked, ApiKeyUnknown, TenantInactive
from gateway.callers import Caller
from gateway.directory import Directory

# What tells a key from a token: no JWT begins so.
PREFIX = "dezky_"
_INACTIVE = frozenset({"suspended", "deleted", "purged"})


class ApiKeys:
    """Believes what the directory says of a key's hash, and nothing else."""

    def __init__(self, directory: Directory, *, clock: Callable[[], datetime] = now) -> None:
        self._directory = directory
        self._clock = clock

    def caller(self, secret: str, *, address: str) -> Caller:
        """Return who calls: the key itself, a member of its tenant; one that is over is refused."""
        record = self._directory.api_key(secret)
        if record is None:
            raise ApiKeyUnknown("This API key is unknown.")
        if not record.active:
            raise ApiKeyRevoked("This API key was revoked.")
        if record.expires_at is not None and record.expires_at <= self._clock():
            raise ApiKeyExpired("This API key has expired.")
        if record.tenant_slug and self._directory.status_of(record.tenant_slug) in _INACTIVE:
            raise TenantInactive(f"Tenant {record.tenant_slug} is not active.")
        memberships = []
        if record.tenant_slug:
            memberships = [Membership(tenant_slug=record.tenant_slug, role="member")]
        actor = Actor(
            type="external",
            id=record.id,
            name=record.name,
            ip=address,
            memberships=memberships,
            scopes=record.scopes,
        )
        return Caller(actor)
