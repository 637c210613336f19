"""Root causes, and whom they hit."""

from bus import acting_as
from contracts.health import v1
from contracts.platform.v1 import Actor, Membership
from devstack.waiting import eventually

PARTNER = Actor(
    type="user", id="p", audience="dezky-partner", partner_slug="nordwind", email="p@nordwind"
)
MEMBER = Actor(
    type="user",
    id="m",
    audience="dezky-portal",
    memberships=[Membership(tenant_slug="acme", role="member")],
)
OPERATOR = Actor(type="user", id="o", audience="dezky-operator", platform_admin=True)


class TestRootCause:
    async def test_one_incident(self, start, server, wants):
        """One incident for the cause; what hangs on it is named, with the tenants it hits."""
        await wants("acme", "stalwart")
        await wants("globex", "ocis")
        instance = await start()
        await instance.add("database", address=server.url)
        await instance.add(
            "mail", address=server.url, depends_on=["database"], integration="stalwart"
        )
        server.status = 503
        await instance.probe("mail")
        await instance.probe("database", 3)
        assert (await instance.probe("mail", 2)).affected_by == "database"
        (incident,) = await eventually(
            instance.open_incidents,
            until=lambda seen: bool(seen and seen[0].affected_targets),
        )
        assert (incident.target_id, incident.affected_targets) == ("database", ["mail"])
        assert incident.affected_tenants == ["acme"]


class TestListTenantHealth:
    async def _hit(self, start, server, wants):
        """Mail is down; acme and two of the partner's want it."""
        await wants("acme", "stalwart", "ocis")
        await wants("borealis", "stalwart", partner="nordwind")
        await wants("calm", "ocis", partner="nordwind")
        await wants("dune", partner="nordwind")
        instance = await start()
        await instance.add("mail", address=server.url, integration="stalwart")
        await instance.add("files", address=server.url, integration="ocis")
        await instance.probe("files")
        server.status = 503
        await instance.probe("mail", 3)
        await eventually(instance.open_incidents)
        return instance

    async def _ask(self, instance, actor, **about):
        with acting_as(actor):
            return await instance.tenants.list_tenant_health(v1.ListTenantHealthRequest(**about))

    async def test_who_sees_what(self, start, server, wants):
        """Operators see all, a partner its own, a member the own tenant, each with what fails."""
        instance = await self._hit(start, server, wants)
        everything = await eventually(
            lambda: self._ask(instance, OPERATOR),
            until=lambda seen: bool(seen.items and seen.items[0].incidents),
        )
        assert {one.slug: (one.status, one.summary) for one in everything.items} == {
            "acme": ("bad", "1 / 2 services live"),
            "borealis": ("bad", "0 / 1 services live"),
            "calm": ("ok", "1 / 1 services live"),
            "dune": ("unknown", "0 / 0 services live"),
        }
        counts = everything.counts
        assert (counts.bad, counts.ok, counts.unknown, counts.warn) == (2, 1, 1, 0)
        partners = await self._ask(instance, PARTNER)
        assert [one.slug for one in partners.items] == ["borealis", "calm", "dune"]
        (borealis,) = (await self._ask(instance, PARTNER, status="bad")).items
        assert [(one.name, one.integration) for one in borealis.affected] == [("Mail", "stalwart")]
        assert [(one.title, one.affected) for one in borealis.incidents] == [
            ("Mail is down", ["Mail"])
        ]
        assert [one.slug for one in (await self._ask(instance, MEMBER)).items] == ["acme"]
        assert (await self._ask(instance, MEMBER, tenant_slug="calm")).items == []

    async def test_pages(self, start, server, wants):
        """Page by page, each tenant once; the counts are of all."""
        instance = await self._hit(start, server, wants)
        seen, cursor = [], None
        while True:
            page = await self._ask(instance, OPERATOR, limit=3, cursor=cursor)
            seen += [one.slug for one in page.items]
            assert page.counts.bad == 2
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
        assert seen == ["acme", "borealis", "calm", "dune"]
