"""Whose rows a query may see."""

import pytest
from chassis import Scope, is_operator, scope_of, scoped
from chassis.scoping import NotAMember
from contracts.platform.v1 import Actor, Membership
from hypothesis import given
from hypothesis import strategies as st

SLUGS = st.sampled_from(["acme", "bolt", "crux", "dune"])
ROLES = st.sampled_from(["owner", "admin", "member"])
MEMBERSHIPS = st.lists(
    st.tuples(SLUGS, ROLES).map(lambda pair: Membership(tenant_slug=pair[0], role=pair[1])),
    max_size=4,
)


def found(condition, rows):
    """Return the rows that MongoDB would find: equality and `$in` are all that is used."""
    for field, wanted in condition.items():
        values = wanted["$in"] if isinstance(wanted, dict) else [wanted]
        rows = [row for row in rows if row[field] in values]
    return [row["tenantSlug"] for row in rows]


def member(memberships, **other) -> Actor:
    return Actor(type="user", id="1", memberships=memberships, **other)


class TestIsOperator:
    @pytest.mark.parametrize(
        ("audience", "platform_admin", "expected"),
        [
            ("dezky-operator", True, True),
            ("dezky-operator", False, False),
            ("dezky-portal", True, False),
            ("", True, False),
        ],
    )
    def test_both_are_needed(self, audience, platform_admin, expected):
        """Neither the token nor the directory makes an operator alone."""
        actor = Actor(type="user", audience=audience, platform_admin=platform_admin)
        assert is_operator(actor) is expected


class TestScopeOf:
    @pytest.mark.parametrize("kind", ["service", "system"])
    def test_services_see_all(self, kind):
        """A service acts for the platform."""
        assert scope_of(Actor(type=kind)) == Scope(None)

    def test_a_call_without_an_actor_sees_all(self):
        """It comes from inside the bus."""
        assert scope_of(None) == Scope(None)

    def test_operators_see_all(self):
        """Whatever they are members of."""
        actor = member([], audience="dezky-operator", platform_admin=True)
        assert scope_of(actor) == Scope(None)

    @pytest.mark.parametrize("kind", ["user", "external", "anonymous"])
    def test_who_belongs_nowhere_sees_nothing(self, kind):
        """It is refused rather than given an empty list."""
        with pytest.raises(NotAMember):
            scope_of(Actor(type=kind))

    @given(MEMBERSHIPS)
    def test_members_see_exactly_their_tenants(self, memberships):
        """No more and no fewer, in whatever role."""
        slugs = {membership.tenant_slug for membership in memberships}
        if slugs:
            assert set(scope_of(member(memberships)).tenants) == slugs

    @given(MEMBERSHIPS)
    def test_roles_narrow(self, memberships):
        """Only tenants where the person has one of the roles count."""
        slugs = {one.tenant_slug for one in memberships if one.role in {"owner", "admin"}}
        try:
            scope = scope_of(member(memberships), roles=("owner", "admin"))
        except NotAMember:
            assert slugs == set()
        else:
            assert set(scope.tenants) == slugs


class TestScoped:
    ROWS = tuple({"tenantSlug": slug} for slug in ["acme", "bolt", "crux", "dune", ""])

    @given(st.lists(SLUGS, max_size=4).map(tuple) | st.none())
    def test_it_finds_what_the_scope_sees(self, tenants):
        """Filter and predicate agree; no tenants find nothing, not even the platform's own rows."""
        scope = Scope(tenants)
        expected = [row["tenantSlug"] for row in self.ROWS if scope.sees(row["tenantSlug"])]
        assert found(scoped(scope), list(self.ROWS)) == expected

    @given(SLUGS)
    def test_a_slug_finds_its_own(self, slug):
        """One tenant's rows."""
        assert found(scoped(slug), list(self.ROWS)) == [slug]

    def test_the_field_can_have_another_name(self):
        """A tenant's own collection has the slug itself."""
        assert scoped("acme", by="slug") == {"slug": "acme"}

    def test_one_tenant_is_plain_equality(self):
        """What every planner answers from an index."""
        assert scoped(Scope(("acme",))) == {"tenantSlug": "acme"}
