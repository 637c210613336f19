"""Rules about people."""

import pytest
from contracts.platform.v1 import Membership
from hypothesis import given
from hypothesis import strategies as st
from tenant.people import rules

SLUGS = st.sampled_from(["acme", "globex", "initech"])
ROLES = st.sampled_from(["owner", "admin", "member"])


def memberships(*pairs):
    return [Membership(tenant_slug=slug, role=role) for slug, role in pairs]


class TestNormalisedEmail:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("Ann@Acme.Example", "ann@acme.example"),
            (" ann@acme.example ", "ann@acme.example"),
            ("ann", ""),
            ("", ""),
            (None, ""),
            ("a b@acme.example", ""),
            ("a@b@c", ""),
            (f"{'a' * 250}@b.example", ""),
        ],
    )
    def test_forms(self, given, kept):
        """Compared in lower case; what is no address counts as none."""
        assert rules.normalised_email(given) == kept

    @given(st.text(max_size=40))
    def test_idempotent(self, text):
        """What was normalised stays as it is."""
        once = rules.normalised_email(text)
        assert rules.normalised_email(once) == once

    def test_given_by_people(self):
        """An operator who gives none is told so, with the field."""
        with pytest.raises(rules.EmailMalformed) as refused:
            rules.given_email("a\x1fb@acme.example")
        assert [error.field for error in refused.value.errors] == ["email"]


class TestFirstAdmins:
    @pytest.mark.parametrize("names", [["op@x.example"], [" OP@X.example "], ["iss|sub"]])
    def test_appointed(self, names):
        """By verified address, however it is written, or by identity."""
        assert rules.is_first_admin(names, identity_keys=["iss|sub"], verified_email="op@x.example")

    @pytest.mark.parametrize("names", [[], [""], [" "], ["|"], ["op"], ["ISS|sub"], ["iss|"]])
    def test_not_appointed(self, names):
        """Empty and half names appoint nobody, and identities are exact."""
        assert not rules.is_first_admin(
            names, identity_keys=["iss|sub"], verified_email="op@x.example"
        )

    @given(st.lists(st.text(max_size=5)))
    def test_without_verified_address(self, names):
        """Who has no verified address is appointed by identity alone."""
        assert not rules.is_first_admin(names, identity_keys=["iss|subject"], verified_email=None)


class TestWithRole:
    @given(pairs=st.lists(st.tuples(SLUGS, ROLES), max_size=8))
    def test_one_membership_per_tenant(self, pairs):
        """The last role given counts, for each tenant by itself."""
        held = []
        for slug, role in pairs:
            held = rules.with_role(held, tenant_slug=slug, role=role)
        assert {entry.tenant_slug: entry.role for entry in held} == dict(pairs)
        assert [entry.tenant_slug for entry in held] == sorted(dict(pairs))
