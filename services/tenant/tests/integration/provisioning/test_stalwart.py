"""A tenant's domains and accounts in Stalwart: the same for both generations of its API."""

from dataclasses import replace

import pytest
from tenant.provisioning.failures import (
    CredentialsRefused,
    Forbidden,
    OwnedByAnother,
    Refused,
    Throttled,
    UpstreamFailure,
)
from tenant.provisioning.stalwart.integration import Stalwart
from tenant.provisioning.stalwart.jmap import Jmap
from tenant.provisioning.stalwart.registry import RegistryMail
from tenant.provisioning.stalwart.rest import RestMail
from tenant.provisioning.target import Person

GENERATIONS = {"0.15": RestMail, "0.16": lambda http: RegistryMail(Jmap(http))}
# What stands before the name in a creation.
CREATES = {"0.15": "", "0.16": '"create"'}

# Of what stands there before us; no two may share one.
NUMBER = 900_000
DENIED = {"bob": {"emailSend": True}, "eve": {"authenticate": True}}


@pytest.fixture(params=GENERATIONS)
def generation(request):
    return request.param


@pytest.fixture
def stalwart(generation, outside, http):
    def stalwart(**options):
        return Stalwart(GENERATIONS[generation](http(outside.stalwart_url, **options)))

    return stalwart


@pytest.fixture
def made(stalwart, reconciler):
    return reconciler(stalwart())


def domains_of(outside, target):
    found = outside.objects("domain")
    return {one["name"]: one for one in found if target.tenant_id in one["description"]}


def accounts_of(outside, target):
    """Return address and account."""
    domains = {one["id"]: one["name"] for one in outside.objects("domain")}
    return {
        f"{one['name']}@{domains[one['domainId']]}": one
        for one in outside.objects("account")
        if domains.get(one["domainId"], "").startswith(target.slug)
    }


def may_sign_in(account):
    return "authenticate" not in account["permissions"].get("disabledPermissions", {})


class TestOpen:
    async def test_makes_everything(self, outside, made, target):
        """Marked domains, and a mailbox for everybody whose address is in one of them."""
        tenant = target(domains=("example", "test"))
        elsewhere = Person("cem@elsewhere.example", "Cem", "member")
        outcome = await made.agree(replace(tenant, people=(*tenant.people, elsewhere)))
        assert set(domains_of(outside, tenant)) == set(tenant.domains)
        assert set(accounts_of(outside, tenant)) == {one.email for one in tenant.people}
        assert outcome.seen.figures.mailboxes == 2
        assert outcome.seen.figures.storage_bytes == 0
        assert (await made.agree(tenant)).steps == []

    async def test_says_what_waits(self, outside, made, target):
        """A domain that isn't proven is nobody's yet, and said to be so."""
        tenant = replace(target(domains=()), unproven_domains=("unproven.example",))
        outcome = await made.agree(tenant)
        assert "unproven.example" in outcome.seen.note
        assert domains_of(outside, tenant) == {}

    async def test_adopts_what_is_there(self, outside, made, target):
        """A domain without a mark gets one behind its words; accounts stay as they are."""
        tenant = target()
        outside.put(
            "domain", tenant.slug, id=tenant.slug, number=NUMBER, name=tenant.domains[0],
            description="The old one",
        )  # fmt: skip
        account = {"@type": "User", "name": "ann", "domainId": tenant.slug, "usedDiskQuota": 7}
        outside.put(
            "account", f"a-{tenant.slug}", id=f"a-{tenant.slug}", number=NUMBER + 1,
            permissions={"@type": "Inherit"}, **account,
        )  # fmt: skip
        outcome = await made.agree(tenant)
        (domain,) = domains_of(outside, tenant).values()
        assert domain["description"] == f"The old one [dezky tenant {tenant.tenant_id}]"
        assert set(accounts_of(outside, tenant)) == {one.email for one in tenant.people}
        assert outcome.seen.figures.storage_bytes == 7

    async def test_another_tenant_s_domain(self, outside, made, target):
        """As long as it holds mail of another, nobody else gets it."""
        one = target()
        await made.agree(one)
        with pytest.raises(OwnedByAnother):
            await made.agree(replace(target(slug=f"{one.slug}-two"), domains=one.domains))
        assert set(domains_of(outside, one)) == set(one.domains)

    async def test_who_leaves(self, outside, made, target):
        """Their mailbox is closed and kept; a mailbox that nobody here made is let be."""
        tenant = target()
        await made.agree(tenant)
        ann, bob = (person.email for person in tenant.people)
        domain = domains_of(outside, tenant)[tenant.domains[0]]
        outside.put(
            "account", f"info-{tenant.slug}", id=f"info-{tenant.slug}", number=NUMBER + 2,
            name="info", domainId=domain["id"], permissions={"@type": "Inherit"},
            usedDiskQuota=0, **{"@type": "User"},
        )  # fmt: skip
        await made.agree(replace(tenant, people=tenant.people[:1]))
        found = accounts_of(outside, tenant)
        assert {address: may_sign_in(one) for address, one in found.items()} == {
            ann: True,
            bob: False,
            f"info@{tenant.domains[0]}": True,
        }
        await made.agree(tenant)
        assert may_sign_in(accounts_of(outside, tenant)[bob])

    async def test_a_domain_given_up(self, outside, made, target):
        """Without mail in it, it goes; else its mailboxes are closed and kept."""
        tenant = target(domains=("example", "test"))
        await made.agree(tenant)
        await made.agree(replace(tenant, domains=tenant.domains[:1]))
        assert set(domains_of(outside, tenant)) == set(tenant.domains[:1])
        await made.agree(replace(tenant, domains=tenant.domains[1:]))
        assert set(domains_of(outside, tenant)) == set(tenant.domains)
        assert not any(map(may_sign_in, accounts_of(outside, tenant).values()))


