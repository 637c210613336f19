"""Commands and queries about targets: one method per rpc."""

from collections.abc import Sequence

from chassis import AuditTrail, OutboxEntry, as_contract, changes
from contracts.health import v1

from health.targets import faults, rules
from health.targets.catalogue import Catalogue, definition_of
from health.targets.documents import TargetDocument
from health.targets.heartbeats import Heartbeats
from health.targets.store import TargetStore

_EDITED = (
    "name",
    "group",
    "address",
    "interval_seconds",
    "timeout_ms",
    "warn_ms",
    "conditions",
    "depends_on",
    "planned",
    "integration",
)


class TargetService(v1.TargetService):
    """Targets that operators add beside those of the file."""

    def __init__(
        self,
        store: TargetStore,
        catalogue: Catalogue,
        audit: AuditTrail,
        heartbeats: Heartbeats,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._audit = audit
        self._heartbeats = heartbeats

    async def list_targets(self, _request: v1.ListTargetsRequest) -> v1.ListTargetsResponse:
        """With what is wrong in the file."""
        await self._catalogue.refresh()
        shown = [self._shown(one) for _, one in sorted(self._catalogue.targets.items())]
        return v1.ListTargetsResponse(items=shown, file_error=self._catalogue.file_error)

    async def create_target(self, request: v1.CreateTargetRequest) -> v1.CreateTargetResponse:
        """Where it may lead is checked by each probe, for names change."""
        await self._catalogue.refresh()
        if request.id in self._catalogue.targets:
            raise faults.TargetTaken(f"The id {request.id} is taken.")
        target = TargetDocument(
            id=request.id,
            name=request.name,
            group=request.group or "",
            kind=request.kind,
            address=request.address or "",
            interval_seconds=request.interval_seconds or 30,
            timeout_ms=request.timeout_ms or 1500,
            warn_ms=request.warn_ms or min(500, request.timeout_ms or 500),
            conditions=request.conditions,
            depends_on=request.depends_on,
            planned=bool(request.planned),
            integration=request.integration or "",
            source="api",
        )
        rules.check(definition_of(target), self._catalogue.targets)
        await self._store.insert_in_all(target, [self._entry("created", target, {})])
        await self._catalogue.refresh()
        return v1.CreateTargetResponse(target=self._shown(definition_of(target)))

    async def update_target(self, request: v1.UpdateTargetRequest) -> v1.UpdateTargetResponse:
        """Its kind stays: another kind is another target."""
        await self._catalogue.refresh()
        self._ensure_ours(request.id)
        sent = request.model_fields_set

        def decide(target: TargetDocument) -> Sequence[OutboxEntry]:
            if request.version != target.version:
                raise faults.VersionMismatch(
                    f"Target {target.id} is at version {target.version}: read it again."
                )
            before = _facts(target)
            for name in _EDITED:
                if name in sent:
                    setattr(target, name, getattr(request, name))
            rules.check(definition_of(target), self._catalogue.targets)
            changed = changes(before, _facts(target))
            return [self._entry("updated", target, changed)] if changed else []

        target = await self._store.change_in_all(request.id, decide)
        await self._catalogue.refresh()
        return v1.UpdateTargetResponse(target=self._shown(definition_of(target)))

    async def delete_target(self, request: v1.DeleteTargetRequest) -> v1.DeleteTargetResponse:
        """Refused while others depend on it."""
        await self._catalogue.refresh()
        self._ensure_ours(request.id)
        rules.ensure_free(request.id, self._catalogue.targets)

        def decide(target: TargetDocument) -> Sequence[OutboxEntry]:
            target.is_deleted = True
            return [self._entry("deleted", target, {})]

        target = await self._store.change_in_all(request.id, decide)
        await self._catalogue.refresh()
        return v1.DeleteTargetResponse(target=self._shown(definition_of(target)))

    def _ensure_ours(self, target_id: str) -> None:
        target = self._catalogue.targets.get(target_id)
        if target is not None and target.source == "file":
            raise faults.TargetOfFile(f"{target_id} stands in targets.yaml: change it there.")

    def _shown(self, one: rules.Definition) -> v1.Target:
        values = {
            name: getattr(one, name) for name in ("id", "kind", "source", "version", *_EDITED)
        }
        values |= {name: list(values[name]) for name in ("conditions", "depends_on")}
        return v1.Target.model_validate({**values, "heartbeat_path": self._heartbeats.path(one)})

    def _entry(self, verb: str, target: TargetDocument, changed: object) -> OutboxEntry:
        return self._audit.entry(
            f"target.{verb}",
            resource_type="health_target",
            resource_id=target.id,
            resource_name=target.name,
            metadata={"changes": changed} if changed else {"kind": target.kind},
        )


def _facts(target: TargetDocument) -> dict[str, object]:
    """Return what an entry compares."""
    whole = as_contract(v1.Target, target.storable()).dump()
    return {name: value for name, value in whole.items() if name != "version"}
