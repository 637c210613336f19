"""How partners' tenants and people are asked for."""

import pytest
from contracts.tenant import v1


class Resale:
    """Sends bodies as they come over HTTP."""

    def __init__(self, platform):
        self._platform = platform

    async def attach(self, tenant, partner="reseller"):
        body = {"partnerSlug": partner, "tenantSlug": tenant}
        return (await self._platform.send(v1.ATTACH_TENANT, body))["tenant"]

    async def detach(self, tenant, partner="reseller"):
        body = {"partnerSlug": partner, "tenantSlug": tenant}
        return (await self._platform.send(v1.DETACH_TENANT, body))["tenant"]

    async def tenants(self, partner="reseller", **query):
        return await self._platform.send(v1.LIST_PARTNER_TENANTS, {"partnerSlug": partner, **query})

    async def add(self, email, partner="reseller", **body):
        body = {"partnerSlug": partner, "email": email, **body}
        return (await self._platform.send(v1.ADD_PARTNER_USER, body))["user"]

    async def remove(self, user_id, partner="reseller"):
        body = {"partnerSlug": partner, "id": user_id}
        return (await self._platform.send(v1.REMOVE_PARTNER_USER, body))["user"]

    async def people(self, partner="reseller", **query):
        return await self._platform.send(v1.LIST_PARTNER_USERS, {"partnerSlug": partner, **query})

    async def revenue(self, at, partner="reseller", **query):
        """Return (tenant, amount) of each; no amount without a subscription."""
        body = {"partnerSlug": partner, "at": at.isoformat(timespec="milliseconds"), **query}
        reply = await self._platform.send(v1.LIST_PARTNER_REVENUE, body)
        return [
            (item["tenantSlug"], item.get("revenue", {}).get("amountMinor"))
            for item in reply["items"]
        ]


@pytest.fixture
def resale(platform):
    """Give what sends commands about partners' tenants and people."""
    return Resale(platform)


@pytest.fixture
async def platform_alone(start):
    """Give the running service on a bus where nobody knows any partner."""
    return await start(partners=False)
