"""How somebody stands in a tenant, whatever was done before."""

from contracts.platform.v1 import Membership
from contracts.tenant.v1 import ExternalId, Identity, User
from hypothesis import given
from hypothesis import strategies as st
from tenant.people import standing

SLUGS = st.sampled_from(["acme", "globex", "initech"])
ROLES = st.sampled_from(["owner", "admin", "member"])
PAIRS = st.dictionaries(SLUGS, st.tuples(ROLES, st.booleans()))
STEPS = {
    "give": lambda user, slug: standing.give_role(user, slug, "admin"),
    "remove": standing.remove,
    "deactivate": standing.deactivate,
    "reactivate": standing.reactivate,
}


def user_of(pairs, **fields):
    """Return somebody with these roles, active or not."""

    def of(*, active):
        return [
            Membership(tenant_slug=slug, role=role)
            for slug, (role, is_active) in pairs.items()
            if is_active == active
        ]

    return User.model_validate(
        {
            "id": "0199f3a0-0000-7000-8000-000000000001",
            "active": True,
            "memberships": of(active=True),
            "inactiveMemberships": of(active=False),
            "createdAt": "2026-11-01T00:00:00Z",
            "updatedAt": "2026-11-01T00:00:00Z",
            **fields,
        }
    )


class TestSteps:
    @given(PAIRS, st.lists(st.tuples(st.sampled_from(sorted(STEPS)), SLUGS)))
    def test_as_a_table_would(self, pairs, steps):
        """Each tenant has one role at most, active or not; a step in one changes no other."""
        user, table = user_of(pairs), dict(pairs)
        for step, slug in steps:
            STEPS[step](user, slug)
            role, is_active = table.get(slug, ("", False))
            if step == "give":
                table[slug] = ("admin", True)
            elif step == "remove":
                table.pop(slug, None)
            elif role:
                table[slug] = (role, step == "reactivate")
        found = {
            entry.tenant_slug: (entry.role, entry in user.memberships)
            for entry in [*user.memberships, *user.inactive_memberships]
        }
        assert found == table
        assert len(user.memberships) + len(user.inactive_memberships) == len(table)
        for slug, (role, is_active) in table.items():
            assert standing.role_of(user, slug) == role
            assert standing.is_active(user, slug) == is_active

    def test_deactivated_everywhere(self):
        """Whose every token is refused is active nowhere."""
        user = user_of({"acme": ("owner", True)}, active=False)
        assert not standing.as_member("acme", user).active


class TestWithin:
    @given(PAIRS, SLUGS)
    def test_nothing_from_outside(self, pairs, slug):
        """A tenant's people see of each other what concerns this tenant."""
        user = user_of(
            pairs,
            identities=[Identity(issuer="iss", subject="sub")],
            externalIds=[ExternalId(source="ocis", id="1")],
            platformAdmin=True,
            partnerSlug="reseller",
        )
        seen = standing.within(slug, user)
        shown = [*seen.memberships, *seen.inactive_memberships]
        assert {entry.tenant_slug for entry in shown} == {slug} & set(pairs)
        assert (seen.identities, seen.external_ids) == ([], [])
        assert (seen.platform_admin, seen.partner_slug) == (False, None)
        assert len([*user.memberships, *user.inactive_memberships]) == len(pairs)
