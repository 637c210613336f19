"""Commands and queries about subscriptions: one method per rpc."""

from collections.abc import Callable, Sequence

from bus import current_actor
from chassis import Clock, OutboxEntry, Scope, now, scope_of, uuid7
from chassis.cursors import decode, encode
from chassis.money import ensure_money
from contracts.tenant import v1

from tenant.rules import ensure_alive as ensure_tenant_alive
from tenant.store import TenantStore
from tenant.subscriptions import rules
from tenant.subscriptions.documents import SubscriptionDocument
from tenant.subscriptions.history import SubscriptionHistory, noted, snapshot
from tenant.subscriptions.revenue import groups_of
from tenant.subscriptions.store import SubscriptionStore
from tenant.subscriptions.takings import Takings
from tenant.subscriptions.terms import apply, asked_of

_PAGE = 50
Edit = Callable[[SubscriptionDocument], None]


class SubscriptionService(v1.SubscriptionService):
    """Subscriptions from the first to the last."""

    def __init__(
        self,
        store: SubscriptionStore,
        tenants: TenantStore,
        history: SubscriptionHistory,
        takings: Takings,
        *,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._tenants = tenants
        self._history = history
        self._takings = takings
        self._clock = clock

    async def create_subscription(
        self, request: v1.CreateSubscriptionRequest
    ) -> v1.CreateSubscriptionResponse:
        """Begin the first one, or a cancelled one anew: its history goes on."""
        tenant = await self._tenants.get(Scope(None), request.slug)
        ensure_tenant_alive(request.slug, status=tenant.status)
        ensure_money(request.unit_price, field="unitPrice")
        moment = self._clock()
        asked = asked_of(request, plan=tenant.plan, now=moment)
        if await self._store.held(request.slug) is None:
            first = SubscriptionDocument(
                id=uuid7(), tenant_slug=request.slug, created_at=moment, **asked
            )
            noted(first, change="created", version=first.version, at=moment)
            made = self._history.of("created", first, partner_slug=tenant.partner_slug, before=None)
            await self._store.insert(first, made)
            return v1.CreateSubscriptionResponse(subscription=snapshot(first))

        def edit(held: SubscriptionDocument) -> None:
            if held.status != "cancelled":
                raise rules.SubscriptionExists(request.slug)
            for name, value in asked.items():
                setattr(held, name, value)
            held.cancelled_at, held.cancel_reason = None, ""

        anew = await self._change(request.slug, "restarted", edit)
        return v1.CreateSubscriptionResponse(subscription=anew)

    async def get_subscription(
        self, request: v1.GetSubscriptionRequest
    ) -> v1.GetSubscriptionResponse:
        """Others' tenants don't exist for a member: the same 404 as for none."""
        await self._tenants.get(scope_of(current_actor()), request.slug)
        return v1.GetSubscriptionResponse(subscription=await self._store.get(request.slug))

    async def list_subscription_changes(
        self, request: v1.ListSubscriptionChangesRequest
    ) -> v1.ListSubscriptionChangesResponse:
        """Page from the newest change to the first."""
        await self._tenants.get(scope_of(current_actor()), request.slug)
        limit = request.limit or _PAGE
        before = int(decode(request.cursor, kinds=(int,))[0]) if request.cursor else None
        found = [
            change
            for change in reversed(await self._store.changes(request.slug))
            if before is None or change.version < before
        ]
        items = found[:limit]
        more = len(found) > limit
        return v1.ListSubscriptionChangesResponse(
            items=items, next_cursor=encode(items[-1].version) if more else None
        )

    async def update_subscription(
        self, request: v1.UpdateSubscriptionRequest
    ) -> v1.UpdateSubscriptionResponse:
        """Fields that were not sent stay; a version that isn't the newest is refused."""
        if request.unit_price is not None:
            ensure_money(request.unit_price, field="unitPrice")

        def edit(held: SubscriptionDocument) -> None:
            rules.ensure_version(request.slug, expected=request.version, stored=held.version)
            rules.ensure_alive(request.slug, status=held.status)
            apply(request, held)

        changed = await self._change(request.slug, "updated", edit)
        return v1.UpdateSubscriptionResponse(subscription=changed)

    async def cancel_subscription(
        self, request: v1.CancelSubscriptionRequest
    ) -> v1.CancelSubscriptionResponse:
        """Idempotent: cancelling twice keeps the first reason."""

        def edit(held: SubscriptionDocument) -> None:
            if held.status == "cancelled":
                return
            held.status, held.cancel_reason = "cancelled", request.reason
            held.cancelled_at, held.renews_at = self._clock(), None

        cancelled = await self._change(request.slug, "cancelled", edit, reason=request.reason)
        return v1.CancelSubscriptionResponse(subscription=cancelled)

    async def list_monthly_recurring_revenue(
        self, request: v1.ListMonthlyRecurringRevenueRequest
    ) -> v1.ListMonthlyRecurringRevenueResponse:
        """Add up what is kept in memory, however many tenants there are."""
        rows = await self._takings.rows(
            scope_of(current_actor()),
            partner_slugs=request.partner_slugs,
            by_partner=request.group_by == "partner",
        )
        return v1.ListMonthlyRecurringRevenueResponse(items=groups_of(rows))

    async def _change(
        self, slug: str, verb: str, edit: Edit, *, reason: str = ""
    ) -> v1.Subscription:
        """Load, edit, save with what the change leaves behind; no difference, no write."""
        tenant = await self._tenants.get(Scope(None), slug)

        def decide(held: SubscriptionDocument) -> Sequence[OutboxEntry]:
            before = snapshot(held)
            edit(held)
            held.monthly_revenue = rules.monthly_revenue(
                held.unit_price, seats=held.seats, period=held.period, status=held.status
            )
            if snapshot(held) == before:
                return ()
            held.updated_at = self._clock()
            # The write that carries this is the one that raises the version.
            noted(held, change=verb, version=held.version + 1, at=held.updated_at)
            return self._history.of(
                verb, held, partner_slug=tenant.partner_slug, before=before, reason=reason
            )

        return snapshot(await self._store.change(slug, decide))
