"""Commands and queries about partners: one method per rpc."""

from collections.abc import Callable, Sequence

from bus import current_actor
from chassis import Clock, OutboxEntry, Scope, now, scope_of, uuid7
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.partner import v1

from partner import margins, rules
from partner.changing import apply
from partner.documents import PartnerDocument
from partner.figures import overview
from partner.history import History, snapshot
from partner.reports import MarginReports
from partner.store import PartnerStore
from partner.tenants import Tenants

_PAGE = 50


class PartnerService(v1.PartnerService):
    """Partners from their first contract on."""

    def __init__(
        self,
        store: PartnerStore,
        history: History,
        *,
        tenants: Tenants,
        reports: MarginReports,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._history = history
        self._tenants = tenants
        self._reports = reports
        self._clock = clock

    async def create_partner(self, request: v1.CreatePartnerRequest) -> v1.CreatePartnerResponse:
        """A partner is under contract at once."""
        moment = self._clock()
        points = margins.basis_points(request.margin_pct or 0.0)
        partner = PartnerDocument(
            id=uuid7(),
            slug=request.slug,
            name=rules.named(request.name),
            domain=rules.normalised_domain(request.domain) if request.domain else None,
            status="active",
            margins=margins.followed([], points, at=moment),
            contact=request.contact,
            billing=request.billing,
            created_at=moment,
            updated_at=moment,
        )
        await self._store.insert(partner, self._history.of("created", partner, before=None))
        return v1.CreatePartnerResponse(partner=snapshot(partner))

    async def get_partner(self, request: v1.GetPartnerRequest) -> v1.GetPartnerResponse:
        """Others don't exist for a partner: the same 404 as for none."""
        return v1.GetPartnerResponse(partner=snapshot(await self._find(request.slug)))

    async def list_partners(self, request: v1.ListPartnersRequest) -> v1.ListPartnersResponse:
        """Page by slug; what a page's partners bring is asked once for all of them."""
        limit = request.limit or _PAGE
        found = await self._store.page(
            _scope(), status=request.status, after=_after(request.cursor), limit=limit + 1
        )
        page, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.slug))
        revenue = await self._tenants.revenue_of([partner.slug for partner in page])
        return v1.ListPartnersResponse(
            items=[overview(one, revenue.get(one.slug)) for one in page],
            next_cursor=next_cursor,
        )

    async def update_partner(self, request: v1.UpdatePartnerRequest) -> v1.UpdatePartnerResponse:
        """Fields that were not sent stay; a version that isn't the newest is refused."""

        def edit(partner: PartnerDocument) -> None:
            rules.ensure_version(partner.slug, expected=request.version, stored=partner.version)
            apply(request, partner, at=self._clock())

        return v1.UpdatePartnerResponse(partner=await self._change(request.slug, "updated", edit))

    async def terminate_partner(
        self, request: v1.TerminatePartnerRequest
    ) -> v1.TerminatePartnerResponse:
        """Idempotent: terminating twice keeps the first reason, and detaches what is left.

        The contract ends first, so that nobody is attached behind the detaching.
        """

        def edit(partner: PartnerDocument) -> None:
            if partner.status == "active":
                partner.status, partner.status_reason = "terminated", request.reason or ""
                partner.terminated_at = self._clock()

        partner = await self._change(request.slug, "terminated", edit, reason=request.reason or "")
        attached, detached = await self._tenants.attached(request.slug), list[str]()
        if request.detach and attached:
            await self._tenants.detach(request.slug, attached)
            left = await self._tenants.attached(request.slug)
            attached, detached = left, sorted(set(attached) - set(left))
        return v1.TerminatePartnerResponse(partner=partner, attached=attached, detached=detached)

    async def reinstate_partner(
        self, request: v1.ReinstatePartnerRequest
    ) -> v1.ReinstatePartnerResponse:
        """Idempotent."""

        def edit(partner: PartnerDocument) -> None:
            partner.status, partner.status_reason, partner.terminated_at = "active", "", None

        partner = await self._change(request.slug, "reinstated", edit)
        return v1.ReinstatePartnerResponse(partner=partner)

    async def get_margin_report(
        self, request: v1.GetMarginReportRequest
    ) -> v1.GetMarginReportResponse:
        """A finished month's report stays as it is, whatever comes after."""
        return await self._reports.of(await self._find(request.slug), request)

    async def _find(self, slug: str) -> PartnerDocument:
        return await self._store.get(_scope(), slug)

    async def _change(
        self, slug: str, verb: str, edit: Callable[[PartnerDocument], None], *, reason: str = ""
    ) -> v1.Partner:
        """Load, edit, save with what the change leaves behind; no difference, no write."""

        def decide(partner: PartnerDocument) -> Sequence[OutboxEntry]:
            before = snapshot(partner)
            edit(partner)
            if snapshot(partner) == before:
                return ()
            partner.updated_at = self._clock()
            return self._history.of(verb, partner, before=before, reason=reason)

        return snapshot(await self._store.change(slug, decide))


def _scope() -> Scope:
    """A tenant's people see no partner at all: what they belong to has other names."""
    scope = scope_of(current_actor())
    return scope if scope.partner or scope.tenants is None else Scope(())


def _after(cursor: str | None) -> str:
    return str(decode(cursor, kinds=(str,))[0]) if cursor else ""
