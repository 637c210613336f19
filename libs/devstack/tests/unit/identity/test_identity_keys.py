"""Signing keys: next -> active -> retired."""

from devstack.identity.keys import SigningKeys
from devstack.identity.store import Store


async def published(browser, slug="dezky-portal"):
    document = (await browser.http.get(f"/application/o/{slug}/jwks/")).json()
    return [key["kid"] for key in document["keys"]]


class TestPublished:
    async def test_has_no_private_parts(self, browser):
        """Only what verifies: 2048 bits, RS256, for signatures."""
        document = (await browser.http.get("/application/o/dezky-portal/jwks/")).json()
        for key in document["keys"]:
            assert key.keys() == {"kty", "kid", "use", "alg", "n", "e"}
            assert (key["kty"], key["use"], key["alg"]) == ("RSA", "sig", "RS256")

    async def test_announces_the_next_key(self, browser):
        """Verifiers see a key long before it signs."""
        assert len(await published(browser)) == 2

    async def test_is_shared_by_all_applications(self, browser):
        """As authentik providers sharing a certificate do: the kid does not tell the issuer."""
        assert await published(browser) == await published(browser, "dezky-operator")


class TestRotate:
    async def test_moves_every_key_on(self, browser):
        """The next becomes active, the active retires, a new next appears."""
        active, upcoming = await published(browser)
        states = (await browser.http.post("/-/rotate")).json()
        assert (states["active"], states["retired"]) == (upcoming, [active])
        assert await published(browser) == [upcoming, states["next"], active]

    async def test_signs_with_the_active_key(self, signed_in):
        """From the rotation on, and not before."""
        _, upcoming = await published(signed_in)
        await signed_in.http.post("/-/rotate")
        token = (await signed_in.tokens())["access_token"]
        assert signed_in.provider.keys.claims_of(token)["aud"] == "dezky-portal"
        assert token.startswith(_header(upcoming))

    async def test_keeps_two_retired_keys(self, browser):
        """Tokens outlive two rotations in a row; older keys are gone."""
        first, second = await published(browser)
        for _ in range(3):
            states = (await browser.http.post("/-/rotate")).json()
        assert first not in states["retired"]
        assert second in states["retired"]
        assert len(await published(browser)) == 4

    async def test_survives_a_restart(self, browser, settings, clock):
        """Keys are the store's, not the process's."""
        before = (await browser.http.post("/-/rotate")).json()
        keys = SigningKeys(Store(settings.data), now=clock)
        keys.load()
        kids = [key["kid"] for key in keys.published()["keys"]]
        assert kids == [before["active"], before["next"], *before["retired"]]
        keys._store.close()


def _header(kid):
    from joserfc.util import json_b64encode  # noqa: PLC0415 - one test's tool

    return json_b64encode({"typ": "JWT", "alg": "RS256", "kid": kid}).decode()
