"""Commands and queries about API keys: one method per rpc."""

from collections.abc import Sequence

from bus import current_actor
from chassis import AuditTrail, Clock, OutboxEntry, Scope, as_contract, now, scope_of, uuid7
from chassis.cursors import decode, encode
from chassis.directory import api_key_key
from chassis.pages import page_of
from contracts.tenant import v1

from tenant.api_keys import rules
from tenant.api_keys.documents import ApiKeyDocument
from tenant.api_keys.store import ApiKeyStore
from tenant.people.rules import ADMINS
from tenant.rules import ensure_alive
from tenant.store import TenantStore

_PAGE = 50


class ApiKeyService(v1.ApiKeyService):
    """Keys from the secret to the revocation."""

    def __init__(
        self, store: ApiKeyStore, tenants: TenantStore, audit: AuditTrail, *, clock: Clock = now
    ) -> None:
        self._store = store
        self._tenants = tenants
        self._audit = audit
        self._clock = clock

    async def create_api_key(self, request: v1.CreateApiKeyRequest) -> v1.CreateApiKeyResponse:
        """Only the secret's hash is stored: nobody can be told it again."""
        actor, scope, moment = current_actor(), _scope(), self._clock()
        rules.ensure_own(scope, request.tenant_slug)
        if request.tenant_slug is not None:
            tenant = await self._tenants.get(scope, request.tenant_slug)
            ensure_alive(tenant.slug, status=tenant.status)
        rules.ensure_meaningful(request, at=moment)
        secret = rules.new_secret()
        api_key = ApiKeyDocument(
            id=uuid7(),
            name=request.name.strip(),
            prefix=rules.shown(secret),
            scopes=sorted(request.scopes),
            tenant_slug=request.tenant_slug,
            created_by=actor.id if actor else "",
            created_at=moment,
            expires_at=request.expires_at,
            directory_key=api_key_key(secret),
        )
        await self._store.insert(api_key, [self._entry("api_key.created", api_key)])
        return v1.CreateApiKeyResponse(api_key=_shown(api_key), secret=secret)

    async def list_api_keys(self, request: v1.ListApiKeysRequest) -> v1.ListApiKeysResponse:
        """Others' tenants have no keys, as far as an admin is told."""
        limit = request.limit or _PAGE
        before = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else None
        found = await self._store.page(
            _scope(), tenant=request.tenant, before=before, limit=limit + 1
        )
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.id))
        return v1.ListApiKeysResponse(items=items, next_cursor=next_cursor)

    async def revoke_api_key(self, request: v1.RevokeApiKeyRequest) -> v1.RevokeApiKeyResponse:
        """Idempotent: revoking twice keeps the first time."""
        return v1.RevokeApiKeyResponse(api_key=await self._revoke(_scope(), request.id))

    async def revoke_of_tenant(self, slug: str) -> None:
        """Revoke what a tenant that is going has. Idempotent: begun again, it goes on."""
        for key_id in await self._store.good_of(slug, at=self._clock()):
            await self._revoke(Scope(None), key_id)

    async def _revoke(self, scope: Scope, key_id: str) -> v1.ApiKey:
        def decide(api_key: ApiKeyDocument) -> Sequence[OutboxEntry]:
            if api_key.revoked_at is not None:
                return ()
            api_key.revoked_at = self._clock()
            return [self._entry("api_key.revoked", api_key)]

        return _shown(await self._store.change(scope, key_id, decide))

    def _entry(self, action: str, api_key: ApiKeyDocument) -> OutboxEntry:
        shown = _shown(api_key).dump()
        told = ("prefix", "scopes", "expiresAt")
        return self._audit.entry(
            action,
            resource_type="api_key",
            resource_id=api_key.id,
            resource_name=api_key.name,
            tenant_slug=api_key.tenant_slug or "",
            metadata={name: shown[name] for name in told if name in shown},
        )


def _scope() -> Scope:
    return scope_of(current_actor(), roles=ADMINS)


def _shown(api_key: ApiKeyDocument) -> v1.ApiKey:
    return as_contract(v1.ApiKey, api_key.storable())
