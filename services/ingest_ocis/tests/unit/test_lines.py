"""What a line of the log is."""

import json

import pytest
from ingest import Skipped
from ingest_ocis.lines import parse

EVENT = {"Action": "file_create", "Message": "user 'u' did"}
LINE = json.dumps(EVENT).encode()


class TestParse:
    @pytest.mark.parametrize(
        "line", [LINE, LINE + b"\n", LINE + b"\r\n", b"\0\0\0" + LINE + b"\n", b" \t" + LINE]
    )
    def test_ends(self, line):
        """Line ends, blanks and the NULs of a hole are no part of an event."""
        assert parse(line) == EVENT

    @pytest.mark.parametrize("line", [b"\n", b"\r\n", b"", b"   "])
    def test_blank(self, line):
        """A blank line is nothing."""
        assert parse(line) is None

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (b"\0\0\0\n", "nul"),
            (b"Unknown update type 7", "junk"),
            (b"{", "junk"),
            (b"\xff\xfe", "junk"),
            (b"[" * 3000, "junk"),
            (b"7", "no_audit_line"),
            (b"[]", "no_audit_line"),
            (b'{"level":"info","service":"proxy"}', "no_audit_line"),
        ],
    )
    def test_others(self, line, reason):
        """What is no event is counted by what it is."""
        assert parse(line) == Skipped(reason)

    def test_no_unicode(self):
        """Bytes that are no UTF-8 cost a character, not the event."""
        assert parse(LINE.replace(b"did", b"d\xffd"))["Message"] == "user 'u' d�d"

    def test_number_without_end(self):
        """Nor does a number that Python refuses to read."""
        line = b'{"Action":"file_create","Message":"x","Size":' + b"9" * 5000 + b"}"
        assert parse(line)["Size"] == "9" * 5000
