"""The list of tenants in windows: what is found is what a plain search through all would find."""

import itertools

import pytest
from chassis import Scope, now
from contracts.tenant.v1 import ListTenantsRequest
from tenant.documents import TenantDocument
from tenant.listing.findable import keep_findable
from tenant.listing.order import Order, Place
from tenant.listing.store import ListingStore

STATUSES = ("active", "suspended", "pending", "deleted")
MANY = 400


@pytest.fixture
async def stored(platform):
    """Store many tenants: statuses, partners and names in no step with each other."""
    made = []
    for number in range(MANY):
        moment = now()
        slug = f"t{number:03}"
        tenant = TenantDocument(
            slug=slug,
            name=f"{'Rare' if number % 97 == 0 else 'Common'} {number % 20}",
            plan="starter",
            status=STATUSES[0] if number % 7 else STATUSES[number % 4],
            partner_slug=f"p{number % 3}",
            created_at=moment,
            updated_at=moment,
        )
        keep_findable(tenant)
        made.append(tenant)
    await platform.database["tenants"].insert_many([one.storable() for one in made])
    return made


def expected(stored, *, status, words, partner):
    shown = {status} if status else {"active", "suspended", "pending"}
    if partner:
        shown -= {"deleted"}
    return [
        one.slug
        for one in stored
        if one.status in shown
        and set(words) <= set(one.search)
        and partner in {"", one.partner_slug}
    ]


async def all_pages(listing, scope, **asked):
    """Return the slugs of page after page of seven."""
    found, cursor = [], None
    while True:
        page = await listing.page(scope, ListTenantsRequest(**asked, cursor=cursor), limit=7)
        found += [tenant.slug for tenant, _ in page]
        if len(page) < 7:
            return found
        cursor = page[-1][1]


CASES = list(
    itertools.product((None, "active", "suspended", "deleted"), ((), ("rare",), ("common", "1")))
)


class TestPages:
    @pytest.mark.parametrize("partner", ["", "p1"])
    @pytest.mark.parametrize(("status", "words"), CASES)
    async def test_complete(self, stored, status, words, partner):
        """Page by page everything is there, once and in order; before and after counting."""
        listing = ListingStore()
        scope = Scope((), partner=partner) if partner else Scope(None)
        for _ in range(2):
            asked = {"status": status, "q": " ".join(words)}
            found = await all_pages(listing, scope, **asked)
            assert found == expected(stored, status=status, words=words, partner=partner)
            await listing.counts(Scope(None), ListTenantsRequest())

    @pytest.mark.parametrize("partner", ["", "p1"])
    @pytest.mark.parametrize("sort", ["-slug", "name", "-name", "createdAt", "-updatedAt"])
    async def test_in_any_order(self, stored, sort, partner):
        """The same in every order, also when many have the same name or the same moment."""
        listing = ListingStore()
        scope = Scope((), partner=partner) if partner else Scope(None)
        mine = expected(stored, status="active", words=(), partner=partner)
        key, direction = Order.of(sort).key, Order.of(sort).direction
        places = sorted(Place.of(one.storable(), key) for one in stored if one.slug in mine)[
            ::direction
        ]
        for _ in range(2):
            found = await all_pages(listing, scope, status="active", sort=sort)
            assert found == [place.slug for place in places]
            await listing.counts(Scope(None), ListTenantsRequest())

    @pytest.mark.usefixtures("stored")
    @pytest.mark.parametrize("sort", ["slug", "-name", "updatedAt"])
    async def test_looks_are_bounded(self, queries, sort):
        """Once counted, a full page takes one look, however many tenants there are."""
        listing = ListingStore()
        await listing.counts(Scope(None), ListTenantsRequest())
        queries.clear()
        await listing.page(Scope(None), ListTenantsRequest(sort=sort), limit=51)
        assert queries == ["aggregate"]
