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
from contracts.partner.v1 import (
    CreatePartnerRequest,
    GetMarginReportRequest,
    ListPartnersRequest,
    PartnerServiceClient,
    TerminatePartnerRequest,
)
from contracts.tenant.v1 import (
    AttachTenantRequest,
    CreateTenantRequest,
    ResaleServiceClient,
    TenantRecord,
    TenantServiceClient,
)
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
        directory = root.key_value("directory")
        held = await eventually(lambda: directory.get(f"tenant.{tenant.slug}"))
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

    async def test_partners(self, login):
        """Tenant asks for a partner, and partner for its tenants and what they bring."""
        gateway = await login("gateway")
        tenant, slug = await created(gateway), f"p-{uuid.uuid4().hex[:12]}"
        partners = PartnerServiceClient(Client(gateway))

        async def create():
            try:
                return await partners.create_partner(CreatePartnerRequest(slug=slug, name=slug))
            except Unavailable:
                return None

        await eventually(create)
        attach = AttachTenantRequest(partner_slug=slug, tenant_slug=tenant.slug)
        await ResaleServiceClient(Client(gateway)).attach_tenant(attach)
        listed = await partners.list_partners(ListPartnersRequest(limit=200))
        assert [one.customers for one in listed.items if one.partner.slug == slug] == [1]
        report = await partners.get_margin_report(GetMarginReportRequest(slug=slug))
        assert report.rows == []
        ended = await partners.terminate_partner(TerminatePartnerRequest(slug=slug, detach=True))
        assert (ended.attached, ended.detached) == ([], [tenant.slug])
        (entry,) = await eventually(lambda: entries_of(gateway, action="partner.terminated"))
        assert entry.partner_slug == slug

    @pytest.mark.parametrize("name", ["tenant", "partner", "audit", "gateway"])
    async def test_no_violation(self, guarded, login, name):
        """No service asks for what it may not."""
        tenant = await created(await login("gateway"))
        root = await login("bootstrap")
        await eventually(lambda: entries_of(root, tenant_slug=tenant.slug))
        log = guarded.log_of(name)
        assert "bus_connected" in log
        assert "bus_permission_violation" not in log
