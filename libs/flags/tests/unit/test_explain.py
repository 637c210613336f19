"""Decisions in words."""


def told(steps):
    return [(step.rule, step.detail, step.matched) for step in steps]


class TestExplain:
    def test_every_question_in_order(self, flag_set, make_flag, make_segment, make_subject):
        """What was asked, what was found, and the answer; nothing after the one that decided."""
        flag_set.put(make_flag("base", state="on"))
        flag_set.put_segment(make_segment("friends", scope={"tenantSlugs": ["acme"]}))
        flag_set.put(
            make_flag(
                state="rollout",
                pct=14.6,
                scope={"plans": ["business", "enterprise"]},
                rules=[{"attribute": "country", "operator": "in", "values": ["NO"]}],
                segments=["friends"],
                prerequisites=[{"key": "base"}],
            )
        )
        _, steps = flag_set.explain("beta", make_subject(context={"country": "NO"}))
        assert told(steps) == [
            ("state", "the flag is rollout", True),
            ("prerequisites.0", "base serves on", True),
            ("scope.plans", "plan 'business' in [business, enterprise]", True),
            ("rules.0", "country 'NO' in [NO]", True),
            ("segments", "in segment friends of [friends]", True),
            ("stickiness", "drawn by tenantId 0190b2c4-7a64-7c3e-9f1a-2b3c4d5e6f70", True),
            ("pct", "bucket 14.653 < 14.6", False),
        ]

    def test_it_ends_where_it_was_decided(self, flag_set, make_flag, make_subject):
        """The rest was never asked."""
        flag_set.put(make_flag(state="rollout", pct=100, scope={"plans": ["starter"]}))
        _, steps = flag_set.explain("beta", make_subject())
        assert [step.rule for step in steps] == ["state", "scope.plans"]

    def test_long_values_are_cut(self, flag_set, make_flag, make_subject):
        """An explanation stays readable."""
        rule = {"attribute": "text", "operator": "in", "values": [f"v{n}" for n in range(9)]}
        flag_set.put(make_flag(state="targeted", rules=[rule]))
        _, steps = flag_set.explain("beta", make_subject(context={"text": "x" * 5000}))
        assert len(steps[-1].detail) < 200
        assert steps[-1].detail.endswith("in [v0, v1, v2, v3, v4, …]")

    def test_a_flag_that_is_not_there(self, flag_set, make_subject):
        """Has no steps."""
        assert flag_set.explain("nothing", make_subject())[1] == []

    def test_it_is_not_counted(self, flag_set, make_flag, make_subject):
        """Looking is no use."""
        flag_set.put(make_flag(state="on"))
        flag_set.explain("beta", make_subject())
        assert not flag_set.drain()


class TestDrain:
    def test_each_variant_is_counted(self, flag_set, make_flag, make_subject):
        """Once per evaluation, and from zero after that."""
        flag_set.put(make_flag(state="targeted", scope={"plans": ["business"]}))
        for plan in ("business", "business", "starter"):
            flag_set.evaluate("beta", make_subject(plan=plan))
        assert flag_set.drain() == {("beta", "on"): 2, ("beta", "off"): 1}
        assert not flag_set.drain()

    def test_a_change_loses_no_count(self, flag_set, make_flag, make_subject):
        """What the old flag counted is told with the new one's; of a removed one too."""
        flag_set.put(make_flag(state="on"))
        flag_set.evaluate("beta", make_subject())
        flag_set.put(make_flag(state="off"))
        flag_set.evaluate("beta", make_subject())
        flag_set.remove("beta")
        assert flag_set.drain() == {("beta", "on"): 1, ("beta", "off"): 1}
