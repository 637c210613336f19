"""Access tokens and ID tokens are not each other."""

import pytest
from contracts.faults import Unauthenticated
from identity.faults import KindNotAccepted


def id_token(issuer, **changes):
    """As authentik mints ID tokens: the same audience and nonce, neither `azp` nor `uid`."""
    return issuer.token(**({"azp": None, "uid": None} | changes))


class TestVerify:
    async def test_accepts_an_access_token_with_nonce(self, verifier, operator):
        """The code flow puts the nonce into access tokens: refusing it locks everybody out."""
        claims = await verifier.verify(operator.token(nonce="n-1"))
        assert claims.claims["nonce"] == "n-1"

    async def test_refuses_an_id_token(self, verifier, operator):
        """The refusal says what to send instead."""
        with pytest.raises(KindNotAccepted, match="send the access token") as refusal:
            await verifier.verify(id_token(operator))
        assert refusal.value.reason == "token_kind_not_accepted"

    async def test_refuses_an_id_token_without_nonce(self, verifier, operator):
        """The kind is not told by the nonce in either direction."""
        with pytest.raises(KindNotAccepted):
            await verifier.verify(id_token(operator, nonce=None))

    @pytest.mark.parametrize("missing", ["azp", "uid"])
    async def test_needs_both_marks(self, verifier, operator, missing):
        """`azp` alone may stand in an ID token too."""
        with pytest.raises(KindNotAccepted):
            await verifier.verify(operator.token(**{missing: None}))

    async def test_accepts_the_standard_type(self, verifier, operator):
        """RFC 9068's `at+jwt` says it without authentik's claims."""
        token = operator.token(header={"typ": "at+jwt"}, azp=None, uid=None)
        assert (await verifier.verify(token)).subject == "3f1c"


class TestVerifyIdToken:
    async def test_accepts_the_answer_to_ones_own_login(self, verifier, operator):
        """Audience and nonce match what the login asked for."""
        claims = await verifier.verify_id_token(
            id_token(operator), audience="dezky-operator", nonce="n-1"
        )
        assert claims.email == "operator@dezky.localhost"

    async def test_refuses_an_access_token(self, verifier, operator):
        """It is for the gateway, not for a login."""
        with pytest.raises(KindNotAccepted, match="access token"):
            await verifier.verify_id_token(operator.token(), audience="dezky-operator", nonce="n-1")

    @pytest.mark.parametrize("nonce", ["n-2", None, "", 1, ["n-1"]])
    async def test_refuses_another_nonce(self, verifier, operator, nonce):
        """A token of another login, replayed, is not this one's answer."""
        with pytest.raises(KindNotAccepted, match="login"):
            await verifier.verify_id_token(
                id_token(operator, nonce=nonce), audience="dezky-operator", nonce="n-1"
            )

    @pytest.mark.parametrize(
        "changes",
        [
            {"aud": ["dezky-operator", "dezky-portal"]},
            {"azp": "dezky-portal"},
        ],
    )
    async def test_is_for_this_application_alone(self, verifier, operator, changes):
        """OpenID Connect Core §3.1.3.7: no second audience, no other authorized party."""
        with pytest.raises(KindNotAccepted):
            await verifier.verify_id_token(
                id_token(operator, **changes), audience="dezky-operator", nonce="n-1"
            )

    async def test_is_verified_like_any_token(self, verifier, operator, rsa_keys):
        """The kind is looked at after the signature, not instead of it."""
        forged = id_token(operator, key=rsa_keys[4], header={"kid": operator.keys[0].kid})
        with pytest.raises(Unauthenticated) as refusal:
            await verifier.verify_id_token(forged, audience="dezky-operator", nonce="n-1")
        assert refusal.value.reason == "token_signature_invalid"
