"""The four states, exactly."""

import pytest
from flags.buckets import bucket

SCOPES = [
    {"plans": ["business"]},
    {"tenantSlugs": ["acme"]},
    {"partnerSlugs": ["nordic"]},
    {"environments": ["production"]},
]
WRONG = [
    ("plans", ["starter"]),
    ("tenantSlugs", ["olivar"]),
    ("partnerSlugs", ["southern"]),
    ("environments", ["staging"]),
]
EVERYTHING = {axis: values for scope in SCOPES for axis, values in scope.items()}


class TestOff:
    def test_nobody(self, decide):
        """Off is false, and says that it is switched off."""
        found = decide(state="off")
        assert (found.value, found.variant, found.reason, found.rule) == (
            False, "off", "DISABLED", "state",
        )  # fmt: skip

    def test_whatever_the_scope(self, decide):
        """A scope that matches changes nothing."""
        assert decide(state="off", pct=100, scope=EVERYTHING).value is False


class TestOn:
    def test_everybody(self, decide):
        """On is true, without a look at anybody."""
        found = decide(state="on")
        assert (found.value, found.variant, found.reason, found.rule) == (
            True, "on", "STATIC", "state",
        )  # fmt: skip

    def test_whatever_the_scope(self, decide):
        """A scope that doesn't match changes nothing."""
        assert decide(state="on", scope={"tenantSlugs": ["olivar"]}).value is True

    def test_without_a_tenant(self, decide, make_subject):
        """Nobody in particular gets it too."""
        subject = make_subject(tenant_id=None, tenant_slug=None, plan=None, partner_slug=None)
        assert decide(subject, state="on").value is True


class TestTargeted:
    def test_an_empty_scope_is_nobody(self, decide):
        """An empty allowlist means nobody."""
        found = decide(state="targeted")
        assert (found.value, found.reason, found.rule) == (False, "DEFAULT", "scope")

    @pytest.mark.parametrize("scope", SCOPES, ids=str)
    def test_one_axis(self, decide, scope):
        """One axis that matches is enough when the others are empty."""
        found = decide(state="targeted", scope=scope)
        (axis,) = scope
        assert (found.value, found.reason, found.rule) == (
            True, "TARGETING_MATCH", f"scope.{axis}",
        )  # fmt: skip

    @pytest.mark.parametrize(("axis", "values"), WRONG)
    def test_every_axis_must_match(self, decide, axis, values):
        """Three that match don't outvote one that doesn't, and that one is named."""
        found = decide(state="targeted", scope={**EVERYTHING, axis: values})
        assert (found.value, found.reason, found.rule) == (False, "DEFAULT", f"scope.{axis}")

    def test_a_tenant_without_partner(self, decide, make_subject):
        """Sold directly is on no partner's list."""
        subject = make_subject(partner_slug=None)
        found = decide(subject, state="targeted", scope={"partnerSlugs": ["nordic"]})
        assert found.value is False

    def test_the_share_is_not_asked(self, decide):
        """It is for rollouts."""
        assert decide(state="targeted", pct=0, scope=SCOPES[0]).value is True


class TestRollout:
    def test_nothing_is_nobody(self, decide):
        """Zero per cent, for everybody in the scope."""
        found = decide(state="rollout", pct=0)
        assert (found.value, found.reason, found.rule) == (False, "SPLIT", "pct")

    def test_all_is_everybody(self, decide):
        """A hundred per cent, and it is still a split."""
        found = decide(state="rollout", pct=100)
        assert (found.value, found.reason, found.rule) == (True, "SPLIT", "pct")

    def test_the_bucket_decides(self, decide, make_subject):
        """Below the share and not at it: true from the bucket's own thousandth on."""
        drawn = bucket(make_subject().tenant_id, "beta") / 1000
        assert decide(state="rollout", pct=drawn).value is False
        assert decide(state="rollout", pct=round(drawn + 0.001, 3)).value is True

    def test_the_scope_comes_first(self, decide):
        """Outside of the scope a hundred per cent is nobody."""
        found = decide(state="rollout", pct=100, scope={"plans": ["starter"]})
        assert (found.value, found.reason, found.rule) == (False, "DEFAULT", "scope.plans")

    def test_an_empty_scope_is_everybody(self, decide):
        """Unlike a targeted flag, a rollout needs no scope."""
        assert decide(state="rollout", pct=100, scope={}).value is True

    def test_without_identity_it_says_so(self, decide, make_subject):
        """A tenant that isn't known can't be drawn: an error, not a silent false."""
        found = decide(make_subject(tenant_id=None), state="rollout", pct=100)
        assert (found.value, found.reason, found.error_code) == (
            False, "ERROR", "TARGETING_KEY_MISSING",
        )  # fmt: skip


class TestStickiness:
    def test_another_attribute_is_drawn(self, decide, make_subject):
        """The same person falls the same way at every tenant."""
        drawn = bucket("lars", "beta") / 1000
        for tenant_id in ("a", "b", "c"):
            subject = make_subject(tenant_id=tenant_id, context={"userId": "lars"})
            fields = {"state": "rollout", "stickiness": "userId"}
            assert decide(subject, pct=drawn, **fields).value is False
            assert decide(subject, pct=round(drawn + 0.001, 3), **fields).value is True

    def test_a_number_is_drawn_as_text(self, decide, make_subject):
        """7 and "7" are the same person."""
        drawn = bucket("7", "beta") / 1000
        subject = make_subject(context={"userId": 7})
        pct = round(drawn + 0.001, 3)
        assert decide(subject, state="rollout", pct=pct, stickiness="userId").value is True

    @pytest.mark.parametrize("context", [{}, {"userId": ""}, {"userId": ["a"]}])
    def test_without_it_it_says_so(self, decide, make_subject, context):
        """Nothing to draw by is an error of the context."""
        found = decide(make_subject(context=context), state="rollout", pct=100, stickiness="userId")
        assert (found.value, found.error_code) == (False, "INVALID_CONTEXT")


class TestUnknown:
    def test_a_flag_that_is_not_there(self, flag_set, make_subject):
        """False, and an error that says so."""
        found = flag_set.evaluate("nothing", make_subject())
        assert (found.value, found.reason, found.error_code) == (False, "ERROR", "FLAG_NOT_FOUND")

    def test_a_removed_flag(self, flag_set, make_flag, make_subject):
        """As if it had never been there."""
        flag_set.put(make_flag(state="on"))
        flag_set.remove("beta")
        assert flag_set.evaluate("beta", make_subject()).error_code == "FLAG_NOT_FOUND"
