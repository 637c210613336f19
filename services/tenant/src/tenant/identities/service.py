"""Commands that say under which names a person is known: one method per rpc."""

import hashlib
import secrets

from bus import current_actor
from chassis import AuditTrail, Clock, now, uuid7
from contracts.platform.v1 import Actor
from contracts.tenant import v1

from tenant.identities.documents import IdentityInvitationDocument
from tenant.identities.linking import Linking
from tenant.identities.rules import KEPT, PersonNeeded
from tenant.identities.store import IdentityInvitationStore


class IdentityService(v1.IdentityService):
    """Identities by a link that works once, or by an operator."""

    def __init__(
        self,
        store: IdentityInvitationStore,
        linking: Linking,
        audit: AuditTrail,
        *,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._linking = linking
        self._audit = audit
        self._clock = clock

    async def invite_identity(self, request: v1.InviteIdentityRequest) -> v1.InviteIdentityResponse:
        """The token is stored hashed: nobody can be told it again."""
        del request
        actor, token, ends = _person(), secrets.token_urlsafe(32), self._clock() + KEPT
        invitation = IdentityInvitationDocument(
            id=uuid7(), token_hash=_hashed(token), user_id=actor.id, expires_at=ends
        )
        entry = self._audit.entry(
            "identity.invited",
            resource_type="user",
            resource_id=actor.id,
            resource_name=actor.email or actor.name,
        )
        await self._store.insert(invitation, entry)
        return v1.InviteIdentityResponse(token=token, expires_at=ends)

    async def accept_identity(self, request: v1.AcceptIdentityRequest) -> v1.AcceptIdentityResponse:
        """Once: the token is spent before anything is linked."""
        actor = _person()
        if not actor.issuer:
            raise PersonNeeded("Sign in as who is to be linked.")
        user_id = await self._store.spend_in_all(_hashed(request.token), at=self._clock())
        user = await self._linking.link_identity(
            user_id, issuer=actor.issuer, subject=actor.subject
        )
        return v1.AcceptIdentityResponse(user=user)

    async def link_identity(self, request: v1.LinkIdentityRequest) -> v1.LinkIdentityResponse:
        """For operators: the access rule sees to that."""
        user = await self._linking.link_identity(
            request.id, issuer=request.issuer, subject=request.subject
        )
        return v1.LinkIdentityResponse(user=user)

    async def link_external_id(
        self, request: v1.LinkExternalIdRequest
    ) -> v1.LinkExternalIdResponse:
        """For operators: the access rule sees to that."""
        user = await self._linking.link_external_id(
            request.id, source=request.source, external_id=request.external_id
        )
        return v1.LinkExternalIdResponse(user=user)

    async def unlink_external_id(
        self, request: v1.UnlinkExternalIdRequest
    ) -> v1.UnlinkExternalIdResponse:
        """For operators: the access rule sees to that."""
        user = await self._linking.unlink_external_id(
            request.id, source=request.source, external_id=request.external_id
        )
        return v1.UnlinkExternalIdResponse(user=user)


def _person() -> Actor:
    actor = current_actor()
    if actor is None or actor.type != "user":
        raise PersonNeeded("Sign in first.")
    return actor


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
