"""From results to a status."""

from datetime import UTC, datetime, timedelta

from health.results.machine import Standing, Thresholds, advance, is_stale
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 11, 1, tzinfo=UTC)
STEP = timedelta(seconds=10)
THRESHOLDS = Thresholds()


def walk(results, standing=None, *, step=STEP):
    """Return the standing after each result."""
    standing = standing or Standing(since=START)
    seen = []
    for number, result in enumerate(results, 1):
        standing = advance(standing, result, START + number * step, THRESHOLDS)
        seen.append(standing)
    return seen


def statuses(results):
    return [standing.status for standing in walk(results)]


class TestAdvance:
    def test_first_good_result_counts(self):
        """A target that answers is known at once."""
        assert statuses(["ok"]) == ["ok"]

    def test_bad_from_the_start(self):
        """A target that never answered is unknown until three probes failed."""
        assert statuses(["bad"] * 3) == ["unknown", "unknown", "bad"]

    def test_three_bad_in_a_row(self):
        """Two bad results in a row change nothing, the third does."""
        assert statuses(["ok", "bad", "bad", "ok", "bad", "bad", "bad"])[-2:] == ["ok", "bad"]

    def test_two_good_in_a_row(self):
        """One good result is not yet the end of it."""
        assert statuses(["bad"] * 3 + ["ok", "bad", "ok", "ok"])[-4:] == ["bad", "bad", "bad", "ok"]

    def test_mixed_worse_results(self):
        """Slow and failing in turn is at least slow."""
        assert statuses(["ok", "bad", "warn", "bad"])[-1] == "warn"

    def test_since(self):
        """A status stands since the result that made it."""
        assert walk(["ok", "bad", "bad", "bad", "bad"])[-1].since == START + 4 * STEP

    def test_flapping_needs_more_good_results(self):
        """After four flips six good results are needed instead of two."""
        flaps = ["ok", "ok", *(["bad"] * 3 + ["ok"] * 2) * 2, "bad", "bad", "bad"]
        seen = walk(flaps + ["ok"] * 6)
        assert [one.status for one in seen[-7:]] == ["bad"] * 6 + ["ok"]
        assert seen[-1].is_flapping(START + len(flaps) * STEP, THRESHOLDS)

    def test_flapping_ends(self):
        """A quarter of an hour later it is believed again."""
        standing = walk(["ok", "ok", *(["bad"] * 3 + ["ok"] * 2) * 3])[-1]
        assert not standing.is_flapping(START + timedelta(hours=1), THRESHOLDS)

    @given(st.lists(st.sampled_from(["ok", "warn", "bad"]), max_size=60))
    def test_never_worse_without_its_reasons(self, results):
        """Each change to bad has three bad results behind it, each recovery two good ones."""
        before = "unknown"
        for index, status in enumerate(statuses(results)):
            if status != before and status == "bad":
                assert results[index - 2 : index + 1] == ["bad"] * 3
            if before == "bad" and status != "bad":
                assert "bad" not in results[index - 1 : index + 1]
            before = status

    @given(
        st.lists(st.sampled_from(["ok", "warn", "bad"]), max_size=40),
        st.sampled_from(["ok", "warn", "bad"]),
    )
    def test_constant_results_win(self, results, last):
        """Whatever was before, six equal results decide."""
        assert statuses(results + [last] * 6)[-1] == last


class TestIsStale:
    def test_three_intervals(self):
        """After three intervals without a probe nobody knows."""
        assert not is_stale(START, START + timedelta(seconds=30), interval_seconds=10)
        assert is_stale(START, START + timedelta(seconds=31), interval_seconds=10)
