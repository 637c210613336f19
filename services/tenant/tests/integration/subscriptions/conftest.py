"""A tenant, and how its subscription is asked for."""

import pytest
from contracts.tenant.v1 import (
    CANCEL_SUBSCRIPTION,
    CREATE_SUBSCRIPTION,
    GET_SUBSCRIPTION,
    LIST_SUBSCRIPTION_CHANGES,
    UPDATE_SUBSCRIPTION,
)

TEN_EUROS = {"amountMinor": 1000, "currency": "EUR"}


class Billing:
    """Sends bodies as they come over HTTP."""

    def __init__(self, platform):
        self._platform = platform

    async def create(self, slug="acme", **body):
        body = {"slug": slug, "seats": 10, "unitPrice": TEN_EUROS, **body}
        return (await self._platform.send(CREATE_SUBSCRIPTION, body))["subscription"]

    async def update(self, slug="acme", *, version=1, **body):
        body = {"slug": slug, "version": version, **body}
        return (await self._platform.send(UPDATE_SUBSCRIPTION, body))["subscription"]

    async def cancel(self, slug="acme", *, reason="Closed"):
        body = {"slug": slug, "reason": reason}
        return (await self._platform.send(CANCEL_SUBSCRIPTION, body))["subscription"]

    async def get(self, slug="acme"):
        return (await self._platform.send(GET_SUBSCRIPTION, {"slug": slug}))["subscription"]

    async def history(self, slug="acme", **query):
        return await self._platform.send(LIST_SUBSCRIPTION_CHANGES, {"slug": slug, **query})


@pytest.fixture
def billing(platform):
    """Give what sends commands about subscriptions."""
    return Billing(platform)


@pytest.fixture(autouse=True)
async def acme(platform):
    """Give a tenant of which nothing is waiting to be told."""
    made = await platform.create("acme", plan="business")
    await platform.told("AUDIT")
    return made
