"""From what upstreams send to what an entry holds."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest import address, moment, read_json, text, token
from ingest.values import fitting, sized


class TestReadJson:
    def test_numbers_without_end(self):
        """A number that Python refuses to read is kept as its digits."""
        assert read_json(b"[" + b"7" * 5000 + b",1]") == ["7" * 5000, 1]

    def test_no_unicode(self):
        """Bytes that are no UTF-8 cost a character."""
        assert read_json(b'"a\xffb"') == "a�b"

    def test_byte_order_mark(self):
        """A mark at the beginning is no content."""
        assert read_json(b"\xef\xbb\xbf{}") == {}

    @given(body=st.binary() | st.integers(1, 5000).map(lambda depth: b"[" * depth))
    def test_anything(self, body):
        """Whatever isn't JSON is a ValueError and nothing else."""
        try:
            read_json(body)
        except ValueError:
            return


class TestMoment:
    @pytest.mark.parametrize(
        ("told", "expected"),
        [
            ("2026-05-24T12:00:00Z", datetime(2026, 5, 24, 12, tzinfo=UTC)),
            ("2026-05-24T14:00:00+02:00", datetime(2026, 5, 24, 12, tzinfo=UTC)),
            ("2026-05-24T12:00:00.123456789Z", datetime(2026, 5, 24, 12, 0, 0, 123456, tzinfo=UTC)),
            ("0001-01-01T00:00:00Z", None),
            ("9999-12-31T23:59:59-23:59", None),
            ("", None),
            ("yesterday", None),
            (None, None),
            (1779624000, None),
        ],
    )
    def test_times(self, told, expected):
        """RFC 3339 in any zone; zero dates and everything else are no time."""
        assert moment(told) == expected


class TestAddress:
    @pytest.mark.parametrize(
        ("told", "expected"),
        [
            ("2001:DB8::1", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            (" 192.0.2.1 ", "192.0.2.1"),
            ("255.255.255.255", ""),
            ("host.example", ""),
            (None, ""),
            (["192.0.2.1"], ""),
        ],
    )
    def test_shortest(self, told, expected):
        """One form for each address; what is none is empty."""
        assert address(told) == expected


class TestText:
    @given(name=st.text())
    def test_token(self, name):
        """A verb is a token of a subject, whatever the upstream calls its event."""
        assert set(token(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
        assert len(token(name)) <= 100

    @given(value=st.text(st.characters(codec=None)) | st.integers() | st.none())
    def test_text(self, value):
        """Text is valid Unicode, and not without end."""
        assert len(text(value).encode()) <= 2000

    @given(value=st.text(min_size=1), longest=st.integers(1, 40))
    def test_cut_visibly(self, value, longest):
        """What is cut shows it; what isn't is as it was."""
        kept = text(value, longest=longest)
        assert len(kept) <= longest
        assert kept == value or (len(value) > longest and kept.endswith("…"))

    def test_lists_cut_visibly(self):
        """Long lists and objects, and long keys, say how much is missing."""
        assert fitting(["x"] * 203)[199:] == ["x", "…[3 more items]"]
        made = fitting({f"k{number}": number for number in range(205)})
        assert (len(made), made["…"]) == (201, "…[5 more members]")
        (key,) = fitting({"k" * 300: 1})
        assert (len(key), key[-1]) == (200, "…")
        assert fitting("x" * 5000).endswith("…[904 more characters]")

    def test_sized(self):
        """What is too large for an entry tells what it was."""
        large = {"a": ["x" * 1000] * 100, "b": 1}
        assert sized(large) == {"tooLarge": True, "bytes": 100_415, "keys": ["a", "b"]}
        assert sized({"a": 1}) == {"a": 1}
