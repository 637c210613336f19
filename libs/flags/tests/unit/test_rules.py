"""Rules and segments beside the scope."""

import pytest

NORWAY = {"attribute": "country", "operator": "in", "values": ["NO"]}
NEW = {"attribute": "client.version", "operator": "semver", "values": [">=2"]}


class TestRules:
    def test_all_must_hold(self, decide, make_subject):
        """One rule that doesn't hold is enough, and it is named."""
        subject = make_subject(context={"country": "NO", "client": {"version": "1.9"}})
        found = decide(subject, state="targeted", rules=[NORWAY, NEW])
        assert (found.value, found.rule) == (False, "rules.1")

    def test_beside_the_scope(self, decide, make_subject):
        """Rules don't replace the allowlists."""
        subject = make_subject(context={"country": "NO"})
        found = decide(subject, state="targeted", rules=[NORWAY], scope={"plans": ["starter"]})
        assert (found.value, found.rule) == (False, "scope.plans")

    def test_they_are_a_scope(self, decide, make_subject):
        """A targeted flag with rules alone isn't for nobody."""
        found = decide(make_subject(context={"country": "NO"}), state="targeted", rules=[NORWAY])
        assert (found.value, found.reason) == (True, "TARGETING_MATCH")

    def test_before_the_share(self, decide, make_subject):
        """A rollout asks them first."""
        subject = make_subject(context={"country": "SE"})
        found = decide(subject, state="rollout", pct=100, rules=[NORWAY])
        assert (found.value, found.reason, found.rule) == (False, "DEFAULT", "rules.0")

    @pytest.mark.parametrize(
        ("attribute", "value"),
        [
            ("tenantSlug", "acme"),
            ("targetingKey", "acme"),
            ("tenantId", "0190b2c4-7a64-7c3e-9f1a-2b3c4d5e6f70"),
            ("plan", "business"),
            ("partnerSlug", "nordic"),
            ("environment", "production"),
        ],
    )
    def test_what_the_directory_says(self, decide, make_subject, attribute, value):
        """A context that claims otherwise is not believed."""
        rule = {"attribute": attribute, "operator": "in", "values": [value]}
        subject = make_subject(context={attribute: "forged"})
        assert decide(subject, state="targeted", rules=[rule]).value is True

    @pytest.mark.parametrize("client", [None, "2.0", {"version": None}, [], {"other": "2.0"}])
    def test_a_path_that_leads_nowhere(self, decide, make_subject, client):
        """Stepping into what is no object finds nothing."""
        subject = make_subject(context={"client": client})
        assert decide(subject, state="targeted", rules=[NEW]).value is False


class TestSegments:
    @pytest.fixture
    def segments(self, flag_set, make_segment):
        flag_set.put_segment(make_segment("friends", scope={"tenantSlugs": ["acme", "olivar"]}))
        flag_set.put_segment(make_segment("norway", rules=[NORWAY]))
        flag_set.put_segment(make_segment("nobody"))
        return flag_set

    @pytest.mark.parametrize(
        ("keys", "expected"),
        [
            (["friends"], True),
            (["norway"], False),
            (["norway", "friends"], True),
            (["nobody"], False),
            (["missing"], False),
        ],
    )
    @pytest.mark.usefixtures("segments")
    def test_one_must_hold(self, decide, keys, expected):
        """Any of them; an empty or a missing one holds nobody."""
        found = decide(state="targeted", segments=keys)
        assert (found.value, found.rule) == (expected, "segments")

    def test_a_segment_needs_all_it_asks(self, segments, decide, make_segment):
        """Its scope and its rules together."""
        scope = {"tenantSlugs": ["acme"], "plans": ["starter"]}
        segments.put_segment(make_segment("friends", scope=scope))
        assert decide(state="targeted", segments=["friends"]).value is False

    def test_a_change_counts_at_once(self, segments, make_flag, make_segment, make_subject):
        """Flags needn't be put again when a segment changes, or goes."""
        segments.put(make_flag(state="targeted", segments=["friends"]))
        assert segments.evaluate("beta", make_subject()).value is True
        segments.put_segment(make_segment("friends", scope={"tenantSlugs": ["olivar"]}))
        assert segments.evaluate("beta", make_subject()).value is False
        segments.put_segment(make_segment("friends", scope={"tenantSlugs": ["acme"]}))
        segments.remove_segment("friends")
        assert segments.evaluate("beta", make_subject()).value is False
