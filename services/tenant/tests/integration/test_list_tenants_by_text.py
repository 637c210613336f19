"""Searching tenants."""

import pytest
from contracts.tenant.v1 import ListTenantsRequest


class TestListTenantsByText:
    @pytest.fixture(autouse=True)
    async def tenants(self, platform):
        await platform.create(
            "acme", name="Acme Widgets", domains=["müller.example", "acme.example"]
        )
        await platform.create("globex", name="Globex Öl & Gas", domains=["globex.example"])
        await platform.create("umbrella", name=f"{'Donaudampfschiff' * 3}a")

    @pytest.mark.parametrize(
        ("q", "found"),
        [
            ("acme", ["acme"]),
            ("ACM", ["acme"]),
            ("widg", ["acme"]),
            ("example", ["acme", "globex"]),
            ("example ac", ["acme"]),
            ("müller", ["acme"]),
            ("xn--mller", ["acme"]),
            ("mu\u0308ll", ["acme"]),
            ("ÖL", ["globex"]),
            ("gas & öl", ["globex"]),
            ("donaudampfschiffdonaudampf", ["umbrella"]),
            ("donaudampfschiffdonauschiff", []),
            ("cme", []),
            ("acme globex", []),
            ("&", ["acme", "globex", "umbrella"]),
            ("", ["acme", "globex", "umbrella"]),
            ("$ne", []),
            (".*", ["acme", "globex", "umbrella"]),
        ],
    )
    async def test_beginnings_of_words(self, platform, q, found):
        """All words asked for must begin a word of slug, name or domain, as people write them."""
        page = await platform.tenants.list_tenants(ListTenantsRequest(q=q))
        assert [tenant.slug for tenant in page.items] == found
