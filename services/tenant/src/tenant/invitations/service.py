"""Commands and queries about invitations: one method per rpc."""

import secrets
from collections.abc import Sequence

from bus import current_actor
from chassis import AuditTrail, Clock, OutboxEntry, Scope, as_contract, now, scope_of, uuid7
from contracts.tenant import v1

from tenant.invitations.documents import InvitationDocument
from tenant.invitations.rules import KEPT, InvitationNeedsPerson, InvitationNotFound, hashed
from tenant.invitations.store import InvitationStore
from tenant.people.members import Members
from tenant.people.rules import ADMINS, ensure_may_manage, given_email, role_in
from tenant.rules import ensure_alive
from tenant.store import TenantStore


class InvitationService(v1.InvitationService):
    """Invitations, from the link to the membership."""

    def __init__(
        self,
        store: InvitationStore,
        tenants: TenantStore,
        members: Members,
        audit: AuditTrail,
        *,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._tenants = tenants
        self._members = members
        self._audit = audit
        self._clock = clock

    async def create_invitation(
        self, request: v1.CreateInvitationRequest
    ) -> v1.CreateInvitationResponse:
        """The token is stored hashed: nobody can be told it again."""
        actor, scope = current_actor(), scope_of(current_actor(), roles=ADMINS)
        tenant = await self._tenants.get(scope, request.slug)
        ensure_alive(tenant.slug, status=tenant.status)
        if scope.tenants is not None and actor is not None:
            ensure_may_manage(role_in(actor.memberships, request.slug), request.role)
        email = given_email(request.email)
        await self._members.ensure_absent(request.slug, email=email)
        token, moment = secrets.token_urlsafe(32), self._clock()
        invitation = InvitationDocument(
            id=uuid7(),
            tenant_slug=request.slug,
            email=email,
            role=request.role,
            created_at=moment,
            expires_at=moment + KEPT,
            token_hash=hashed(token),
        )
        await self._store.insert(invitation, self._entry("user.invited", invitation))
        shown = as_contract(v1.Invitation, invitation.storable())
        return v1.CreateInvitationResponse(
            invitation=shown, token=token, link=f"/invitations/accept#{token}"
        )

    async def list_invitations(
        self, request: v1.ListInvitationsRequest
    ) -> v1.ListInvitationsResponse:
        """Others' tenants don't exist for an admin: the same 404 as for none."""
        await self._tenants.get(scope_of(current_actor(), roles=ADMINS), request.slug)
        items = await self._store.open(request.slug, at=self._clock())
        return v1.ListInvitationsResponse(items=items)

    async def withdraw_invitation(
        self, request: v1.WithdrawInvitationRequest
    ) -> v1.WithdrawInvitationResponse:
        """One that is no longer open is not found."""
        await self._tenants.get(scope_of(current_actor(), roles=ADMINS), request.slug)

        def decide(invitation: InvitationDocument) -> Sequence[OutboxEntry]:
            if invitation.state != "open" or invitation.expires_at <= self._clock():
                raise InvitationNotFound("There is no such invitation, or no longer.")
            invitation.state = "withdrawn"
            return [self._entry("invitation.withdrawn", invitation)]

        await self._store.change(request.slug, request.id, decide)
        return v1.WithdrawInvitationResponse()

    async def accept_invitation(
        self, request: v1.AcceptInvitationRequest
    ) -> v1.AcceptInvitationResponse:
        """Once: of two who send the token at once, one is let in.

        A kill after the token is spent costs the invitation, never lets in a second person.
        """
        actor = current_actor()
        if actor is None or actor.type != "user":
            raise InvitationNeedsPerson("Sign in to accept an invitation.")
        spent = await self._store.spend_in_all(hashed(request.token), at=self._clock())
        tenant = await self._tenants.get(Scope(None), spent.tenant_slug)
        ensure_alive(tenant.slug, status=tenant.status)
        user = await self._members.join(actor.id, slug=spent.tenant_slug, role=spent.role)
        role = role_in(user.memberships, spent.tenant_slug)
        return v1.AcceptInvitationResponse(tenant_slug=spent.tenant_slug, role=role)

    def _entry(self, action: str, invitation: InvitationDocument) -> OutboxEntry:
        return self._audit.entry(
            action,
            resource_type="invitation",
            resource_id=invitation.id,
            resource_name=invitation.email,
            tenant_slug=invitation.tenant_slug,
            metadata={"email": invitation.email, "role": invitation.role},
        )
