"""What leads a search."""

import pytest
from audit.query.lookup import Criterion
from audit.query.plan import plan_of
from chassis import Scope

ALL = Scope(None)
ACME = Scope(("acme",))
TENANT = Criterion("tenantSlug", ["acme"])
ACTION = Criterion("actionPaths", ["tenant.*"])
OUTCOME = Criterion("outcome", ["denied", "failure"])
RANGE = Criterion("words", [{"$elemMatch": {}}, "~x"], is_exact=False)


def plan(*criteria, scope=ALL):
    return plan_of(criteria, scope, is_complete=True)


class TestPlan:
    def test_nothing_asked(self):
        """The newest of all."""
        found = plan()
        assert (found.leads, found.checks) == ([{}], [])

    @pytest.mark.parametrize(
        ("criteria", "scope", "leads"),
        [
            ([OUTCOME], ALL, [{"outcome": "denied"}, {"outcome": "failure"}]),
            ([OUTCOME, TENANT], ALL, [{"tenantSlug": "acme"}]),
            ([OUTCOME], ACME, [{"tenantSlug": "acme"}]),
            ([OUTCOME], Scope((), partner="north"), [{"partnerSlug": "north"}]),
            ([ACTION, TENANT], ALL, [{"tenantSlug": "acme", "actionPaths": "tenant.*"}]),
            ([ACTION], ACME, [{"tenantSlug": "acme", "actionPaths": "tenant.*"}]),
            ([], Scope(("a", "b")), [{"tenantSlug": "a"}, {"tenantSlug": "b"}]),
            ([Criterion("people", ["k"]), ACTION], ACME, [{"people": "k"}]),
            ([RANGE], ALL, [{}]),
            ([RANGE, OUTCOME], ACME, [{"tenantSlug": "acme"}]),
            ([Criterion("source", ["x"], is_excluded=True)], ALL, [{}]),
        ],
    )
    def test_leads(self, criteria, scope, leads):
        """The most selective that an index finds; a tenant's action has an index of its own."""
        assert plan(*criteria, scope=scope).leads == leads

    @pytest.mark.parametrize("scope", [ACME, Scope((), partner="north"), Scope(("a", "b"))])
    @pytest.mark.parametrize("criteria", [[], [ACTION], [OUTCOME, RANGE], [TENANT]])
    def test_the_scope_holds(self, criteria, scope):
        """Whatever leads, each lead or some check keeps to the scope."""
        found = plan(*criteria, scope=scope)
        field = "partnerSlug" if scope.partner else "tenantSlug"
        allowed = [scope.partner] if scope.partner else list(scope.tenants)
        kept = all(lead.get(field) in allowed for lead in found.leads)
        one_of = [{field: value} for value in allowed]
        assert kept or one_of[0] in found.checks or {"$or": one_of} in found.checks

    def test_nobody_s_tenants(self):
        """Who may see no tenant finds nothing."""
        assert plan(scope=Scope(())).leads == []

    def test_exclusion_is_checked(self):
        """It never leads."""
        excluded = Criterion("source", ["a", "b"], is_excluded=True)
        assert plan(TENANT, excluded).checks == [
            {"$and": [{"source": {"$ne": "a"}}, {"source": {"$ne": "b"}}]}
        ]
