"""Commands and queries about partners' tenants and people: one method per rpc."""

from bus import current_actor
from chassis import Scope, scope_of
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.tenant import v1

from tenant.people.history import snapshot
from tenant.people.rules import given_email, normalised_name
from tenant.resale.attachments import Attachments
from tenant.resale.partners import Partners
from tenant.resale.revenue import Revenue
from tenant.resale.rules import PartnerNotFound, as_colleague
from tenant.resale.staff import Staff
from tenant.resale.store import ResaleStore

_PAGE = 50


class ResaleService(v1.ResaleService):
    """Partners' tenants and people; the tenant service owns both."""

    def __init__(
        self,
        store: ResaleStore,
        *,
        partners: Partners,
        attachments: Attachments,
        staff: Staff,
        revenue: Revenue,
    ) -> None:
        self._store = store
        self._partners = partners
        self._attachments = attachments
        self._staff = staff
        self._revenue = revenue

    async def list_partner_tenants(
        self, request: v1.ListPartnerTenantsRequest
    ) -> v1.ListPartnerTenantsResponse:
        """Page by slug; what was deleted is nobody's customer."""
        scope = await self._ensure_visible(request.partner_slug)
        limit = request.limit or _PAGE
        found = await self._store.tenants(
            scope, request.partner_slug, after=_after(request.cursor), limit=limit + 1
        )
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.slug))
        return v1.ListPartnerTenantsResponse(items=items, next_cursor=next_cursor)

    async def attach_tenant(self, request: v1.AttachTenantRequest) -> v1.AttachTenantResponse:
        """Idempotent. The partner must be under contract, the tenant alive and free."""
        await self._partners.ensure_open(request.partner_slug)
        tenant = await self._attachments.attach(
            request.tenant_slug, partner_slug=request.partner_slug
        )
        return v1.AttachTenantResponse(tenant=tenant)

    async def detach_tenant(self, request: v1.DetachTenantRequest) -> v1.DetachTenantResponse:
        """Idempotent: what isn't this partner's stays as it is. Needs no partner to be there."""
        tenant = await self._attachments.detach(
            request.tenant_slug, partner_slug=request.partner_slug
        )
        return v1.DetachTenantResponse(tenant=tenant)

    async def list_partner_revenue(
        self, request: v1.ListPartnerRevenueRequest
    ) -> v1.ListPartnerRevenueResponse:
        """Look back: by the tenants the partner had then, and what they had agreed to then."""
        return await self._revenue.of(
            request.partner_slug, at=request.at, after=request.after or ""
        )

    async def list_partner_users(
        self, request: v1.ListPartnerUsersRequest
    ) -> v1.ListPartnerUsersResponse:
        """Page by address; partners see their colleagues, and nothing else of them."""
        scope = await self._ensure_visible(request.partner_slug)
        limit = request.limit or _PAGE
        found = await self._store.people(
            request.partner_slug, after=_after(request.cursor), limit=limit + 1
        )
        if scope.partner:
            found = [as_colleague(user) for user in found]
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.email))
        return v1.ListPartnerUsersResponse(items=items, next_cursor=next_cursor)

    async def add_partner_user(
        self, request: v1.AddPartnerUserRequest
    ) -> v1.AddPartnerUserResponse:
        """Idempotent: once more changes nothing."""
        await self._partners.ensure_open(request.partner_slug)
        user = await self._staff.add(
            partner_slug=request.partner_slug,
            email=given_email(request.email),
            name=normalised_name(request.name),
        )
        return v1.AddPartnerUserResponse(user=snapshot(user))

    async def remove_partner_user(
        self, request: v1.RemovePartnerUserRequest
    ) -> v1.RemovePartnerUserResponse:
        """Who doesn't work there isn't found."""
        user = await self._staff.remove(partner_slug=request.partner_slug, user_id=request.id)
        return v1.RemovePartnerUserResponse(user=snapshot(user))

    async def _ensure_visible(self, partner_slug: str) -> Scope:
        """Others' partners don't exist for a partner: the same 404 as for none."""
        scope = scope_of(current_actor())
        if scope.tenants is not None and scope.partner != partner_slug:
            raise PartnerNotFound(partner_slug)
        await self._partners.ensure_there(partner_slug)
        return scope


def _after(cursor: str | None) -> str:
    return str(decode(cursor, kinds=(str,))[0]) if cursor else ""
