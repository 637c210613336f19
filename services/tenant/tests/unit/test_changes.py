"""Which fields a change touched."""

from datetime import UTC, datetime

from contracts.tenant.v1 import Tenant
from tenant import changes

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


def tenant(**fields):
    return Tenant.model_validate(
        {
            "id": "0199f3a0-0000-7000-8000-000000000001",
            "slug": "acme",
            "name": "Acme",
            "plan": "starter",
            "status": "active",
            "createdAt": MOMENT,
            "updatedAt": MOMENT,
            "version": 1,
        }
        | fields
    )


class TestBetween:
    def test_a_creation_names_what_it_set(self):
        """Empty fields are no changes, and neither is the bookkeeping."""
        assert changes.between(None, tenant()) == {
            "name": {"before": None, "after": "Acme"},
            "plan": {"before": None, "after": "starter"},
            "slug": {"before": None, "after": "acme"},
            "status": {"before": None, "after": "active"},
        }

    def test_a_change_names_both_values(self):
        """Before and after stand side by side."""
        before, after = tenant(domains=["a.example"]), tenant(domains=["b.example"], version=2)
        assert changes.between(before, after) == {
            "domains": {"before": ["a.example"], "after": ["b.example"]}
        }

    def test_cleared(self):
        """What was cleared is null afterwards."""
        assert changes.between(tenant(partnerSlug="reseller"), tenant()) == {
            "partnerSlug": {"before": "reseller", "after": None}
        }

    def test_emptied(self):
        """A change to an empty value is a change, unlike in a creation."""
        assert changes.between(tenant(domains=["a.example"]), tenant()) == {
            "domains": {"before": ["a.example"], "after": []}
        }

    def test_bookkeeping(self):
        """A version and its time say nothing of their own."""
        later = datetime(2026, 11, 2, tzinfo=UTC)
        assert changes.between(tenant(), tenant(version=2, updatedAt=later)) == {}
