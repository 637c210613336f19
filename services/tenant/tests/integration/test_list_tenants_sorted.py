"""Listing tenants by plan and partner, and in other orders."""

from datetime import timedelta

import pytest
from contracts.faults import Malformed
from contracts.tenant.v1 import LIST_TENANTS, ListTenantsRequest, UpdateTenantRequest

NAMES = {"acme": "zeta", "globex": "Beta", "initech": "alpha", "umbrella": "Beta"}


@pytest.fixture(autouse=True)
async def several(platform):
    """Four tenants made one after the other; two of one name, the first changed last."""
    plans = ["starter", "business", "starter", "enterprise"]
    for (slug, name), plan in zip(NAMES.items(), plans, strict=True):
        partner = "reseller" if slug in {"acme", "globex"} else None
        await platform.create(slug, name=name, plan=plan, partner_slug=partner)
    # As far apart as people create them.
    tenants = platform.database["tenants"]
    for minute, slug in enumerate(NAMES):
        at = (await tenants.find_one({"slug": slug}))["createdAt"] - timedelta(minutes=9 - minute)
        await tenants.update_one({"slug": slug}, {"$set": {"createdAt": at, "updatedAt": at}})
    change = UpdateTenantRequest(slug="acme", version=1, plan="enterprise")
    await platform.tenants.update_tenant(change)


async def page(platform, **asked):
    return await platform.tenants.list_tenants(ListTenantsRequest(**asked))


async def slugs(platform, **asked):
    return [tenant.slug for tenant in (await page(platform, **asked)).items]


ORDERS = [
    ("slug", ["acme", "globex", "initech", "umbrella"]),
    ("+slug", ["acme", "globex", "initech", "umbrella"]),
    ("-slug", ["umbrella", "initech", "globex", "acme"]),
    ("name", ["initech", "globex", "umbrella", "acme"]),
    ("-name", ["acme", "umbrella", "globex", "initech"]),
    ("createdAt", ["acme", "globex", "initech", "umbrella"]),
    ("-createdAt", ["umbrella", "initech", "globex", "acme"]),
]


class TestSort:
    @pytest.mark.parametrize(("sort", "found"), ORDERS)
    async def test_order(self, platform, sort, found):
        """In the order asked for; who has the same name follows by slug."""
        assert await slugs(platform, sort=sort) == found

    @pytest.mark.parametrize(("sort", "found"), ORDERS)
    async def test_pages(self, platform, sort, found):
        """Pages of one follow each other without gap or repetition."""
        seen, cursor = [], None
        while cursor or not seen:
            one = await page(platform, sort=sort, limit=1, cursor=cursor)
            seen += [tenant.slug for tenant in one.items]
            cursor = one.next_cursor
        assert seen == found

    async def test_changed_last(self, platform):
        """The tenant that changed last comes first."""
        assert (await slugs(platform, sort="-updatedAt"))[0] == "acme"

    @pytest.mark.parametrize("sort", ["name", "-slug", "createdAt"])
    async def test_another_order_s_cursor(self, platform, sort):
        """A cursor is good for the order that it was made in."""
        cursor = (await page(platform, limit=1)).next_cursor
        with pytest.raises(Malformed) as refused:
            await page(platform, sort=sort, cursor=cursor)
        assert [error.field for error in refused.value.errors] == ["cursor"]

    @pytest.mark.parametrize(("name", "value"), [("sort", "plan"), ("sort", ""), ("plan", "gold")])
    async def test_malformed(self, platform, name, value):
        """The refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await platform.send(LIST_TENANTS, {name: value})
        assert [error.field for error in refused.value.errors] == [name]


class TestFilters:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"plan": "enterprise"}, ["acme", "umbrella"]),
            ({"partner": "reseller"}, ["acme", "globex"]),
            ({"partner": "nobody"}, []),
            ({"partner": ""}, ["initech", "umbrella"]),
            ({"plan": "business", "partner": "reseller"}, ["globex"]),
            ({"q": "beta", "partner": "reseller"}, ["globex"]),
            ({"q": "beta", "plan": "starter"}, []),
        ],
    )
    async def test_found(self, platform, asked, found):
        """Filters narrow each other; an empty partner asks for those sold directly."""
        assert await slugs(platform, **asked) == found

    async def test_counts(self, platform):
        """Counts are for the same plan and partner, whatever the status."""
        found = await page(platform, plan="enterprise", status="suspended")
        assert (found.items, found.counts["active"]) == ([], 2)
