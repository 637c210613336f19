"""After a sign-in browsers go to pages of ours, wherever a link says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.auth import safe_target


class TestSafeTarget:
    @pytest.mark.parametrize("target", ["/", "/tenants?q=a%20b&status=active", "/audit/1#top"])
    def test_ours(self, target):
        """Pages with their query stay as they are."""
        assert safe_target(target) == target

    @pytest.mark.parametrize(
        "target",
        [
            "",
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/a\\b",
            "/a\r\nSet-Cookie: x",
            "javascript:alert(1)",
            "/auth/logout",
        ],
    )
    def test_elsewhere(self, target):
        """Everything else leads to the start."""
        assert safe_target(target) == "/"

    @given(st.text())
    def test_always_a_path(self, target):
        """Whatever is asked for, one slash and no host comes first."""
        answer = safe_target(target)
        assert answer.startswith("/")
        assert not answer.startswith("//")
