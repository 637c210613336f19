"""Tenants have rules of their own."""

import json
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from audit.retention.retaining import Retaining
from audit.retention.store import RetentionStore
from audit.sealing.store import SealStore
from bus import Client
from chassis import AuditTrail
from contracts.audit.v1 import (
    GetRetentionRequest,
    RetentionRule,
    RetentionServiceClient,
    SetRetentionRequest,
)
from contracts.faults import Fault
from contracts.tenant.v1 import TenantRecord

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest_asyncio.fixture
async def rpcs(timeline):
    """Give the rpcs; the directory knows acme, and globex under legal hold."""
    bucket = timeline.connection.key_value("directory")
    for number, slug in enumerate(("acme", "globex")):
        record = TenantRecord(
            id=f"0199f3a0-0000-7000-8000-00000000000{number}",
            slug=slug,
            version=1,
            legal_hold=slug == "globex",
        )
        await bucket.create(f"tenant.{slug}", record.dump_json())
    return RetentionServiceClient(Client(timeline.connection))


@pytest.fixture
def keep(rpcs):
    """Give what sets a tenant's rules: `keep("acme", {"*": 7})`."""

    async def keep(slug, days):
        rules = [RetentionRule(action=action, days=kept) for action, kept in days.items()]
        asked = SetRetentionRequest(tenant_slug=slug, rules=rules)
        return (await rpcs.set_retention(asked)).retention

    return keep


async def read(rpcs):
    told = await rpcs.get_retention(GetRetentionRequest())
    rules = {one.tenant_slug: {rule.action: rule.days for rule in one.rules} for one in told.items}
    return told, rules


class TestSetRetention:
    async def test_instead_of_the_default(self, timeline, keep, archiving):
        """A tenant's rules count instead of the default's, for longer or for shorter."""
        for slug in ("acme", "initech"):
            for day in ("2026-11-01", "2026-08-01", "2026-01-01"):
                subject = f"audit.billing.{slug}.invoice.paid"
                told = timeline.delivery(subject, {"at": f"{day}T00:00:00Z"})
                assert await timeline.record(told) == [""]
        await timeline.sealed()
        await keep("acme", {"*": 200})
        assert await archiving({"*": 30}) == 3
        rows = await timeline.database["entries"].find({}).to_list()
        assert sorted((row["tenantSlug"], f"{row['at']:%m}") for row in rows) == [
            ("acme", "08"),
            ("acme", "11"),
            ("initech", "11"),
        ]
        await keep("acme", {})
        assert await archiving({"*": 30}) == 1

    async def test_recorded(self, timeline, keep):
        """One entry for a change, none for what changes nothing."""
        for days in ({"*": 7}, {"*": 7}, {}):
            await keep("acme", days)
        said = [json.loads(one.payload) for one in await timeline.published()]
        assert [(one["action"], one["tenantSlug"]) for one in said] == [
            ("audit.retention_changed", "acme")
        ] * 2
        assert [one["metadata"]["changes"]["days"]["after"] for one in said] == [{"*": 7}, {}]

    async def test_refused(self, rpcs, keep, timeline):
        """An unknown tenant, two rules for one action, and what is no rule."""
        with pytest.raises(Fault) as unknown:
            await keep("nobody", {"*": 7})
        assert unknown.value.reason == "tenant_not_found"
        twice = [RetentionRule(action="*", days=days) for days in (1, 2)]
        with pytest.raises(Fault) as refused:
            await rpcs.set_retention(SetRetentionRequest(tenant_slug="acme", rules=twice))
        assert refused.value.reason == "rule_twice"
        for rule in ({"action": "*", "days": 0}, {"action": "A", "days": 1}, {"action": "*"}):
            with pytest.raises(Fault):
                await timeline.send(
                    "rpc.audit.v1.set_retention", {"tenantSlug": "acme", "rules": [rule]}
                )
        assert (await read(rpcs))[1] == {"": {}}


class TestGetRetention:
    async def test_progress(self, timeline, rpcs, keep, archiving):
        """Rules of everybody, who is held, and what the archive has."""
        await keep("globex", {"*": 7, "mail.*": 3})
        told, rules = await read(rpcs)
        assert rules == {"": {}, "globex": {"*": 7, "mail.*": 3}}
        assert [one.held for one in told.items] == [False, True]
        assert (told.files, told.archived, told.archived_at) == (0, 0, None)
        delivery = timeline.delivery(
            "audit.billing.acme.invoice.paid", {"at": "2026-01-01T00:00:00Z"}
        )
        assert await timeline.record(delivery) == [""]
        await timeline.sealed()
        assert await archiving({"*": 30}) == 1
        told, _ = await read(rpcs)
        assert (told.files, told.archived, told.archived_at) == (1, 1, NOW)
        assert told.size_bytes > 0


@pytest.fixture
def archiving(timeline, archive):
    """Give what archives by these default days once."""

    async def archiving(days):
        chore = Retaining(
            RetentionStore(timeline.chassis.outbox),
            archive,
            days,
            owners=timeline.owners,
            sealed=SealStore().sealed_of_all,
            audit=AuditTrail("audit"),
            clock=lambda: NOW,
        )
        return await chore.sweep()

    return archiving
