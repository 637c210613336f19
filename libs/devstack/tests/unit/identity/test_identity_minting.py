"""What is in the tokens: authentik's claims."""

import base64
import hashlib

from joserfc.util import json_b64decode

NOW = 1_780_000_000


def part(token, number):
    return json_b64decode(token.split(".")[number].encode())


class TestAccessToken:
    async def test_carries_authentiks_claims(self, signed_in):
        """Every claim and its value, the random ones aside."""
        claims = part((await signed_in.tokens())["access_token"], 1)
        assert claims.pop("uid") == claims.pop("jti")
        assert len(claims.pop("sid")) == 64
        assert len(claims.pop("sub")) == 64
        assert claims == {
            "iss": "http://localhost:8083/application/o/dezky-portal/",
            "aud": "dezky-portal",
            "azp": "dezky-portal",
            "exp": NOW + 300,
            "iat": NOW,
            "auth_time": NOW,
            "acr": "goauthentik.io/providers/oauth2/default",
            "amr": ["pwd"],
            "nonce": "n-1",
            "scope": "openid email profile offline_access",
            "email": "admin@acme.localhost",
            "email_verified": True,
            "name": "Amira Haddad",
            "given_name": "Amira Haddad",
            "preferred_username": "acme-admin",
            "nickname": "acme-admin",
            "groups": [],
        }

    async def test_is_signed_with_rs256(self, signed_in):
        """Header: algorithm, key and type, nothing else."""
        header = part((await signed_in.tokens())["access_token"], 0)
        assert header.keys() == {"alg", "kid", "typ"}
        assert (header["alg"], header["typ"]) == ("RS256", "JWT")

    async def test_groups_come_with_profile(self, browser):
        """There is no groups scope: asking for it alone brings nothing."""
        await browser.log_in("operator", "dezky-operator")
        with_profile = await browser.tokens(scope="openid profile")
        assert part(with_profile["access_token"], 1)["groups"] == ["dezky-platform-admins"]
        without = await browser.tokens(scope="openid groups")
        assert "groups" not in part(without["access_token"], 1)
        assert without["scope"] == "openid"

    async def test_a_person_is_the_same_everywhere(self, browser):
        """One subject at every issuer, on every machine."""
        await browser.log_in("operator", "dezky-operator")
        portal = part((await browser.tokens())["access_token"], 1)
        code = await browser.code(client_id="dezky-operator")
        console = (await browser.redeem(code, client_id="dezky-operator")).json()
        expected = hashlib.sha256(b"dezky-identity-operator").hexdigest()
        assert portal["sub"] == part(console["access_token"], 1)["sub"] == expected


class TestIdToken:
    async def test_is_told_apart_by_azp_and_uid(self, signed_in):
        """The same claims but for those two, and the access token's hash."""
        tokens = await signed_in.tokens()
        access, identity = part(tokens["access_token"], 1), part(tokens["id_token"], 1)
        assert access.keys() - identity.keys() == {"azp", "uid", "jti", "scope"}
        assert identity.keys() - access.keys() == {"at_hash"}

    async def test_is_bound_to_the_access_token(self, signed_in):
        """OpenID Connect Core §3.1.3.6."""
        tokens = await signed_in.tokens()
        half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
        expected = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
        assert part(tokens["id_token"], 1)["at_hash"] == expected
