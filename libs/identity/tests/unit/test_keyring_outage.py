"""An issuer that is down: old keys go on, but not for ever."""

import asyncio

import pytest
from identity import KeyPolicy, Verifier
from identity.faults import KeysUnavailable

LATER = 1_790_000_000  # so that keys grow old and tokens do not


async def settle(rounds=20):
    """Let every task that can go on go on."""
    for _ in range(rounds):
        await asyncio.sleep(0)


def refetching(verifier, issuer):
    return verifier._rings[issuer.name]._flight


class TestOutage:
    async def test_old_keys_go_on(self, verifier, operator, network, clock):
        """An issuer that is down locks nobody out."""
        token = operator.token(exp=LATER)
        await verifier.verify(token)
        network.is_down = True
        clock.advance(3_600)
        assert (await verifier.verify(token)).subject == "3f1c"

    async def test_not_for_ever(self, verifier, operator, network, clock):
        """After the hard TTL of a day the old keys are no longer believed: closed, not open."""
        token = operator.token(exp=LATER)
        await verifier.verify(token)
        network.is_down = True
        clock.advance(86_401)
        with pytest.raises(KeysUnavailable, match="try again"):
            await verifier.verify(token)

    async def test_the_hard_ttl_is_a_setting(self, operator, network, clock):
        """Whoever wants to fail sooner can."""
        policy = KeyPolicy(stale_seconds=600)
        verifier = Verifier([operator.issuer()], network, policy=policy, clock=clock.clock())
        token = operator.token(exp=LATER)
        await verifier.verify(token)
        network.is_down = True
        clock.advance(601)
        with pytest.raises(KeysUnavailable):
            await verifier.verify(token)

    async def test_recovers(self, verifier, operator, network, clock):
        """The first fetch after the outage brings the new keys."""
        token = operator.token(exp=LATER)
        await verifier.verify(token)
        network.is_down = True
        clock.advance(90_000)
        with pytest.raises(KeysUnavailable):
            await verifier.verify(token)
        network.is_down = False
        clock.advance(30)
        assert (await verifier.verify(token)).subject == "3f1c"

    async def test_only_the_first_caller_waits_for_a_dead_issuer(
        self, verifier, operator, network, clock
    ):
        """Once it is known to be in trouble it is asked in the background."""
        token = operator.token(exp=LATER)
        await verifier.verify(token)
        network.is_down = True
        clock.advance(301)
        await verifier.verify(token)
        clock.advance(30)
        network.gate.clear()
        assert (await verifier.verify(token)).subject == "3f1c"
        assert refetching(verifier, operator) is not None
        network.is_down = False
        network.gate.set()
        await settle()
        assert network.count() == 2

    @pytest.mark.parametrize(
        "answer",
        [b"{}", b'{"keys":[]}', b"<!doctype html>", b"", b'{"keys":[{"kty":"oct","k":"AA"}]}'],
    )
    async def test_rubbish_never_replaces_good_keys(
        self, verifier, operator, network, clock, answer
    ):
        """An empty set, HTML or `{}` counts as an outage."""
        token = operator.token(exp=LATER)
        await verifier.verify(token)
        network.documents[operator.jwks_uri] = answer
        clock.advance(301)
        assert (await verifier.verify(token)).subject == "3f1c"
        assert network.count() == 2

    async def test_a_bug_in_fetching_counts_as_an_outage(self, operator, network, clock):
        """Whatever a fetch raises, old keys go on and the caller gets no stranger's error."""
        fetch = Moody(network)
        verifier = Verifier([operator.issuer()], fetch, clock=clock.clock())
        token = operator.token(exp=LATER)
        await verifier.verify(token)
        fetch.mood = ZeroDivisionError()
        clock.advance(301)
        assert (await verifier.verify(token)).subject == "3f1c"

    async def test_a_fetch_that_hangs_ends(self, operator, network, clock):
        """A load has a limit of its own, whatever the fetch does about time-outs."""
        network.gate.clear()
        policy = KeyPolicy(load_seconds=0.01)
        verifier = Verifier([operator.issuer()], network, policy=policy, clock=clock.clock())
        with pytest.raises(KeysUnavailable):
            await verifier.verify(operator.token())


class Moody:
    """Fetches like its network until it is given a mood."""

    def __init__(self, network):
        self.network = network
        self.mood = None

    async def __call__(self, url):
        if self.mood is not None:
            raise self.mood
        return await self.network(url)
