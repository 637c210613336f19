"""The condition language."""

from contextlib import contextmanager

import pytest
from health.conditions.rules import parse
from health.conditions.tokens import ConditionMalformed
from hypothesis import given
from hypothesis import strategies as st

FACTS = {
    "status": 200,
    "latency": 420.0,
    "certificate_days": 20.5,
    "body": {"status": "ok", "ready": True, "items": [{"state": "up"}], "none": None},
    "header": {"content-type": "application/json; charset=utf-8"},
    "answers": ["192.0.2.1"],
}


@contextmanager
def suppress_refusal():
    """Collect a refusal; anything else passes through."""
    refusals = []
    try:
        yield refusals
    except ConditionMalformed as refusal:
        refusals.append(refusal)


class TestHolds:
    @pytest.mark.parametrize(
        "text",
        [
            "status == 200",
            "status<300",
            "latency < 500ms",
            "latency <= 0.42s",
            'body.status == "ok"',
            'body.items[0].state != "down"',
            "body.ready == true",
            "body.none == null",
            "certificate_days > 14",
            'header.content-type contains "json"',
            'answers contains "192.0.2.1"',
        ],
    )
    def test_what_is_true(self, text: str):
        """A condition that is true has no failure."""
        assert parse(text).failure(FACTS) is None

    @pytest.mark.parametrize(
        ("text", "failure"),
        [
            ("status == 201", "status == 201: it was 200"),
            ("latency < 0.1s", "latency < 0.1s: it was 420.0"),
            ('body.status == "OK"', 'body.status == "OK": it was "ok"'),
            ("body.ready == 1", "body.ready == 1: it was true"),
            ("body.ready > 0", "body.ready > 0: it was true"),
            ("body.items[1].state == 1", "nothing was seen of body.items[1].state"),
            ("instances >= 1", "nothing was seen of instances"),
            ('body.gone != "x"', "nothing was seen of body.gone"),
        ],
    )
    def test_what_is_not(self, text: str, failure: str):
        """A failure says what was seen; what wasn't seen holds in no comparison."""
        assert failure in (parse(text).failure(FACTS) or "")


class TestParse:
    @pytest.mark.parametrize(
        ("text", "column", "problem"),
        [
            ("", 1, "begin with a fact"),
            ("== 200", 1, "begin with a fact"),
            ("stat == 200", 1, "no fact 'stat'"),
            ("status.code == 200", 1, "no fact 'status.code'"),
            ("status", 7, "expected =="),
            ("status 200", 8, "expected =="),
            ("status = 200", 8, "can't be read"),
            ("status ==", 10, "expected a number"),
            ('status == "200"', 11, "expected a number"),
            ("status == 200 200", 15, "expected nothing more"),
            ("latency < 500", 14, "takes ms or s"),
            ("latency < 500min", 14, "takes ms or s"),
            ("status == 200ms", 14, "takes no unit"),
            ('body.a == "x', 11, "isn't closed"),
            ("body.a == x", 11, "expected a value"),
            ('body.a < "x"', 10, "compares numbers"),
        ],
    )
    def test_column(self, text: str, column: int, problem: str):
        """A refusal points at the column and says what is wrong there."""
        with pytest.raises(ConditionMalformed) as refused:
            parse(text)
        assert (column, True) == (refused.value.column, problem in refused.value.said)

    @given(st.text(max_size=40))
    def test_anything(self, text: str):
        """Any text is read or refused within its columns, never anything else."""
        with suppress_refusal() as refusals:
            parse(text)
        columns = [refusal.column for refusal in refusals]
        assert all(1 <= column <= len(text) + 1 for column in columns)
