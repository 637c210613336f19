"""The circuit breaker."""

import pytest
from tenant.provisioning.breaker import Breaker
from tenant.provisioning.failures import (
    Broken,
    CircuitOpen,
    CredentialsRefused,
    NoAnswer,
    Refused,
    Throttled,
)


class Hand:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def hand():
    return Hand()


@pytest.fixture
def breaker(hand):
    return Breaker(failures=3, pause_seconds=30, clock=hand)


def fail(breaker, times, failure=NoAnswer):
    for _ in range(times):
        breaker.ensure_closed()
        breaker.failed(failure("it failed"))


class TestBreaker:
    def test_opens_after_failures_in_a_row(self, breaker):
        """Not before, and a success in between begins anew."""
        fail(breaker, 2)
        breaker.worked()
        fail(breaker, 2)
        breaker.ensure_closed()
        breaker.failed(Broken("500"))
        with pytest.raises(CircuitOpen):
            breaker.ensure_closed()

    def test_says_how_long(self, breaker, hand):
        """The wait shrinks."""
        fail(breaker, 3)
        hand.now += 20
        with pytest.raises(CircuitOpen) as refused:
            breaker.ensure_closed()
        assert refused.value.retry_after_seconds == 10

    def test_lets_one_try_after_the_pause(self, breaker, hand):
        """The others wait for what it finds out."""
        fail(breaker, 3)
        hand.now += 30
        breaker.ensure_closed()
        with pytest.raises(CircuitOpen):
            breaker.ensure_closed()
        breaker.worked()
        breaker.ensure_closed()
        breaker.ensure_closed()

    def test_opens_again_at_once_when_the_try_fails(self, breaker, hand):
        """One failure is enough then."""
        fail(breaker, 3)
        hand.now += 30
        fail(breaker, 1)
        assert breaker.is_open

    def test_who_gives_up_lets_another_try(self, breaker, hand):
        """A try that found nothing out blocks nobody."""
        fail(breaker, 3)
        hand.now += 30
        breaker.ensure_closed()
        breaker.gave_up()
        breaker.ensure_closed()

    def test_refused_credentials_open_it_at_once(self, breaker, hand):
        """And for longer: Stalwart bans who insists."""
        fail(breaker, 1, CredentialsRefused)
        hand.now += 299
        assert breaker.is_open
        hand.now += 1
        assert not breaker.is_open

    @pytest.mark.parametrize("failure", [Refused, Throttled])
    def test_a_refusal_shows_that_it_works(self, breaker, failure):
        """What concerns one tenant, or comes too fast, opens nothing."""
        fail(breaker, 2)
        fail(breaker, 5, failure)
        fail(breaker, 2)
        assert not breaker.is_open
