"""The query language."""

from datetime import UTC, datetime, timedelta

import pytest
from audit.query.conditions import Condition, Kind
from audit.query.faults import QueryMalformed
from audit.query.moments import Span
from audit.query.parsing import parse
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
DAY, MILLISECOND = timedelta(days=1), timedelta(milliseconds=1)


def conditions(text):
    return list(parse(text, now=NOW).conditions)


def refused_column(text):
    """Return where the query fails, 0 when it doesn't."""
    try:
        parse(text, now=NOW)
    except QueryMalformed as fault:
        return fault.errors[0].column
    return 0


class TestParse:
    def test_the_readme_s(self):
        """Every kind of piece in one query."""
        said = parse(
            "action:tenant.* actor:Operator@dezky.localhost tenant:acme outcome:failure,denied"
            ' -source:authentik at:>2026-11-01 "Free text" Inv',
            now=NOW,
        )
        assert said.conditions == (
            Condition(Kind.ACTION, ("tenant.*",)),
            Condition(Kind.ACTOR, ("operator@dezky.localhost",)),
            Condition(Kind.TENANT, ("acme",)),
            Condition(Kind.OUTCOME, ("failure", "denied")),
            Condition(Kind.SOURCE, ("authentik",), is_excluded=True),
            Condition(Kind.WORD, ("free",)),
            Condition(Kind.WORD, ("text",)),
            Condition(Kind.BEGINNING, ("inv",)),
        )
        assert said.span == Span(since=NOVEMBER + MILLISECOND)

    @pytest.mark.parametrize("text", ["", "   ", "&", '""', "-", " - & ", "\N{NO-BREAK SPACE}"])
    def test_nothing(self, text):
        """What asks for nothing finds everything."""
        assert conditions(text) == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("ann@acme.example", ["acme", "ann", "example"]),
            ("12:30", ["12", "30"]),
            ("4b:x", ["4b", "x"]),
            ("a-b", ["a", "b"]),
            ("Öl", ["öl"]),
        ],
    )
    def test_words(self, text, found):
        """What names no field is words."""
        assert [one.values[0] for one in conditions(text)] == found

    def test_quoted_value(self):
        """A value may stand in quotes, and so may what looks like a field."""
        assert conditions('tenant:"acme"') == [Condition(Kind.TENANT, ("acme",))]
        assert conditions(r'"http://a\"b"') == [
            Condition(Kind.WORD, (word,)) for word in ("a", "b", "http")
        ]

    @pytest.mark.parametrize(
        ("text", "column", "said"),
        [
            ("acton:tenant.*", 1, "no field acton"),
            ("tenant:acme  acton:x", 14, "no field acton"),
            ("tenant:Ac/me", 8, "tenant should be"),
            ("outcome:failure,maybe", 17, "outcome should be"),
            ("outcome:", 9, "outcome should be"),
            ("x actor:ann", 9, "actor should be"),
            ("action:tenant*", 8, "action should be"),
            ('"no end', 1, "no end"),
            ('tenant:"no end', 8, "no end"),
            ("at:yesterday", 4, "at should be"),
            ("at:>2026-13-01", 4, "at should be"),
            ("at:2026-11-01...2026", 4, "at should be"),
            ("x -at:2026-11-01", 3, "can't be excluded"),
            ("ann -bob", 5, "a word can't be excluded"),
            ("tenant:" + ",".join("abcdefghijk"), 8, "more than 10 values"),
            ("x " * 21, 41, "more than 20 conditions"),
            ("Ö action:ö", 10, "action should be"),
        ],
    )
    def test_refused(self, text, column, said):
        """The error says what is wrong, and points at the column where that begins."""
        with pytest.raises(QueryMalformed) as refused:
            parse(text, now=NOW)
        (error,) = refused.value.errors
        assert (error.field, error.column) == ("q", column)
        assert said in error.message

    @given(st.text(alphabet=st.sampled_from('ab:",-><\\ .*@\u2028é0'), max_size=30))
    def test_anything(self, text):
        """Whatever is typed: a selection, or a fault with a column inside the text or behind it."""
        assert 0 <= refused_column(text) <= len(text) + 1


class TestSpans:
    @pytest.mark.parametrize(
        ("text", "since", "before"),
        [
            (">2026-11-01", NOVEMBER + MILLISECOND, None),
            (">=2026-11-01", NOVEMBER, None),
            ("<2026-11-01", None, NOVEMBER),
            ("<=2026-11-01", None, NOVEMBER + MILLISECOND),
            ("2026-11-01", NOVEMBER, NOVEMBER + DAY),
            ("2026-11-01..2026-11-03", NOVEMBER, NOVEMBER + 3 * DAY),
            (">=2026-11-01T01:00+01:00", NOVEMBER, None),
            (">=2026-11-01T00:00:00.0009Z", NOVEMBER, None),
            ("2026-11-01T00:00Z", NOVEMBER, NOVEMBER + MILLISECOND),
            (">=-24h", NOW - DAY, None),
            ("<-2w", None, NOW - 14 * DAY),
        ],
    )
    def test_read(self, text, since, before):
        """Dates are days or their beginnings, in UTC; the end of a span is exclusive."""
        assert parse(f"at:{text}", now=NOW).span == Span(since, before)

    def test_several(self):
        """What all of them have in common."""
        said = parse("at:>=2026-11-01 at:<2026-11-20 at:2026-11-01..2026-11-02", now=NOW)
        assert said.span == Span(NOVEMBER, NOVEMBER + 2 * DAY)

    @pytest.mark.parametrize("text", [">9999-12-31T23:59:59.999Z", "9999-12-31"])
    def test_the_ends_of_time(self, text):
        """Beyond the calendar there is nothing to ask for."""
        with pytest.raises(QueryMalformed):
            parse(f"at:{text}", now=NOW)
