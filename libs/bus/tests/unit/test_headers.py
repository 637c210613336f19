"""What may stand in a header."""

import pytest
from bus.headers import sendable
from hypothesis import given
from hypothesis import strategies as st


class TestSendable:
    @given(value=st.text())
    def test_one_line(self, value):
        """No value ends its line."""
        (sent,) = sendable({"X-Request-Id": value}).values()
        assert "\r" not in sent
        assert "\n" not in sent

    @given(value=st.text(st.characters(min_codepoint=33), min_size=1))
    def test_kept(self, value):
        """What can be sent is sent as it is."""
        clean = value.strip()
        assert sendable({"A": clean}) == {"A": clean.replace("\r", " ").replace("\n", " ")}

    @pytest.mark.parametrize("name", ["", "A B", "A:", "A\r\nB", "Å", "\0"])
    def test_not_a_name(self, name):
        """What isn't a token can't be a name."""
        with pytest.raises(ValueError, match="not header names"):
            sendable({name: "x"})
