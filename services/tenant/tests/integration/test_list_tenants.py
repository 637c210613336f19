"""Listing tenants."""

import pytest
from bus import acting_as
from chassis.cursors import encode
from contracts.faults import Malformed
from contracts.tenant.v1 import (
    LIST_TENANTS,
    DeleteTenantRequest,
    ListTenantsRequest,
    SuspendTenantRequest,
)


async def page(platform, **asked):
    return await platform.tenants.list_tenants(ListTenantsRequest(**asked))


async def slugs(platform, **asked):
    return [tenant.slug for tenant in (await page(platform, **asked)).items]


@pytest.fixture
async def several(platform):
    """One tenant that is active, one suspended, one deleted."""
    for slug in ("globex", "acme", "initech"):
        await platform.create(slug)
    await platform.tenants.suspend_tenant(SuspendTenantRequest(slug="globex", reason="unpaid"))
    await platform.tenants.delete_tenant(DeleteTenantRequest(slug="initech"))
    return platform


class TestListTenants:
    async def test_by_slug(self, several):
        """In the order of their slugs, without the deleted ones."""
        assert await slugs(several) == ["acme", "globex"]

    @pytest.mark.parametrize(
        ("status", "found"),
        [
            ("active", ["acme"]),
            ("suspended", ["globex"]),
            ("deleted", ["initech"]),
            ("pending", []),
        ],
    )
    async def test_by_status(self, several, status, found):
        """Only those in the status asked for."""
        assert await slugs(several, status=status) == found

    async def test_counts(self, several):
        """Counts are per status, whatever the filter and the page."""
        counts = (await page(several, status="active", limit=1)).counts
        assert counts == {"pending": 0, "active": 1, "suspended": 1, "deleted": 1}

    async def test_counts_of_a_search(self, several):
        """Counts are for the same text."""
        counts = (await page(several, q="acme")).counts
        assert counts == {"pending": 0, "active": 1, "suspended": 0, "deleted": 0}

    async def test_pages(self, platform):
        """Pages follow each other without gap or repetition, and the last has no cursor."""
        every = sorted(f"tenant-{number}" for number in range(7))
        for slug in every:
            await platform.create(slug)
        seen, cursor, sizes = [], None, []
        while cursor or not seen:
            found = await page(platform, limit=3, cursor=cursor)
            seen += [tenant.slug for tenant in found.items]
            sizes.append(len(found.items))
            cursor = found.next_cursor
        assert seen == every
        assert sizes == [3, 3, 1]

    async def test_a_full_last_page(self, platform):
        """A page that ends with the last tenant says that it is the last."""
        for slug in ("a", "b"):
            await platform.create(slug)
        assert (await page(platform, limit=2)).next_cursor is None

    async def test_pages_while_tenants_come(self, platform):
        """A tenant made between two pages shifts nothing."""
        for slug in ("b", "d", "f"):
            await platform.create(slug)
        first = await page(platform, limit=2)
        for slug in ("a", "c", "e"):
            await platform.create(slug)
        assert await slugs(platform, cursor=first.next_cursor) == ["e", "f"]

    async def test_large_tenants(self, platform):
        """A page is cut to what one message carries, and the rest is on the next ones."""
        names = [".".join([f"{number:0>60}"] * 3 + ["example"]) for number in range(100)]
        for number in range(50):
            await platform.create(
                f"tenant-{number:02}", domains=[f"{number}.{name}" for name in names]
            )
        seen, cursor = [], None
        while cursor or not seen:
            found = await page(platform, limit=200, cursor=cursor)
            assert found.items
            seen += [tenant.slug for tenant in found.items]
            cursor = found.next_cursor
        assert len(seen) == len(set(seen)) == 50

    @pytest.mark.parametrize(
        "cursor",
        [
            "nonsense",
            "AAAA",
            encode("a", "b"),
            encode("slug", 1, "a"),
            encode(1),
            "[1",
            encode("a") + "===",
        ],
    )
    async def test_foreign_cursors(self, platform, cursor):
        """A cursor of another list is refused, by its field."""
        with pytest.raises(Malformed) as refused:
            await page(platform, cursor=cursor)
        assert [error.field for error in refused.value.errors] == ["cursor"]

    @pytest.mark.parametrize("limit", [0, 201, -1, 1.5, "many"])
    async def test_limits(self, platform, limit):
        """From 1 to 200."""
        with pytest.raises(Malformed) as refused:
            await platform.send(LIST_TENANTS, {"limit": limit})
        assert [error.field for error in refused.value.errors] == ["limit"]


class TestListTenantsForMembers:
    async def test_own(self, several, member_of):
        """A member sees their tenants, and counts of theirs."""
        with acting_as(member_of("acme", "nobody")):
            found = await page(several)
        assert [tenant.slug for tenant in found.items] == ["acme"]
        assert found.counts == {"pending": 0, "active": 1, "suspended": 0, "deleted": 0}

    async def test_several(self, several, member_of):
        """Each tenant they belong to, suspended ones too."""
        with acting_as(member_of("acme", "globex")):
            assert await slugs(several) == ["acme", "globex"]

    async def test_deleted(self, several, member_of):
        """What was deleted is neither listed nor counted for them."""
        with acting_as(member_of("initech")):
            found = await page(several, status="deleted")
        assert (found.items, sum(found.counts.values())) == ([], 0)
