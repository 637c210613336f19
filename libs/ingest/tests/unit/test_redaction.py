"""What must never be stored."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest import REDACTED, Redactor, fitting, looks_like_password

SECRET_KEYS = (
    "password", "Password", "clientSecret", "client_secret", "ShareToken", "api_key", "apiKey",
    "Authorization", "Set-Cookie", "x_signature", "privateKey", "otp", "user_pass", "InviteLink",
    "sessionId", "credential",
)  # fmt: skip


class TestRedactor:
    @pytest.mark.parametrize("key", SECRET_KEYS)
    def test_keys(self, key):
        """A value under a secret's name is taken out, at any depth."""
        redactor = Redactor()
        assert redactor.redact({"a": [{key: "hunter2-hunter2"}]}) == {"a": [{key: REDACTED}]}
        assert redactor.count == 1

    @pytest.mark.parametrize("value", [True, False, None, "", "********************", {"pk": 1}])
    def test_what_is_no_secret(self, value):
        """Flags, blanks, masks and references stay: they say something and give nothing away."""
        redactor = Redactor()
        assert redactor.redact({"secret": value}) == {"secret": value}
        assert redactor.count == 0

    def test_repeated_elsewhere(self):
        """A secret that a sentence repeats is taken out of the sentence too."""
        event = {"Message": "link with token 'kEyHbTqz' was accessed", "ShareToken": "kEyHbTqz"}
        assert "kEyHbTqz" not in json.dumps(Redactor().redact(event))

    def test_in_an_address(self):
        """Links carry secrets in their query."""
        text = "see https://x.example/a?flow_token=abc&next=%2F&code=123 now"
        told = Redactor().redact({"text": text})["text"]
        assert told == f"see https://x.example/a?flow_token={REDACTED}&next=%2F&code={REDACTED} now"

    def test_bearer(self):
        """So do headers that were quoted."""
        assert "abcdefghij" not in Redactor().redact(["Authorization: Bearer abcdefghij"])[0]

    @given(secret=st.text(min_size=6).filter(lambda text: text.strip("*")), depth=st.integers(0, 9))
    def test_any_secret_at_any_depth(self, secret, depth):
        """Nothing of a secret is left, wherever it stands."""
        event = {"password": secret}
        for _ in range(depth):
            event = {"x": [event, secret]}
        assert secret not in _texts(Redactor().redact(fitting(event))) or secret in REDACTED


class TestLooksLikePassword:
    @pytest.mark.parametrize("typed", ["Sommer2026!", "aB3$efgh", "Winter2024"])
    def test_passwords(self, typed):
        """Three kinds of characters without a blank."""
        assert looks_like_password(typed)

    @pytest.mark.parametrize(
        "typed", ["root", "li.wei", "svc-mail-01", "A.B@c1.example", "' OR 1=1"]
    )
    def test_names(self, typed):
        """Names and addresses stay readable."""
        assert not looks_like_password(typed)


class TestFitting:
    @pytest.mark.parametrize(
        ("value", "fits"),
        [
            (2**63, str(2**63)),
            (-(2**53), str(-(2**53))),
            (float("inf"), "inf"),
            ("\ud800x", "?x"),
            ("x" * 5000, "x" * 4096 + "…[904 more characters]"),
            ({"a\0b": 1}, {"ab": 1}),
            (True, True),
        ],
    )
    def test_values(self, value, fits):
        """What JSON, BSON or the contract can't hold is made to fit."""
        assert fitting(value) == fits

    def test_depth(self):
        """A body nested a thousand deep ends somewhere."""
        value = []
        for _ in range(900):
            value = [value]
        assert "nested too deep" in json.dumps(fitting(value))


def _texts(value):
    if isinstance(value, dict):
        return [one for member in value.values() for one in _texts(member)]
    if isinstance(value, list):
        return [one for member in value for one in _texts(member)]
    return [value]
