"""Adding probes up."""

from datetime import UTC, datetime, timedelta

import pytest
from health.history.rules import (
    COARSE_SECONDS,
    FINE_SECONDS,
    Sample,
    Sums,
    by_step,
    latency_of,
    speaks_for,
    start_of,
    step_of,
    total,
)
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 11, 1, tzinfo=UTC)

samples = st.lists(
    st.builds(
        Sample,
        at=st.integers(0, 20_000).map(lambda seconds: START + timedelta(seconds=seconds)),
        seconds=st.integers(0, 4_000).map(float),
        result=st.sampled_from(["ok", "warn", "bad"]),
        latency_ms=st.floats(0.1, 30_000),
        in_maintenance=st.booleans(),
    ),
    max_size=30,
)


def known(sums: Sums) -> float:
    return sums.judged + sums.maintenance


class TestByStep:
    @given(samples)
    def test_nothing_is_lost(self, given_samples):
        """The steps' seconds are the samples' seconds, whatever borders they cross."""
        steps = by_step(given_samples, FINE_SECONDS)
        told = sum(known(step) for step in steps.values())
        assert told == pytest.approx(sum(one.seconds for one in given_samples))

    @given(samples)
    def test_coarse_is_the_sum_of_fine(self, given_samples):
        """An hour is exactly its twelve five-minute steps, latencies included."""
        fine = by_step(given_samples, FINE_SECONDS)
        for start, coarse in by_step(given_samples, COARSE_SECONDS).items():
            inside = total(
                step for at, step in fine.items() if start_of(at, COARSE_SECONDS) == start
            )
            assert known(coarse) == pytest.approx(known(inside))
            assert coarse.latencies == inside.latencies

    def test_border(self):
        """A probe shortly after a border speaks for both sides."""
        sample = Sample(at=START + timedelta(seconds=10), seconds=30, result="ok", latency_ms=5)
        steps = by_step([sample], FINE_SECONDS)
        assert {at: step.ok for at, step in steps.items()} == {
            START: 10.0,
            START - timedelta(seconds=FINE_SECONDS): 20.0,
        }


class TestUptime:
    def test_unknown_is_not_up(self):
        """Without a probe there is no percentage."""
        assert Sums().uptime_percent is None

    def test_slow_is_up(self):
        """Three quarters of the probed time were up."""
        assert Sums(ok=2, warn=1, bad=1).uptime_percent == 75

    def test_maintenance_counts_separately(self):
        """A failure during maintenance takes nothing away."""
        sample = Sample(at=START, seconds=30, result="bad", latency_ms=1, in_maintenance=True)
        sums = total([Sums(ok=30), *by_step([sample], FINE_SECONDS).values()])
        assert (sums.uptime_percent, sums.maintenance) == (100, 30)


class TestPercentile:
    @given(st.lists(st.floats(0.2, 30_000), min_size=1, max_size=200), st.sampled_from([0.5, 0.95]))
    def test_within_five_percent(self, latencies, share):
        """A percentile is within 5 % of the exact one."""
        sums = Sums()
        for latency in latencies:
            sums.latencies[step_of(latency)] += 1
        exact = sorted(latencies)[-(-int(share * 100) * len(latencies) // 100) - 1]
        assert sums.percentile_ms(share) == pytest.approx(exact, rel=0.051)

    def test_step(self):
        """A step's own latency falls into it."""
        assert [step_of(latency_of(step)) for step in range(140)] == list(range(140))


class TestSpeaksFor:
    def test_gap(self):
        """After a gap a probe speaks for one and a half intervals, not for the gap."""
        assert speaks_for(START, START + timedelta(hours=1), interval_seconds=10) == 15

    def test_first(self):
        """The first probe speaks for no time."""
        assert speaks_for(None, START, interval_seconds=10) == 0
