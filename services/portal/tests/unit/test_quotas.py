"""Usage against quotas."""

import pytest
from chassis import now, uuid7
from contracts.tenant.v1 import Quotas, Tenant, Usage
from portal.quotas import quotas_of


def tenant(*, used=None, limit=None):
    return Tenant(
        id=uuid7(),
        slug="acme",
        name="Acme",
        plan="starter",
        status="active",
        created_at=now(),
        updated_at=now(),
        quotas=Quotas(users=limit),
        used=None if used is None else Usage(users=used, read_at=now()),
    )


class TestQuotasOf:
    @pytest.mark.parametrize(
        ("used", "limit", "state"),
        [
            (None, 10, "unknown"),
            (3, None, "unknown"),
            (0, 10, "ok"),
            (8, 10, "ok"),
            (9, 10, "warn"),
            (10, 10, "bad"),
            (11, 10, "bad"),
        ],
    )
    def test_state(self, used, limit, state):
        """What was never read is unknown, never empty; nine tenths are nearly full."""
        people = quotas_of(tenant(used=used, limit=limit))[0]
        assert (people.used, people.limit, people.state) == (used, limit, state)

    def test_all_of_them(self):
        """They stand in one order, whatever is known."""
        assert [one.name for one in quotas_of(tenant())] == ["People", "Mailboxes", "Storage"]
