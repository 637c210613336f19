"""Flags that serve more than true and false."""

import pytest

ENGINES = [
    {"name": "old", "payload": {"engine": 1}},
    {"name": "new", "payload": {"engine": 2}},
]
PAYLOADS = [True, 0, 1.5, "", "text", [], [None], {}, {"deep": {"list": [1, "a", None]}}]
NORWAY = {"attribute": "country", "operator": "in", "values": ["NO"]}


def variants(**fields):
    return {"kind": "variants", "variants": ENGINES, "defaultVariant": "old", **fields}


class TestVariants:
    def test_those_who_get_it(self, decide):
        """The only other variant, its payload whole."""
        found = decide(**variants(state="on"))
        assert (found.value, found.variant, found.enabled, found.reason) == (
            {"engine": 2}, "new", True, "STATIC",
        )  # fmt: skip

    @pytest.mark.parametrize("state", ["off", "targeted"])
    def test_those_who_do_not(self, decide, state):
        """The default variant, and that doesn't count as given."""
        found = decide(**variants(state=state))
        assert (found.value, found.variant, found.enabled) == ({"engine": 1}, "old", False)

    @pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
    def test_any_json(self, decide, payload):
        """A payload is any JSON but null."""
        some = [{"name": "a", "payload": payload}, {"name": "b", "payload": 0}]
        found = decide(kind="variants", variants=some, defaultVariant="b", state="on")
        assert found.value == payload

    def test_a_rollout_of_a_variant(self, decide):
        """The share gets the variant, the rest the default."""
        found = decide(**variants(state="rollout", pct=100))
        assert (found.variant, found.reason, found.rule) == ("new", "SPLIT", "pct")
        assert decide(**variants(state="rollout", pct=0)).variant == "old"


class TestWeights:
    def three(self, **fields):
        named = [("control", 1), ("a", 2), ("b", 1)]
        some = [{"name": name, "payload": name, "weight": share} for name, share in named]
        return {"kind": "variants", "variants": some, "defaultVariant": "control", **fields}

    def test_shares(self, flag_set, make_flag, make_subject):
        """Of many tenants each variant gets about its weight."""
        flag_set.put(make_flag(**self.three(state="on")))
        served = [
            flag_set.evaluate("beta", make_subject(tenant_id=f"t{number}")).variant
            for number in range(4000)
        ]
        counts = {name: served.count(name) for name in ("control", "a", "b")}
        assert 880 < counts["control"] < 1120
        assert 1880 < counts["a"] < 2120
        assert 880 < counts["b"] < 1120

    def test_a_draw_says_so(self, decide):
        """Drawn is SPLIT, also in a flag that is on."""
        found = decide(**self.three(state="on"))
        assert (found.reason, found.rule) == ("SPLIT", "variants")

    def test_a_draw_without_identity_says_so(self, decide, make_subject):
        """Nobody in particular gets the default, as an error."""
        found = decide(make_subject(tenant_id=None), **self.three(state="on"))
        assert (found.value, found.error_code) == ("control", "TARGETING_KEY_MISSING")


class TestVariantRules:
    def flag(self, **fields):
        some = [
            {"name": "old", "payload": 1},
            {"name": "new", "payload": 2},
            {"name": "nordic", "payload": 3, "weight": 0, "rules": [NORWAY]},
        ]
        return {"kind": "variants", "variants": some, "defaultVariant": "old", **fields}

    def test_they_come_before_the_weights(self, decide, make_subject):
        """Whoever meets them gets that variant."""
        found = decide(make_subject(context={"country": "NO"}), **self.flag(state="on"))
        assert (found.value, found.reason, found.rule) == (
            3, "TARGETING_MATCH", "variants.2.rules",
        )  # fmt: skip

    def test_others_get_the_rest(self, decide):
        """A weight of zero is given to nobody by chance."""
        assert decide(**self.flag(state="on")).variant == "new"

    def test_they_open_no_door(self, decide, make_subject):
        """Who doesn't get the flag gets the default, whatever the variants' rules say."""
        subject = make_subject(context={"country": "NO"})
        assert decide(subject, **self.flag(state="rollout", pct=0)).variant == "old"


class TestRefusals:
    @pytest.mark.parametrize(
        ("fields", "place"),
        [
            ({"variants": []}, "variants"),
            ({"defaultVariant": "other"}, "defaultVariant"),
            ({"defaultVariant": ""}, "defaultVariant"),
            ({"variants": [*ENGINES, ENGINES[0]]}, "variants.2.name"),
            ({"variants": [{**one, "weight": 0} for one in ENGINES]}, "variants"),
        ],
    )
    def test_variants(self, refusals_of, fields, place):
        """What doesn't hold together is named."""
        assert list(refusals_of(**variants(state="on") | fields)) == [place]

    def test_a_boolean_flag_has_none(self, refusals_of):
        """Its variants are on and off."""
        refused = refusals_of(variants=ENGINES, defaultVariant="old")
        assert list(refused) == ["variants", "defaultVariant"]

    def test_variant_rules_are_compiled(self, refusals_of):
        """Also while the flag is off."""
        rule = {"attribute": "a", "operator": "matches", "values": ["(", "a"]}
        some = [ENGINES[0], {**ENGINES[1], "rules": [rule]}]
        assert list(refusals_of(**variants(variants=some))) == ["variants.1.rules.0.values.0"]
