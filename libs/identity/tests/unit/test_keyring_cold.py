"""No keys yet: closed, and asked again soon, then seldom."""

import pytest
from identity.faults import KeysUnavailable, SignatureInvalid

LATER = 1_790_000_000  # so that keys grow old and tokens do not


class TestCold:
    async def test_fails_closed(self, verifier, operator, network):
        """Without keys nothing is believed, and the caller learns when to try again."""
        network.is_down = True
        with pytest.raises(KeysUnavailable) as refusal:
            await verifier.verify(operator.token())
        assert refusal.value.retry_after_seconds == 1

    async def test_fails_closed_on_an_empty_set(self, verifier, operator, network):
        """An authentik without a signing key publishes nothing that could verify."""
        network.documents[operator.jwks_uri] = b"{}"
        with pytest.raises(KeysUnavailable):
            await verifier.verify(operator.token())

    async def test_retries_soon_then_seldom(self, verifier, operator, network, clock):
        """The pause doubles from one second up to thirty."""
        network.is_down = True
        token = operator.token(exp=LATER)
        asked_at = []
        for second in range(100):
            before = len(network.fetched)
            with pytest.raises(KeysUnavailable):
                await verifier.verify(token)
            if len(network.fetched) > before:
                asked_at.append(second)
            clock.advance(1)
        assert asked_at == [0, 1, 3, 7, 15, 31, 61, 91]

    async def test_finds_an_issuer_that_comes_up(self, verifier, operator, network, clock):
        """A gateway that started first works a second after the issuer does."""
        network.is_down = True
        with pytest.raises(KeysUnavailable):
            await verifier.verify(operator.token())
        network.is_down = False
        clock.advance(1)
        assert (await verifier.verify(operator.token())).subject == "3f1c"

    async def test_a_reused_kid_is_found_after_the_ttl(
        self, verifier, operator, network, clock, rsa_keys
    ):
        """A new key under the old id is refused until the set is fresh again."""
        await verifier.verify(operator.token())
        renamed = type(rsa_keys[2]).import_key(rsa_keys[2].as_dict(private=True) | {"kid": "rsa-0"})
        operator.keys = [renamed]
        network.publish(operator)
        token = operator.token(exp=LATER)
        with pytest.raises(SignatureInvalid):
            await verifier.verify(token)
        clock.advance(301)
        assert (await verifier.verify(token)).subject == "3f1c"
