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

    def test_knows_the_people_of_partners(self):
        """Who signs in to the partner portal works for a partner of the demo that has tenants."""
        people = {person.email: one.slug for one in demo().partners for person in one.people}
        whose = people[account("nordwind-partner").email]
        assert [tenant.slug for tenant in demo().tenants if tenant.partner == whose]

    def test_names_partners_that_there_are(self):
        """A tenant's partner is one of the demo's."""
        known = {partner.slug for partner in demo().partners} | {""}
        assert {tenant.partner for tenant in demo().tenants} == known


class TestAccount:
    def test_knows_where_to_sign_in(self):
        """Each account has its application."""
        clients = {account.username: account.client for account in ACCOUNTS}
        assert clients == {
            "operator": "dezky-operator",
            "acme-admin": "dezky-portal",
            "acme-member": "dezky-portal",
            "nordwind-partner": "dezky-partner",
        }

    def test_is_found_by_name(self):
        """Each account is found by its username."""
        assert account("operator") is ACCOUNTS[0]

    def test_names_those_there_are(self):
        """A misspelt name is answered with the right ones."""
        with pytest.raises(KeyError, match="operator, acme-admin, acme-member, nordwind-partner"):
            account("opreator")
