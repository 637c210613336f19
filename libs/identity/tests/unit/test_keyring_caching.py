"""Keys are cached, and fetched in one flight that all callers share."""

import asyncio

import pytest
from identity.faults import KeyUnknown

LATER = 1_790_000_000  # so that keys grow old and tokens do not


def unknown(issuer, keys):
    return issuer.token(key=keys[4])


async def settle(rounds=20):
    """Let every task that can go on go on."""
    for _ in range(rounds):
        await asyncio.sleep(0)


def refetching(verifier, issuer):
    return verifier._rings[issuer.name]._flight


class TestCaching:
    async def test_asks_once(self, verifier, operator, network):
        """Within the TTL of 300 s keys are not fetched again."""
        await verifier.verify(operator.token())
        await verifier.verify(operator.token())
        assert network.count() == 1

    async def test_asks_again_after_the_ttl(self, verifier, operator, network, clock):
        """A key that the issuer has withdrawn is gone after 300 s at the latest."""
        token = operator.token(exp=LATER)
        await verifier.verify(token)
        clock.advance(300)
        await verifier.verify(token)
        assert network.count() == 1
        clock.advance(1)
        await verifier.verify(token)
        assert network.count() == 2

    async def test_withdrawn_keys_end(self, verifier, operator, network, clock, rsa_keys):
        """After the refetch a token of the old key is refused, however valid it looks."""
        token = operator.token(exp=LATER)
        await verifier.verify(token)
        operator.keys = [rsa_keys[2]]
        network.publish(operator)
        clock.advance(301)
        with pytest.raises(KeyUnknown, match="no such key"):
            await verifier.verify(token)

    async def test_asks_nobody_before_the_first_token(self, verifier, network):
        """Starting beside an issuer that is still starting is no error."""
        assert verifier.outcomes.total() == 0
        assert network.fetched == []


class TestSingleFlight:
    async def test_fifty_cold_and_two_hundred_unknown_are_one_fetch(
        self, verifier, operator, network, rsa_keys
    ):
        """Whoever waits on a cold fetch waits; nobody is refused, nobody fetches twice."""
        network.gate.clear()
        good = [asyncio.create_task(verifier.verify(operator.token())) for _ in range(50)]
        await settle()
        network.gate.set()
        claims = await asyncio.gather(*good)
        token = unknown(operator, rsa_keys)
        bad = await asyncio.gather(
            *(verifier.verify(token) for _ in range(200)), return_exceptions=True
        )
        assert {one.subject for one in claims} == {"3f1c"}
        assert {type(one) for one in bad} == {KeyUnknown}
        assert network.count() == 1
        assert network.count("openid-configuration") == 1

    async def test_mixed_cold_requests_share_the_flight(
        self, verifier, operator, network, rsa_keys
    ):
        """Unknown kids that arrive during the cold fetch wait for it as well."""
        network.gate.clear()
        tokens = [operator.token(), unknown(operator, rsa_keys)] * 10
        tasks = [asyncio.create_task(verifier.verify(token)) for token in tokens]
        await settle()
        network.gate.set()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(one).__name__ for one in outcomes] == ["SignedClaims", "KeyUnknown"] * 10
        assert network.count() == 1

    async def test_a_caller_that_hangs_up_stops_nobody(self, verifier, operator, network):
        """The flight belongs to all who wait, not to the one that started it."""
        network.gate.clear()
        first = asyncio.create_task(verifier.verify(operator.token()))
        await settle()
        second = asyncio.create_task(verifier.verify(operator.token()))
        await settle()
        first.cancel()
        await settle()
        network.gate.set()
        assert (await second).subject == "3f1c"
        assert network.count() == 1

    async def test_closing_ends_the_flight(self, verifier, operator, network):
        """Nothing is left running when the process goes."""
        network.gate.clear()
        waiting = asyncio.create_task(verifier.verify(operator.token()))
        await settle()
        await verifier.aclose()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert refetching(verifier, operator) is None
