"""A kid that is not in the set: refetched with restraint."""

import pytest
from identity.faults import KeysUnavailable, KeyUnknown

LATER = 1_790_000_000  # so that keys grow old and tokens do not


def unknown(issuer, keys):
    return issuer.token(key=keys[4])


class TestUnknownKid:
    async def test_refetches_for_a_new_key(self, verifier, operator, network, clock, rsa_keys):
        """A key published a moment ago is found without waiting for the TTL."""
        await verifier.verify(operator.token())
        operator.keys = [rsa_keys[2], rsa_keys[0]]
        network.publish(operator)
        clock.advance(30)
        assert (await verifier.verify(operator.token())).subject == "3f1c"
        assert network.count() == 2

    async def test_refetches_at_most_once_per_thirty_seconds(
        self, verifier, operator, network, clock, rsa_keys
    ):
        """Invented kids cost the issuer nothing."""
        await verifier.verify(operator.token())
        token = operator.token(key=rsa_keys[4], exp=LATER)
        for _ in range(100):
            clock.advance(1)
            with pytest.raises(KeyUnknown):
                await verifier.verify(token)
        assert network.count() == 1 + 3

    async def test_failures_count_as_well(self, verifier, operator, network, clock, rsa_keys):
        """A failed refetch is not repeated before its time either."""
        await verifier.verify(operator.token())
        network.is_down = True
        token = operator.token(key=rsa_keys[4], exp=LATER)
        network.fetched.clear()
        for _ in range(100):
            clock.advance(1)
            with pytest.raises((KeyUnknown, KeysUnavailable)):
                await verifier.verify(token)
        assert len(network.fetched) == 3

    async def test_during_an_outage_it_is_the_issuer_that_is_missing(
        self, verifier, operator, network, clock, rsa_keys
    ):
        """Nobody can say whether the key is new: 503 rather than a wrong 401."""
        await verifier.verify(operator.token())
        network.is_down = True
        clock.advance(30)
        with pytest.raises(KeysUnavailable) as refusal:
            await verifier.verify(unknown(operator, rsa_keys))
        assert (refusal.value.status, refusal.value.reason) == (503, "keys_unavailable")
        assert refusal.value.retry_after_seconds == 30

    async def test_issuers_are_asked_apart(self, verifier, operator, portal, network, rsa_keys):
        """One issuer's restraint is not another's."""
        await verifier.verify(operator.token())
        with pytest.raises(KeyUnknown):
            await verifier.verify(unknown(portal, rsa_keys))
        assert (await verifier.verify(portal.token())).audience == "dezky-portal"
        assert network.count("dezky-portal/jwks/") == 1

    async def test_a_missing_kid_does_not_refetch(self, verifier, operator, network, clock,
                                                  rsa_keys):  # fmt: skip
        """Among several keys no fetch could tell which one is meant."""
        operator.keys = rsa_keys[:2]
        network.publish(operator)
        await verifier.verify(operator.token())
        clock.advance(60)
        with pytest.raises(KeyUnknown):
            await verifier.verify(operator.token(header={"kid": None}))
        assert network.count() == 1
