"""Exports: one method per rpc."""

from collections.abc import Callable

from bus import current_actor
from chassis import AuditTrail, Clock, Scope, as_contract, now, scope_of, uuid7
from chassis.moments import cursor_at
from chassis.pages import page_of
from contracts.audit import v1

from audit.exports.documents import ExportDocument
from audit.exports.limits import Limits
from audit.exports.rules import ExportNotFound, LinkRefused, TenantRequired, progress_of
from audit.exports.store import ExportStore
from audit.exports.tickets import Tickets
from audit.paging import place_behind
from audit.proofs.prover import Prover
from audit.query.selecting import selection_of
from audit.rules import ROLES
from audit.trees.forest import WHOLE

_PAGE = 100
_EVERYBODY = Scope(None)


class ExportService(v1.ExportService):
    """Jobs are taken here, and written by whoever has the lease."""

    def __init__(
        self,
        store: ExportStore,
        prover: Prover,
        tickets: Tickets,
        limits: Limits,
        audit: AuditTrail,
        *,
        wake: Callable[[], None],
        clock: Clock = now,
    ) -> None:
        """`wake` is called when there is a new job."""
        self._store = store
        self._prover = prover
        self._tickets = tickets
        self._limits = limits
        self._audit = audit
        self._wake = wake
        self._clock = clock

    async def create_export(self, request: v1.CreateExportRequest) -> v1.CreateExportResponse:
        """What is exported is decided now: who may read what, and how long the log is."""
        actor, asked = current_actor(), request.filter or v1.EntryFilter()
        moment = self._clock()
        selection_of(asked, now=moment)
        scope = _narrowed(scope_of(actor, roles=ROLES), asked.tenant_slug or "")
        person = actor.id if actor else ""
        self._limits.admit(await self._store.waiting_of_all(), person=person)
        export = ExportDocument(
            id=uuid7(),
            format=request.format,
            filter=asked,
            tenant_slug=scope.tenants[0] if scope.tenants else "",
            partner_slug=scope.partner,
            requested_by=person,
            state="queued",
            log_size=(await self._prover.head(WHOLE)).size,
            created_at=moment,
        )
        entry = self._audit.entry(
            "audit.exported",
            resource_type="export",
            resource_id=export.id,
            tenant_slug=export.tenant_slug,
            partner_slug=export.partner_slug,
            metadata={"format": export.format, "filter": asked.dump(), "logSize": export.log_size},
        )
        await self._store.add(export, [entry])
        self._wake()
        return v1.CreateExportResponse(export=shown(export))

    async def list_exports(self, request: v1.ListExportsRequest) -> v1.ListExportsResponse:
        """Those of entries that the caller may read."""
        limit = request.limit or _PAGE
        found = await self._store.page(
            scope_of(current_actor(), roles=ROLES),
            after=place_behind(request.cursor),
            limit=limit + 1,
        )
        items, next_cursor = page_of(
            [shown(one) for one in found],
            limit=limit,
            cursor=lambda last: cursor_at(last.created_at, last.id),
        )
        return v1.ListExportsResponse(items=items, next_cursor=next_cursor)

    async def get_export(self, request: v1.GetExportRequest) -> v1.GetExportResponse:
        """Each time with a new link."""
        found = await self._store.one(scope_of(current_actor(), roles=ROLES), request.id)
        export = shown(found)
        if export.state == "done":
            ticket, export.download_until = self._tickets.issue(export.id)
            export.download = f"/audit/exports/{export.id}/file?ticket={ticket}"
        return v1.GetExportResponse(export=export)

    async def open_export(self, request: v1.OpenExportRequest) -> v1.OpenExportResponse:
        """Whoever has the link could read the export minutes ago."""
        self._tickets.check(request.id, request.ticket or "")
        try:
            export = await self._store.one(_EVERYBODY, request.id)
        except ExportNotFound:
            raise LinkRefused("This file is gone.") from None
        if export.state != "done":
            raise LinkRefused("This file is no longer kept.")
        name = f"audit-{export.created_at:%Y%m%d-%H%M%S}-{export.format}.zip"
        return v1.OpenExportResponse(path=export.path, name=name, bytes=export.bytes)


def shown(export: ExportDocument) -> v1.Export:
    """Return the contract's message."""
    told = as_contract(v1.Export, export.storable())
    told.progress = progress_of(told, looked_at=export.looked_at)
    return told


def _narrowed(scope: Scope, tenant: str) -> Scope:
    """Return a scope of one tenant, one partner or everybody: whose the export is."""
    if scope.partner or scope.tenants is None:
        return scope
    if tenant in scope.tenants:
        return Scope((tenant,))
    if len(scope.tenants) == 1:
        return scope
    raise TenantRequired.among(sorted(scope.tenants))
