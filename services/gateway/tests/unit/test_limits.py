"""Token buckets."""

import pytest
from gateway.faults import RateExceeded
from gateway.limits import Limits, headers


class Time:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def limits(time):
    return Limits("actor", per_second=10, burst=3, clock=time)


class TestSpend:
    def test_burst_is_allowed_at_once(self, limits):
        """As many requests as the bucket holds."""
        assert [limits.spend("a").left for _ in range(3)] == [2, 1, 0]

    def test_one_more_is_refused_with_the_time_to_wait(self, limits):
        """The caller is told when trying again makes sense."""
        for _ in range(3):
            limits.spend("a")
        with pytest.raises(RateExceeded) as refused:
            limits.spend("a")
        assert (refused.value.status, refused.value.retry_after_seconds) == (429, 1)

    def test_bucket_fills_with_time(self, limits, time):
        """A tenth of a second is one token at ten a second."""
        for _ in range(3):
            limits.spend("a")
        time.now += 0.1
        assert limits.spend("a").left == 0

    def test_bucket_never_holds_more_than_its_burst(self, limits, time):
        """A quiet hour doesn't save up tokens."""
        limits.spend("a")
        time.now += 3600
        assert limits.spend("a").left == 2

    def test_refused_requests_cost_nothing(self, limits, time):
        """Hammering doesn't keep the door shut."""
        for _ in range(3):
            limits.spend("a")
        for _ in range(50):
            with pytest.raises(RateExceeded):
                limits.spend("a")
        time.now += 0.1
        assert limits.spend("a").left == 0

    def test_others_have_their_own_bucket(self, limits):
        """One caller's rush is not another's."""
        for _ in range(3):
            limits.spend("a")
        assert limits.spend("b").left == 2

    def test_zero_is_no_limit(self):
        """The limit can be switched off."""
        assert Limits("actor", per_second=0, burst=1).spend("a") is None

    def test_full_buckets_are_forgotten(self, limits, time):
        """A crowd of addresses leaves nothing behind."""
        for number in range(50_000):
            limits.spend(str(number))
        time.now += 1
        limits.spend("last")
        assert len(limits._full_at) == 1


class TestHeaders:
    def test_both_buckets_are_told(self, limits):
        """Quota and what is left, as the IETF draft writes them."""
        assert headers(limits.spend("a"), None) == {
            "ratelimit-policy": '"actor";q=3;w=1',
            "ratelimit": '"actor";r=2;t=1',
        }

    def test_no_limit_no_headers(self):
        """Nothing is told where nothing is limited."""
        assert headers(None, None) == {}
