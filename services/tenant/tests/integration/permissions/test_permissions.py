"""deploy/nats: what each service's user may do is enough for it."""

import uuid

import pytest
from bus import Client
from contracts.audit.v1 import (
    AuditServiceClient,
    DeadLetterServiceClient,
    ListDeadLettersRequest,
    ListEntriesRequest,
    ReplayDeadLetterRequest,
)
from contracts.faults import Unavailable
from contracts.tenant.v1 import CreateTenantRequest, TenantRecord, TenantServiceClient
from devstack.waiting import eventually


async def created(caller):
    """Create a tenant as soon as the service answers."""
    tenants = TenantServiceClient(Client(caller))
    request = CreateTenantRequest(slug=f"t-{uuid.uuid4().hex[:12]}", name="Guarded")

    async def create():
        try:
            return (await tenants.create_tenant(request)).tenant
        except Unavailable:
            return None

    return await eventually(create)


async def entries_of(caller, **asked):
    """List entries as soon as the service answers."""
    try:
        return (
            await AuditServiceClient(Client(caller)).list_entries(ListEntriesRequest(**asked))
        ).items
    except Unavailable:
        return []


class TestEnough:
    async def test_a_change(self, login):
        """A change called for as the gateway stands on the timeline and in the directory."""
        gateway, root = await login("gateway"), await login("bootstrap")
        tenant = await created(gateway)
        (entry,) = await eventually(lambda: entries_of(gateway, tenant_slug=tenant.slug))
        assert entry.action == "tenant.created"
        held = await root.key_value("directory").get(f"tenant.{tenant.slug}")
        assert TenantRecord.read(held.value).id == tenant.id

    async def test_a_replay(self, login):
        """What was malformed is kept, repaired and replayed."""
        gateway, root = await login("gateway"), await login("bootstrap")
        letters = DeadLetterServiceClient(Client(gateway))
        await root.append("audit.billing._.invoice.paid", b"no JSON")

        async def waiting():
            try:
                asked = ListDeadLettersRequest(state="waiting")
                return (await letters.list_dead_letters(asked)).items
            except Unavailable:
                return []

        (letter, *_) = await eventually(waiting)
        repaired = ReplayDeadLetterRequest(id=letter.id, body="{}")
        await letters.replay_dead_letter(repaired)
        (entry,) = await eventually(lambda: entries_of(gateway, source="billing"))
        assert entry.action == "invoice.paid"

    async def test_the_gateway(self, login):
        """The gateway is healthy: it watches the directory and is seen by discovery."""
        root = await login("bootstrap")
        answer = await root.request("$SRV.PING.gateway", b"")
        assert b'"name":"gateway"' in answer.payload.replace(b" ", b"")

    @pytest.mark.parametrize("name", ["tenant", "audit", "gateway"])
    async def test_no_violation(self, guarded, login, name):
        """No service asks for what it may not."""
        tenant = await created(await login("gateway"))
        root = await login("bootstrap")
        await eventually(lambda: entries_of(root, tenant_slug=tenant.slug))
        log = guarded.log_of(name)
        assert "bus_connected" in log
        assert "bus_permission_violation" not in log
