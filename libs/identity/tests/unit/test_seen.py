"""A token that was believed before is believed again only for what can't have changed."""

import pytest
from identity.faults import (
    KeyUnknown,
    KindNotAccepted,
    SignatureInvalid,
    TokenExpired,
)
from identity.seen import Seen
from joserfc.jwk import RSAKey

STALE_SECONDS = 301


class TestSeen:
    async def test_the_same_claims(self, verifier, operator):
        """The same person, however often."""
        token = operator.token()
        first = await verifier.verify(token)
        assert await verifier.verify(token) == first

    async def test_its_time_goes_on(self, verifier, operator, clock):
        """It expires as any other does."""
        token = operator.token()
        await verifier.verify(token)
        clock.advance(4000)
        with pytest.raises(TokenExpired):
            await verifier.verify(token)

    async def test_a_withdrawn_key(self, verifier, operator, network, clock, rsa_keys):
        """What its key signed is over with the key."""
        token = operator.token()
        await verifier.verify(token)
        operator.keys = [rsa_keys[2]]
        network.publish(operator)
        clock.advance(STALE_SECONDS)
        with pytest.raises(KeyUnknown):
            await verifier.verify(token)

    async def test_the_same_id_on_another_key(self, verifier, operator, network, clock):
        """The signature is checked by the key that is published now."""
        token = operator.token()
        await verifier.verify(token)
        named = {"kid": operator.keys[0].kid, "use": "sig", "alg": "RS256"}
        operator.keys = [RSAKey.generate_key(2048, named)]
        network.publish(operator)
        clock.advance(STALE_SECONDS)
        with pytest.raises(SignatureInvalid):
            await verifier.verify(token)

    async def test_a_changed_token_is_another(self, verifier, operator):
        """Claims of one under the signature of another."""
        mine, theirs = operator.token(), operator.token(sub="other")
        await verifier.verify(mine)
        await verifier.verify(theirs)
        header, _, signature = mine.split(".")
        forged = ".".join((header, theirs.split(".")[1], signature))
        with pytest.raises(SignatureInvalid):
            await verifier.verify(forged)

    async def test_another_kind(self, verifier, operator):
        """Believed as access token is not believed as ID token."""
        token = operator.token()
        await verifier.verify(token)
        with pytest.raises(KindNotAccepted):
            await verifier.verify_id_token(token, audience="dezky-operator", nonce="n")

    async def test_many(self):
        """Those that came last are kept."""
        seen = Seen(most=2)
        for token in ("a", "b"):
            seen.keep(token, token)
        seen.find("a")
        seen.keep("c", "c")
        assert [seen.find(token) for token in ("a", "b", "c")] == ["a", None, "c"]
