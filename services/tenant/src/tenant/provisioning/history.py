"""What stands on the timeline about provisioning: states that were reached, not every attempt."""

from collections.abc import Mapping, Sequence
from typing import Any

from chassis import AuditTrail, OutboxEntry
from contracts.tenant.v1 import Tenant

from tenant.provisioning.assessing import Attempt
from tenant.provisioning.conditions import FALSE, SYNCED, condition
from tenant.provisioning.documents import ProvisioningDocument
from tenant.provisioning.items import Step
from tenant.provisioning.rules import SETTLED

_TOLD_STEPS = 50


class ProvisioningHistory:
    """Describes what the reconciler found and did, in the tenant service's name."""

    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    def of(
        self,
        tenant: Tenant,
        document: ProvisioningDocument,
        *,
        before: str,
        attempts: Sequence[Attempt],
        is_resync: bool,
    ) -> list[OutboxEntry]:
        """Return the entries of a visit; `before` is the state that it found.

        Trouble is told once, and its end once. Notes in the document what was told.
        """
        entries = []
        state = document.state
        if state == "failing" and not document.told_failing:
            document.told_failing = True
            entries.append(self._failed(tenant, document))
        elif document.told_failing and state in SETTLED:
            document.told_failing = False
            entries.append(self.entry("provisioning.recovered", tenant))
        if state != before and state in {"suspended", "torn_down"}:
            absent = {"absent": document.absent} if state == "torn_down" else {}
            entries.append(self.entry(f"provisioning.{state}", tenant, absent))
        elif (before, state) == ("suspended", "ready"):
            entries.append(self.entry("provisioning.resumed", tenant))
        if state == "drifted" and before != "drifted":
            steps = {one.integration: _told(one.drift) for one in attempts if one.drift}
            entries.append(self.entry("provisioning.drift_found", tenant, {"steps": steps}))
        if is_resync and (repaired := _repaired(attempts)):
            entries.append(self.entry("provisioning.repaired", tenant, {"steps": repaired}))
        return entries

    def entry(
        self,
        action: str,
        tenant: Tenant,
        metadata: Mapping[str, Any] | None = None,
        *,
        outcome: str = "success",
    ) -> OutboxEntry:
        """Return one entry about a tenant."""
        return self._audit.entry(
            action,
            resource_type="tenant",
            resource_id=tenant.id,
            resource_name=tenant.name,
            tenant_slug=tenant.slug,
            partner_slug=tenant.partner_slug or "",
            outcome=outcome,
            metadata=metadata,
        )

    def integration(self, verb: str, name: str, *, reason: str = "") -> OutboxEntry:
        """Return the entry about a whole system."""
        return self._audit.entry(
            f"integration.{verb}",
            resource_type="integration",
            resource_id=name,
            resource_name=name,
            metadata={"reason": reason} if reason else {},
        )

    def _failed(self, tenant: Tenant, document: ProvisioningDocument) -> OutboxEntry:
        causes = {
            state.integration: {"reason": synced.reason, "message": synced.message}
            for state in document.integrations
            if (synced := condition(state.conditions, SYNCED)) and synced.status == FALSE
        }
        return self.entry("provisioning.failed", tenant, {"causes": causes}, outcome="failure")


def _repaired(attempts: Sequence[Attempt]) -> Mapping[str, Any]:
    return {
        one.integration: _told(one.outcome.steps)
        for one in attempts
        if one.outcome and one.outcome.applied and one.outcome.steps
    }


def _told(steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {
            "action": step.action,
            "kind": step.kind,
            "key": step.key,
            "externalId": step.external_id,
            "changes": step.changes,
        }
        for step in steps[:_TOLD_STEPS]
    ]
