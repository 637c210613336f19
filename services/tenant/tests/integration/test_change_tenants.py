"""Changing many tenants at once."""

from datetime import timedelta

import pytest
from bus import acting_as
from chassis import now
from contracts.faults import Conflict, Malformed, PreconditionRequired
from contracts.tenant.v1 import CHANGE_TENANTS, SuspendTenantRequest

FEW = ["acme", "globex", "initech"]


@pytest.fixture(autouse=True)
async def few(platform):
    """Three tenants, one of which is suspended."""
    for slug in FEW:
        await platform.create(slug)
    await platform.tenants.suspend_tenant(SuspendTenantRequest(slug="globex", reason="abuse"))
    await platform.told("AUDIT")


@pytest.fixture
async def many(platform):
    """More than somebody can look through."""
    slugs = [f"tenant-{number:02}" for number in range(21)]
    for slug in slugs:
        await platform.create(slug, plan="business")
    await platform.told("AUDIT")
    return slugs


async def bulk(platform, **body):
    return await platform.send(CHANGE_TENANTS, body)


def outcomes(reply):
    return {item["slug"]: item["outcome"] for item in reply["items"]}


async def statuses(platform):
    found = await platform.database["tenants"].find({}).to_list()
    return {one["slug"]: one["status"] for one in found}


SUSPEND = {"action": "suspend", "reason": "unpaid"}
BUSINESS = {"action": "suspend", "reason": "unpaid", "filter": {"plan": "business"}}


class TestChangeTenants:
    async def test_suspended(self, platform):
        """Each tells what became of it; who isn't there or can't is no harm to the others."""
        reply = await bulk(platform, **SUSPEND, slugs=[*FEW, "nobody", "acme"])
        assert outcomes(reply) == {
            "acme": "changed",
            "globex": "unchanged",
            "initech": "changed",
            "nobody": "refused",
        }
        assert reply["counts"] == {"changed": 2, "unchanged": 1, "refused": 1}
        assert set((await statuses(platform)).values()) == {"suspended"}

    async def test_entries(self, platform):
        """One entry for each tenant that changed, with the reason."""
        await bulk(platform, **SUSPEND, slugs=FEW)
        told = [
            (one.action, one.tenant_slug, one.metadata["reason"])
            for one in await platform.entries()
        ]
        assert sorted(told) == [
            ("tenant.suspended", "acme", "unpaid"),
            ("tenant.suspended", "initech", "unpaid"),
        ]

    async def test_resumed(self, platform):
        """A filter means all that match."""
        reply = await bulk(platform, action="resume", filter={"status": "suspended"})
        assert reply["items"] == [
            {"slug": "globex", "outcome": "changed", "before": "suspended", "after": "active"}
        ]

    async def test_plan(self, platform):
        """A plan change gives the new plan's limits."""
        await bulk(platform, action="change_plan", plan="business", slugs=FEW)
        found = await platform.database["tenants"].find({}).to_list()
        assert {(one["plan"], one["quotas"]["users"]) for one in found} == {("business", 250)}

    async def test_plan_below_use(self, platform):
        """Who uses more than the plan allows is refused, and says why."""
        used = {"users": 300, "readAt": now()}
        unlimited = {"plan": "enterprise", "quotas": {}, "used": used}
        await platform.database["tenants"].update_one({"slug": "acme"}, {"$set": unlimited})
        reply = await bulk(platform, action="change_plan", plan="business", slugs=["acme"])
        assert reply["items"][0]["reason"] == "quota_below_use"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({**SUSPEND}, "slugs"),
            ({**SUSPEND, "slugs": ["acme"], "filter": {}}, "slugs"),
            ({"action": "suspend", "slugs": ["acme"]}, "reason"),
            ({"action": "change_plan", "slugs": ["acme"]}, "plan"),
            ({"action": "delete", "slugs": ["acme"]}, "action"),
            ({**SUSPEND, "filter": {"status": "deleted"}}, "filter.status"),
        ],
    )
    async def test_malformed(self, platform, body, field):
        """The refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await bulk(platform, **body)
        assert [error.field for error in refused.value.errors] == [field]


class TestDryRun:
    async def test_exactly_who(self, platform):
        """It lists who would change and how, and changes nobody."""
        reply = await bulk(platform, **SUSPEND, slugs=FEW, dryRun=True)
        assert reply["items"] == [
            {"slug": "acme", "outcome": "would_change", "before": "active", "after": "suspended"},
            {"slug": "globex", "outcome": "unchanged", "before": "suspended", "after": "suspended"},
            {
                "slug": "initech",
                "outcome": "would_change",
                "before": "active",
                "after": "suspended",
            },
        ]
        assert (await statuses(platform))["acme"] == "active"
        assert await platform.entries() == []

    async def test_needed(self, platform, many):
        """Above twenty tenants nothing happens without its token."""
        with pytest.raises(PreconditionRequired) as refused:
            await bulk(platform, **BUSINESS)
        assert refused.value.reason == "dry_run_required"
        assert [error.field for error in refused.value.errors] == ["token"]
        assert (await statuses(platform))[many[0]] == "active"

    async def test_with_its_token(self, platform, many):
        """With it, exactly those change, and each leaves an entry."""
        token = (await bulk(platform, **BUSINESS, dryRun=True))["token"]
        reply = await bulk(platform, **BUSINESS, token=token)
        assert reply["counts"] == {"changed": 21}
        assert sorted(entry.tenant_slug for entry in await platform.entries()) == many

    @pytest.mark.usefixtures("many")
    async def test_once(self, platform):
        """A token is good once."""
        token = (await bulk(platform, **BUSINESS, dryRun=True))["token"]
        await bulk(platform, **BUSINESS, token=token)
        with pytest.raises(Conflict):
            await bulk(platform, **BUSINESS, token=token)

    async def test_one_more(self, platform, many):
        """Somebody more who would change makes it another list."""
        token = (await bulk(platform, **BUSINESS, dryRun=True))["token"]
        await platform.create("late", plan="business")
        with pytest.raises(Conflict) as refused:
            await bulk(platform, **BUSINESS, token=token)
        assert refused.value.reason == "dry_run_outdated"
        assert [error.field for error in refused.value.errors] == ["token"]
        assert (await statuses(platform))[many[0]] == "active"

    @pytest.mark.parametrize(
        "other", [{"reason": "abuse"}, {"action": "change_plan", "plan": "starter"}]
    )
    @pytest.mark.usefixtures("many")
    async def test_another_action(self, platform, other):
        """A token is good for the action that was shown."""
        token = (await bulk(platform, **BUSINESS, dryRun=True))["token"]
        with pytest.raises(Conflict):
            await bulk(platform, **{**BUSINESS, **other}, token=token)

    @pytest.mark.usefixtures("many")
    async def test_somebody_else_s(self, platform, operator):
        """Nor is it good for somebody who hasn't seen the list."""
        token = (await bulk(platform, **BUSINESS, dryRun=True))["token"]
        with acting_as(operator), pytest.raises(Conflict):
            await platform.bulk.change_tenants(
                CHANGE_TENANTS.request.parse({**BUSINESS, "token": token})
            )

    @pytest.mark.usefixtures("many")
    async def test_expired(self, platform):
        """After a quarter of an hour it is good no more."""
        reply = await bulk(platform, **BUSINESS, dryRun=True)
        past = now() - timedelta(seconds=1)
        await platform.database["bulk_previews"].update_many({}, {"$set": {"expiresAt": past}})
        with pytest.raises(Conflict):
            await bulk(platform, **BUSINESS, token=reply["token"])
