"""Whose entries are whose."""

import pytest
from audit.owners import Owners
from bus import Entry, MemoryConnection
from contracts.tenant.v1 import TenantRecord

ID = "0199f3a0-0000-7000-8000-00000000000a"


def record(slug, partner):
    value = TenantRecord(id=ID, slug=slug, partner_slug=partner).dump_json()
    return Entry(key=f"tenant.{slug}", value=value, revision=1, deleted=False)


def entry(*, tenant="", partner="", source="billing"):
    return {"tenantSlug": tenant, "partnerSlug": partner, "source": source}


@pytest.fixture
def owners():
    owners = Owners(MemoryConnection())
    owners.see(record("acme", "nordwind"))
    owners.see(record("globex", ""))
    return owners


class TestPartnerOf:
    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            (entry(tenant="acme"), "nordwind"),
            (entry(tenant="acme", partner="sudtel"), "nordwind"),
            (entry(tenant="globex"), ""),
            (entry(tenant="globex", partner="sudtel"), ""),
            (entry(tenant="unknown", partner="sudtel"), ""),
            (entry(tenant="globex", partner="sudtel", source="tenant"), "sudtel"),
            (entry(tenant="acme", source="tenant"), "nordwind"),
            (entry(partner="sudtel", source="partner"), "sudtel"),
            (entry(), ""),
        ],
    )
    def test_who_says(self, owners, asked, expected):
        """On a tenant's timeline only the directory and the tenant service have a say."""
        assert owners.partner_of(asked) == expected

    def test_changes(self, owners):
        """The newest value counts."""
        owners.see(record("acme", "sudtel"))
        assert owners.partner_of(entry(tenant="acme")) == "sudtel"

    def test_gone(self, owners):
        """What is deleted or unreadable is nobody's."""
        owners.see(Entry(key="tenant.acme", value=b"", revision=2, deleted=True))
        assert owners.partner_of(entry(tenant="acme")) == ""
        owners.see(Entry(key="tenant.globex", value=b"?", revision=3, deleted=False))
        assert owners.partner_of(entry(tenant="globex")) == ""
