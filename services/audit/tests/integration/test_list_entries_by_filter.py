"""Listing entries: which filter finds what."""

import pytest


async def tell(timeline, subject, **body):
    assert await timeline.record(timeline.delivery(subject, body)) == [""]


class TestListEntries:
    @pytest.fixture(autouse=True)
    async def entries(self, timeline):
        await tell(
            timeline,
            "audit.tenant.acme.tenant.suspended",
            resourceName="Acme Öl & Gas",
            actorEmail="Ann@Dezky.localhost",
            partnerSlug="reseller",
        )
        await tell(
            timeline,
            "audit.gateway.globex.gateway.access_denied",
            resourceName="GET /tenants",
            actorEmail="bob@globex.example",
            outcome="denied",
        )
        await tell(timeline, "audit.billing._.tenants.counted", resourceName="日本𠀀")

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"action": "tenant.suspended"}, ["tenant"]),
            ({"action": "tenant.*"}, ["tenant"]),
            ({"action": "tenant"}, []),
            ({"action": "gateway.access_denied.*"}, []),
            ({"tenant_slug": "acme"}, ["tenant"]),
            ({"tenant_slug": "ac"}, []),
            ({"partner_slug": "reseller"}, ["tenant"]),
            ({"actor_email": "ANN@dezky.localhost"}, ["tenant"]),
            ({"actor_email": "ann"}, []),
            ({"outcome": "denied"}, ["gateway"]),
            ({"source": "billing"}, ["billing"]),
            ({"source": "bill"}, []),
            ({"action": "tenant.*", "outcome": "denied"}, []),
            ({"q": "suspended"}, ["tenant"]),
            ({"q": "ACC"}, ["gateway"]),
            ({"q": "globex"}, ["gateway"]),
            ({"q": "o\u0308l gas"}, ["tenant"]),
            ({"q": "ann dezky acm"}, ["tenant"]),
            ({"q": "tenant"}, ["billing", "gateway", "tenant"]),
            ({"q": "日本"}, ["billing"]),
            ({"q": "cme"}, []),
            ({"q": "acme globex"}, []),
            ({"q": "localhost", "source": "gateway"}, []),
            ({"q": "&"}, ["billing", "gateway", "tenant"]),
            ({"q": "$where"}, []),
        ],
    )
    async def test_found(self, timeline, asked, found):
        """Filters combine by and; words are found by their beginnings, whatever their case."""
        assert sorted(entry.source for entry in await timeline.entries(**asked)) == found
