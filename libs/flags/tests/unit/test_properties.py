"""What holds for every flag and every tenant."""

from contracts.flag.v1 import Flag
from flags import FlagSet, Subject
from hypothesis import given
from hypothesis import strategies as st

PLANS = ["starter", "business", "enterprise"]
WORDS = ["acme", "olivar", "nordic", "production", "staging"]
some = st.lists(st.sampled_from(WORDS), unique=True, max_size=2)
pcts = st.integers(0, 100_000).map(lambda thousandths: thousandths / 1000)
scopes = st.fixed_dictionaries(
    {
        "plans": st.lists(st.sampled_from(PLANS), unique=True, max_size=2),
        "tenantSlugs": some,
        "partnerSlugs": some,
        "environments": some,
    }
)
rules = st.lists(
    st.fixed_dictionaries(
        {
            "attribute": st.sampled_from(["country", "plan"]),
            "operator": st.sampled_from(["in", "not_in", "contains"]),
            "values": st.lists(st.sampled_from(["NO", "SE", "business"]), min_size=1, max_size=2),
        }
    ),
    max_size=2,
)
states = st.sampled_from(["off", "on", "targeted", "rollout"])
flags = st.fixed_dictionaries({"state": states, "pct": pcts, "scope": scopes, "rules": rules})
subjects = st.builds(
    Subject,
    tenant_id=st.one_of(st.none(), st.uuids().map(str)),
    tenant_slug=st.sampled_from(WORDS),
    plan=st.sampled_from(PLANS),
    partner_slug=st.one_of(st.none(), st.sampled_from(WORDS)),
    environment=st.sampled_from(WORDS),
    context=st.fixed_dictionaries({}, optional={"country": st.sampled_from(["NO", "SE"])}),
)


def evaluated(fields, subject):
    """Return what a set with this one flag decides, and how it explains that."""
    flag_set = FlagSet()
    moment = "2026-03-01T00:00:00Z"
    given_fields = {"key": "beta", "kind": "boolean", "createdAt": moment, "updatedAt": moment}
    flag_set.put(Flag.parse(given_fields | fields))
    return flag_set.evaluate("beta", subject), flag_set.explain("beta", subject)


def expected(fields, subject):
    """Say the issue's rules once more, as plainly as they can be written."""
    axes = {
        "plans": subject.plan,
        "tenantSlugs": subject.tenant_slug,
        "partnerSlugs": subject.partner_slug,
        "environments": subject.environment,
    }
    asked = [fields["scope"][axis] for axis in axes if fields["scope"][axis]]
    held = all(
        axes[axis] in fields["scope"][axis] for axis in axes if fields["scope"][axis]
    ) and all(_rule_holds(rule, subject) for rule in fields["rules"])
    if fields["state"] == "targeted":
        return bool(asked or fields["rules"]) and held
    return {"off": False, "on": True}.get(fields["state"], held and None)


def _rule_holds(rule, subject):
    value = subject.plan if rule["attribute"] == "plan" else subject.context.get("country")
    if rule["operator"] == "contains":
        return value is not None and any(part in value for part in rule["values"])
    return (value in rule["values"]) is (rule["operator"] == "in")


class TestEveryFlag:
    @given(flags, subjects)
    def test_is_decided_by_the_rules(self, fields, subject):
        """Written twice, decided the same; only a rollout's draw is left to its own tests."""
        wanted = expected(fields, subject)
        found, _ = evaluated(fields, subject)
        if wanted is not None:
            assert found.value is wanted

    @given(flags, subjects)
    def test_is_decided_the_same_again(self, fields, subject):
        """Another set, another process, another day."""
        assert evaluated(fields, subject) == evaluated(fields, subject)

    @given(flags, subjects)
    def test_is_explained_by_what_decided(self, fields, subject):
        """The explanation decides as evaluation does, and ends with the rule that decided."""
        found, (explained, steps) = evaluated(fields, subject)
        assert explained == found
        assert steps[-1].rule == found.rule
        assert all(step.matched for step in steps[:-1])
        assert steps[-1].matched is found.enabled

    @given(flags, subjects, pcts, pcts)
    def test_raising_the_share_drops_nobody(self, fields, subject, one, other):
        """Whoever has it keeps it."""
        low, high = sorted((one, other))
        before, _ = evaluated(fields | {"state": "rollout", "pct": low}, subject)
        after, _ = evaluated(fields | {"state": "rollout", "pct": high}, subject)
        assert after.value >= before.value

    @given(subjects, pcts, pcts)
    def test_raising_the_share_changes_nobodys_variant(self, subject, one, other):
        """Which variant is drawn apart from whether."""
        names = [("control", 0), ("a", 2), ("b", 1)]
        variants = [{"name": name, "payload": name, "weight": share} for name, share in names]
        fields = {"kind": "variants", "variants": variants, "defaultVariant": "control"}
        low, high = sorted((one, other))
        before, _ = evaluated(fields | {"state": "rollout", "pct": low}, subject)
        after, _ = evaluated(fields | {"state": "rollout", "pct": high}, subject)
        assert not before.enabled or after == before

    @given(flags, subjects)
    def test_an_empty_allowlist_is_nobody(self, fields, subject):
        """Targeted at nothing reaches no one."""
        nothing = {"state": "targeted", "scope": {}, "rules": []}
        assert evaluated(fields | nothing, subject)[0].value is False

    @given(flags, subjects)
    def test_off_is_off(self, fields, subject):
        """A kill needs no second look."""
        found, _ = evaluated(fields | {"state": "off"}, subject)
        assert (found.value, found.reason) == (False, "DISABLED")
