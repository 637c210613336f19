"""The domains of a tenant, and the proof that they are its own."""

import asyncio

import pytest
from bus import acting_as
from contracts.faults import Conflict, Forbidden, Malformed, NotFound
from contracts.tenant.v1 import (
    ADD_TENANT_DOMAIN,
    AddTenantDomainRequest,
    DeleteTenantRequest,
    ListTenantDomainsRequest,
    RemoveTenantDomainRequest,
    TenantRecord,
    UpdateTenantRequest,
    VerifyTenantDomainRequest,
)


@pytest.fixture(autouse=True)
async def acme(platform):
    made = await platform.create("acme", domains=["acme.example"])
    await platform.told("AUDIT")
    return made


async def add(platform, domain, slug="acme"):
    request = AddTenantDomainRequest(slug=slug, domain=domain)
    return (await platform.domains.add_tenant_domain(request)).domain


async def verify(platform, domain):
    request = VerifyTenantDomainRequest(slug="acme", domain=domain)
    return (await platform.domains.verify_tenant_domain(request)).domain


async def remove(platform, domain):
    request = RemoveTenantDomainRequest(slug="acme", domain=domain)
    return (await platform.domains.remove_tenant_domain(request)).items


async def listed(platform, slug="acme"):
    request = ListTenantDomainsRequest(slug=slug)
    return (await platform.domains.list_tenant_domains(request)).items


async def prove(platform, zone, domain):
    (shown,) = [one for one in await listed(platform) if one.domain == domain]
    zone.records[shown.record_name] = ["v=spf1 -all", shown.record_value]


class TestAddTenantDomain:
    async def test_pending(self, platform):
        """A new domain is pending, and says which record would prove it."""
        made = await add(platform, "Acme.TEST.")
        assert (made.domain, made.state, made.verified_at) == ("acme.test", "pending", None)
        assert made.record_name == "_dezky-verification.acme.test"
        assert made.record_value.startswith("dezky-verification=")

    async def test_idna(self, platform):
        """It is kept in its ASCII form."""
        assert (await add(platform, "bücher.example")).domain == "xn--bcher-kva.example"

    async def test_twice(self, platform):
        """Adding it again shows the same record and leaves no further entry."""
        first = await add(platform, "acme.test")
        assert await add(platform, "acme.test") == first
        assert len(await platform.entries()) == 1

    async def test_entry(self, platform):
        """The entry holds the domains before and after."""
        await add(platform, "acme.test")
        (entry,) = await platform.entries()
        assert (entry.action, entry.metadata["changes"]) == (
            "domain.added",
            {"domains": {"before": ["acme.example"], "after": ["acme.example", "acme.test"]}},
        )

    async def test_directory(self, platform):
        """The directory has it."""
        await add(platform, "acme.test")
        record = TenantRecord.read(await platform.directory("tenant.acme"))
        assert record.domains == ["acme.example", "acme.test"]

    async def test_taken(self, platform):
        """Somebody else's is refused, without a word about whose it is."""
        await platform.create("globex")
        with pytest.raises(Conflict) as refused:
            await add(platform, "acme.example", slug="globex")
        assert refused.value.reason == "domain_taken"
        assert "acme" not in str(refused.value).replace("acme.example", "")

    async def test_at_once(self, platform):
        """Of two tenants that want one domain, one gets it."""
        await platform.create("globex")
        wanted = [add(platform, "new.example", slug) for slug in ("acme", "globex") * 3]
        tries = await asyncio.gather(*wanted, return_exceptions=True)
        owners = await platform.database["tenants"].find({"domains": "new.example"}).to_list()
        assert len(owners) == 1
        assert sum(isinstance(one, Conflict) for one in tries) == 3

    @pytest.mark.parametrize("domain", ["*.acme.example", "acme", "a b.example", "192.0.2.1", ""])
    async def test_malformed(self, platform, domain):
        """No wildcard, no single label, no address; the refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await platform.send(ADD_TENANT_DOMAIN, {"slug": "acme", "domain": domain})
        assert [error.field for error in refused.value.errors] == ["domain"]

    async def test_deleted(self, platform):
        """A deleted tenant gets no new domains."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        with pytest.raises(Conflict) as refused:
            await add(platform, "acme.test")
        assert refused.value.reason == "tenant_deleted"


class TestVerifyTenantDomain:
    async def test_verified(self, platform, zone):
        """Once the record is found, the domain is verified."""
        await prove(platform, zone, "acme.example")
        made = await verify(platform, "acme.example")
        assert made.state == "verified"
        assert await listed(platform) == [made]

    async def test_entry(self, platform, zone):
        """The entry says which; verifying twice leaves one, and asks DNS once."""
        await prove(platform, zone, "acme.example")
        await verify(platform, "acme.example")
        await verify(platform, "acme.example")
        (entry,) = await platform.entries()
        assert (entry.action, entry.metadata["changes"]) == (
            "domain.verified",
            {"verifiedDomains": {"before": [], "after": ["acme.example"]}},
        )
        assert zone.asked == ["_dezky-verification.acme.example"]

    async def test_no_record(self, platform):
        """Without the record it stays pending, and the refusal says what is missing."""
        (shown,) = await listed(platform)
        with pytest.raises(Conflict, match=shown.record_value) as refused:
            await verify(platform, "acme.example")
        assert refused.value.reason == "domain_unproven"
        assert [error.field for error in refused.value.errors] == ["domain"]
        assert await platform.entries() == []

    async def test_another_token(self, platform, zone):
        """A record of another tenant's token proves nothing."""
        zone.records["_dezky-verification.acme.example"] = ["dezky-verification=0123"]
        with pytest.raises(Conflict):
            await verify(platform, "acme.example")

    async def test_none(self, platform):
        """A domain that the tenant doesn't have is not found."""
        with pytest.raises(NotFound) as refused:
            await verify(platform, "globex.example")
        assert refused.value.reason == "domain_not_found"


class TestRemoveTenantDomain:
    async def test_removed(self, platform):
        """It is gone, and free for others."""
        assert await remove(platform, "acme.example") == []
        await platform.create("globex", domains=["acme.example"])

    async def test_and_back(self, platform, zone):
        """One that comes back is to be proven anew."""
        await prove(platform, zone, "acme.example")
        await verify(platform, "acme.example")
        await remove(platform, "acme.example")
        assert (await add(platform, "acme.example")).state == "pending"

    async def test_none(self, platform):
        """What isn't there is not found."""
        with pytest.raises(NotFound):
            await remove(platform, "globex.example")

    async def test_by_update(self, platform, zone):
        """Domains that stay in a change of the whole list stay verified."""
        await prove(platform, zone, "acme.example")
        await verify(platform, "acme.example")
        domains = ["acme.test", "acme.example"]
        request = UpdateTenantRequest(slug="acme", version=2, domains=domains)
        changed = (await platform.tenants.update_tenant(request)).tenant
        assert changed.verified_domains == ["acme.example"]


class TestWho:
    async def test_admin(self, platform, member_of):
        """An admin manages the domains of their own tenant."""
        with acting_as(member_of("acme", role="admin")):
            assert (await add(platform, "acme.test")).state == "pending"

    async def test_member(self, platform, member_of):
        """A mere member doesn't."""
        with acting_as(member_of("acme")), pytest.raises(Forbidden):
            await add(platform, "acme.test")

    async def test_others(self, platform, member_of):
        """An admin elsewhere finds no such tenant, also when they are a member here."""
        with acting_as(member_of("globex", role="owner")), pytest.raises(NotFound):
            await listed(platform)
