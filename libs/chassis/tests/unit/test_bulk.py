"""Many audit entries in one message."""

import json

import pytest
from bus.streams import MAX_MESSAGE_BYTES
from chassis.bulk import bulk
from contracts.audit.v1 import BulkPublication, Publication


def cart(**told):
    return Publication(action="cart.paid", **told)


class TestBulk:
    def test_one_tenants(self):
        """They go where only that tenant's entries may go."""
        (message,) = bulk("shop", [cart(tenant_slug="acme")] * 2)
        assert message.subject == "audit.shop.acme.bulk"

    def test_nobodys(self):
        """Of no tenant at all."""
        (message,) = bulk("shop", [cart(), cart(tenant_slug="")])
        assert message.subject == "audit.shop._.bulk"

    def test_several_tenants(self):
        """Each names its own; of a tenant and of none is several too."""
        (message,) = bulk("shop", [cart(tenant_slug="acme"), cart()])
        assert message.subject == "audit.shop.-.bulk"

    def test_ids(self):
        """An id that was given stays; whoever has none gets one."""
        identity = "0199f3a0-0000-7000-8000-00000000000a"
        (message,) = bulk("shop", [cart(id=identity), cart()])
        ids = [entry["id"] for entry in json.loads(message.payload)["entries"]]
        assert ids[0] == identity
        assert len(set(ids)) == 2

    def test_nothing(self):
        """Nothing to tell is no message."""
        assert bulk("shop", []) == []

    @pytest.mark.parametrize(
        ("sizes", "times"), [([0], 1), ([0], 1203), ([60_000], 40), ([0, 60_000, 10], 60)]
    )
    def test_all_in_order(self, sizes, times):
        """However many and large: all of them, in order, in messages that the bus carries."""
        told = [
            cart(resource_id=str(number), metadata={"x": "a" * sizes[number % len(sizes)]})
            for number in range(len(sizes) * times)
        ]
        messages = bulk("shop", told)
        read = [BulkPublication.parse(message.payload).entries for message in messages]
        assert [one.resource_id for some in read for one in some] == [
            one.resource_id for one in told
        ]
        assert all(1 <= len(some) <= 500 for some in read)
        assert all(len(message.payload) < MAX_MESSAGE_BYTES - 16_384 for message in messages)
