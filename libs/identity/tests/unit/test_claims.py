"""What a signed payload must say."""

from datetime import UTC, datetime

import pytest
from identity.claims import accepted_audience, check_times, signed_claims
from identity.faults import (
    AudienceNotAccepted,
    ClaimsNotAccepted,
    TokenExpired,
    TokenNotYetValid,
)

NOW = 1_780_000_000


def check(claims, now=NOW):
    check_times(claims, now=now, leeway_seconds=30)


class TestCheckTimes:
    def test_needs_exp(self):
        """A token that never ends is no token."""
        with pytest.raises(ClaimsNotAccepted, match="exp"):
            check({"iat": NOW})

    def test_expires_after_the_leeway(self):
        """Thirty seconds of clock skew are forgiven, and not one more."""
        check({"exp": NOW}, now=NOW + 29.9)
        with pytest.raises(TokenExpired, match="sign in again"):
            check({"exp": NOW}, now=NOW + 30)

    @pytest.mark.parametrize("name", ["nbf", "iat"])
    def test_refuses_the_future(self, name):
        """Neither issued nor valid from a time still to come, beyond the leeway."""
        check({"exp": NOW + 300, name: NOW + 30})
        with pytest.raises(TokenNotYetValid, match=name):
            check({"exp": NOW + 300, name: NOW + 31})

    @pytest.mark.parametrize("name", ["nbf", "iat"])
    def test_refuses_lives_of_no_length(self, name):
        """A token that ends before it begins was made by mistake or by malice."""
        with pytest.raises(ClaimsNotAccepted, match="not before its `exp`"):
            check({"exp": NOW + 10, name: NOW + 10})

    @pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
    @pytest.mark.parametrize(
        "value", ["1780000300", True, None, [NOW], {}, float("inf"), -1, 1e300, 10**400]
    )
    def test_refuses_what_is_no_time(self, name, value):
        """Times are numbers within the calendar; strings and booleans are not numbers."""
        with pytest.raises(ClaimsNotAccepted, match=name):
            check({"exp": NOW + 300, name: value})

    def test_accepts_fractions(self):
        """RFC 7519 §2: a NumericDate may have decimals."""
        check({"exp": NOW + 0.5, "iat": NOW - 0.5, "nbf": NOW - 0.5})


class TestAcceptedAudience:
    @pytest.mark.parametrize("named", ["console", ["console"], ["other", "console"]])
    def test_accepts_text_and_lists(self, named):
        """RFC 7519 §4.1.3 allows both forms."""
        assert accepted_audience({"aud": named}, audiences=("console",)) == "console"

    @pytest.mark.parametrize("named", ["portal", ["portal"], [], "Console", "console ", ""])
    def test_refuses_others(self, named):
        """Meant for somebody else; the refusal says for whom to get one."""
        with pytest.raises(AudienceNotAccepted, match="Get a token for console"):
            accepted_audience({"aud": named}, audiences=("console",))

    @pytest.mark.parametrize("claims", [{}, {"aud": None}, {"aud": 1}, {"aud": {"console": 1}}])
    def test_needs_one(self, claims):
        """An audience is essential: without it a token is for everybody."""
        with pytest.raises(ClaimsNotAccepted, match="aud"):
            accepted_audience(claims, audiences=("console",))

    def test_refuses_mixed_lists(self):
        """A list with something other than strings is not read halfway."""
        with pytest.raises(ClaimsNotAccepted):
            accepted_audience({"aud": ["console", 1]}, audiences=("console",))


CLAIMS = {"iss": "i", "sub": "s", "exp": NOW + 300, "iat": NOW, "auth_time": NOW - 60}


class TestSignedClaims:
    def test_describes_the_person(self):
        """Every field callers use, in their types."""
        signed = signed_claims(
            CLAIMS | {"email": "a@b.c", "email_verified": True, "name": "A", "groups": ["x", "y"]},
            audience="console",
        )
        assert (signed.issuer, signed.subject, signed.audience) == ("i", "s", "console")
        assert (signed.email, signed.email_verified, signed.name) == ("a@b.c", True, "A")
        assert signed.groups == ("x", "y")
        assert signed.signed_in_at == datetime.fromtimestamp(NOW - 60, UTC)
        assert signed.expires_at == datetime.fromtimestamp(NOW + 300, UTC)

    @pytest.mark.parametrize("subject", [None, "", 7, ["s"], "s" * 256])
    def test_needs_a_subject(self, subject):
        """`sub` is essential, and a string that fits."""
        with pytest.raises(ClaimsNotAccepted, match="sub"):
            signed_claims(CLAIMS | {"sub": subject}, audience="console")

    @pytest.mark.parametrize("value", ["true", "false", 1, None, [True]])
    def test_verified_is_only_true(self, value):
        """An address counts as verified by a real true, not by anything truthy."""
        signed = signed_claims(CLAIMS | {"email_verified": value}, audience="console")
        assert signed.email_verified is False

    @pytest.mark.parametrize("groups", ["dezky-platform-admins", None, 1, {"a": 1}])
    def test_groups_are_a_list(self, groups):
        """Text is not taken apart into groups: whoever is in none may least."""
        assert signed_claims(CLAIMS | {"groups": groups}, audience="console").groups == ()

    def test_sign_in_falls_back_to_issue(self):
        """Without `auth_time` the token's own time is the closest there is."""
        claims = {name: CLAIMS[name] for name in ("iss", "sub", "exp", "iat")}
        assert signed_claims(claims, audience="c").signed_in_at == datetime.fromtimestamp(NOW, UTC)

    def test_name_falls_back_to_username(self):
        """Accounts in authentik may have no name."""
        signed = signed_claims(CLAIMS | {"preferred_username": "olga"}, audience="console")
        assert signed.name == "olga"

    def test_claims_stay_out_of_logs(self):
        """A representation shows who, never the whole payload."""
        signed = signed_claims(CLAIMS | {"hidden": "payload"}, audience="console")
        assert "payload" not in repr(signed)