class TestClosed:
    async def test_suspend_and_resume(self, outside, made, target, suspended):
        """Nobody signs in while suspended; afterwards everybody has exactly what they had."""
        tenant = target(people=("ann", "bob", "eve"))
        await made.agree(tenant)
        for address, account in accounts_of(outside, tenant).items():
            denied = DENIED.get(address[:3])
            permissions = {
                "@type": "Merge",
                "enabledPermissions": {},
                "disabledPermissions": denied,
            }
            if denied:
                outside.put("account", account["id"], permissions=permissions)
        before = accounts_of(outside, tenant)
        await made.agree(suspended(tenant))
        assert not any(map(may_sign_in, accounts_of(outside, tenant).values()))
        assert (await made.agree(suspended(tenant))).steps == []
        await made.agree(tenant)
        assert accounts_of(outside, tenant) == before
        assert (await made.agree(tenant)).steps == []

    async def test_replaced_permissions(
        self, outside, stalwart, reconciler, target, suspended, generation
    ):
        """An account that has its permissions by name, and none by role, comes back as it was."""
        tenant = target(people=("ann",))
        made = reconciler(stalwart())
        await made.agree(tenant)
        (account,) = accounts_of(outside, tenant).values()
        enabled = {"authenticate": True, "emailReceive": True}
        listed = {"@type": "Replace", "enabledPermissions": enabled, "disabledPermissions": {}}
        outside.put("account", account["id"], permissions=listed)
        await made.agree(suspended(tenant))
        (closed,) = accounts_of(outside, tenant).values()
        assert not may_sign_in(closed)
        assert "emailReceive" in closed["permissions"]["enabledPermissions"]
        await made.agree(tenant)
        (opened,) = accounts_of(outside, tenant).values()
        assert opened["permissions"]["enabledPermissions"] == enabled
        if generation == "0.16":
            assert opened["permissions"] == listed


class TestGone:
    async def test_takes_everything_down(self, outside, made, target, suspended):
        """Accounts before their domains; what is absent is told."""
        tenant = target(domains=("example", "test"))
        await made.agree(tenant)
        await made.agree(suspended(tenant))
        outcome = await made.agree(replace(tenant, access="gone"))
        assert [step.kind for step in outcome.steps] == ["account"] * 2 + ["domain"] * 2
        assert (domains_of(outside, tenant), accounts_of(outside, tenant)) == ({}, {})
        assert set(outcome.absent) == {
            *(("domain", domain) for domain in tenant.domains),
            *(("account", person.email) for person in tenant.people),
        }


class TestFailures:
    async def test_wrong_credentials(self, stalwart, reconciler, target):
        """They would be banned if they insisted."""
        with pytest.raises(CredentialsRefused):
            await reconciler(stalwart(secret="wrong")).agree(target())

    @pytest.mark.parametrize(("status", "failure"), [(403, Forbidden), (429, Throttled)])
    async def test_by_status(self, outside, made, target, status, failure):
        """Authentication, permission and rate limits use status codes."""
        outside.mishaps({"mode": "refuse", "status": status, "times": -1})
        with pytest.raises(failure):
            await made.agree(target())

    async def test_an_error_with_status_200(self, outside, http):
        """Up to 0.15 a refusal looks like a success from afar."""
        mail = RestMail(http(outside.stalwart_url))
        with pytest.raises(UpstreamFailure, match="no nowhere"):
            await mail.create_account("a@nowhere.example", domain="", name="A")

    async def test_a_set_error(self, outside, http):
        """From 0.16 on what fails is told inside the answer."""
        mail = RegistryMail(Jmap(http(outside.stalwart_url)))
        with pytest.raises(Refused, match="invalidForeignKey"):
            await mail.create_account("a@nowhere.example", domain="zzz", name="A")

    @pytest.mark.parametrize("mode", ["refuse", "fail_after", "half", "silent", "silent_after"])
    @pytest.mark.parametrize("skipped", [0, 1, 2])
    async def test_never_twice(
        self, outside, stalwart, reconciler, target, generation, mode, skipped
    ):
        """Whichever creation fails, and how: tried again, everything is there exactly once."""
        made = reconciler(stalwart(timeout_seconds=0.5))
        name = [target().domains[0], "ann", "bob"][skipped]
        call = {"method": "POST", "body": f'{CREATES[generation]}.*"name": "{name}'}
        outside.mishaps({"mode": mode, **call})
        with pytest.raises(UpstreamFailure):
            await made.agree(target())
        await made.agree(target())
        assert outside.struck() == [1]
        assert set(domains_of(outside, target())) == set(target().domains)
        assert sorted(accounts_of(outside, target())) == [one.email for one in target().people]
        names = [one["name"] for one in outside.objects("domain")]
        assert len(names) == len(set(names))
