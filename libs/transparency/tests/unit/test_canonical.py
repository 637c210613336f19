"""RFC 8785, against the package that implements nothing else."""

import json
import uuid
from datetime import UTC, date, datetime, time

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from transparency import canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
JSON = st.recursive(
    st.none() | st.booleans() | WHOLE | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


class TestCanonical:
    @given(JSON)
    def test_anything(self, value):
        """Whatever is JSON becomes the same text."""
        assert canonical(value) == rfc8785.dumps(value)

    def test_sorting(self):
        """RFC 8785 §3.2.3: names are sorted as UTF-16, so a smiley stands before U+FB33."""
        value = {
            "\u20ac": "Euro Sign",
            "\r": "Carriage Return",
            "\ufb33": "Hebrew Letter Dalet With Dagesh",
            "1": "One",
            "\U0001f600": "Emoji: Grinning Face",
            "\u0080": "Control",
            "\u00f6": "Latin Small Letter O With Diaeresis",
        }
        names = ["\\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
        found = canonical(value).decode()
        assert [found.index(f'"{name}":') for name in names] == sorted(
            found.index(f'"{name}":') for name in names
        )

    @pytest.mark.parametrize(
        ("value", "text"),
        [(1.0, "1"), (1e21, "1e+21"), (1e-7, "1e-7"), (-0.0, "0"), ("\x7f\x1f", '"\x7f\\u001f"')],
    )
    def test_numbers_and_controls(self, value, text):
        """As ECMAScript writes them."""
        assert canonical([value]).decode() == f"[{text}]"

    @pytest.mark.parametrize(
        "value",
        [
            *(
                float("nan"),
                {1: 2},
                2**53,
                -(2**53),
                b"x",
                {"a": object()},
                "\ud800",
                {"\udfff": 1},
            ),
            *(
                datetime(2026, 1, 1, tzinfo=UTC),
                uuid.UUID(int=1),
                [date(2026, 1, 1)],
                {"a": {"b": time(12)}},
            ),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_no_json(self, value):
        """What is no JSON, or loses digits as such, has no text."""
        with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError)):
            canonical(value)

    def test_deep(self):
        """Deeper than the fast encoder goes."""
        text = b"[" * 300 + b"]" * 300
        assert canonical(json.loads(text)) == text
