"""The demo's data."""

import pytest
from devstack.accounts import ACCOUNTS, account
from devstack.demo import demo


class TestDemo:
    def test_has_a_dozen_tenants(self):
        """Enough to page through, few enough to know."""
        assert len({tenant.slug for tenant in demo().tenants}) == 12

    def test_claims_each_domain_once(self):
        """A domain belongs to one tenant only, so the seed never meets a conflict."""
        domains = [domain for tenant in demo().tenants for domain in tenant.domains]
        assert len(domains) == len(set(domains))

    def test_knows_the_accounts_of_acme(self):
        """Whoever signs in to the portal is a person of acme in the demo."""
        acme = next(tenant for tenant in demo().tenants if tenant.slug == "acme")
        roles = {person.email: person.role for person in acme.people}
        assert (roles["admin@acme.localhost"], roles["member@acme.localhost"]) == (
            "admin",
            "member",
        )


class TestAccount:
    def test_is_found_by_name(self):
        """Each account is found by its username."""
        assert account("operator") is ACCOUNTS[0]

    def test_names_those_there_are(self):
        """A misspelt name is answered with the right ones."""
        with pytest.raises(KeyError, match="operator, acme-admin, acme-member"):
            account("opreator")
