"""Signing in over real sockets, judged by the verifier that the gateway uses."""

import asyncio

import httpx2
import pytest
from contracts.faults import Unauthenticated
from devstack.accounts import ACCOUNTS


class TestSignIn:
    @pytest.mark.parametrize("username", [one.username for one in ACCOUNTS])
    async def test_gives_tokens_that_verify(self, provider, verifier, username):
        """Each demo account, through login page, code and PKCE, at its own issuer."""
        tokens = await asyncio.to_thread(provider.sign_in, username)
        person = next(one for one in ACCOUNTS if one.username == username)
        claims = await verifier.verify(tokens.access_token)
        assert claims.issuer == provider.layout.issuer(person.client)
        assert claims.audience == person.client
        assert (claims.email, claims.email_verified) == (person.email, True)
        assert claims.groups == (("dezky-platform-admins",) if username == "operator" else ())

    async def test_id_tokens_do_not_pass_for_access_tokens(self, provider, verifier):
        """The gateway refuses them, a login with the right nonce would not."""
        tokens = await asyncio.to_thread(provider.sign_in, "acme-member")
        with pytest.raises(Unauthenticated) as refusal:
            await verifier.verify(tokens.id_token)
        assert refusal.value.reason == "token_kind_not_accepted"

    async def test_is_written_down(self, provider):
        """The real events of the real login, for the one who ingests them."""
        await asyncio.to_thread(provider.sign_in, "acme-member")
        [login] = await asyncio.to_thread(provider.events, "login")
        [grant] = await asyncio.to_thread(provider.events, "authorize_application")
        assert login["user"]["email"] == "member@acme.localhost"
        assert grant["context"]["authorized_application"]["name"] == "Dezky portal"
        assert login["client_ip"] in ("127.0.0.1", "::1")

    async def test_twenty_at_once(self, provider, verifier):
        """Logins in parallel: hashing passwords does not stop the others."""
        signing_in = [asyncio.to_thread(provider.sign_in, "acme-member") for _ in range(20)]
        tokens = await asyncio.gather(*signing_in)
        claims = await asyncio.gather(*(verifier.verify(one.access_token) for one in tokens))
        assert {one.email for one in claims} == {"member@acme.localhost"}
        assert len({one.access_token for one in tokens}) == 20


class TestRotation:
    async def test_nobody_notices(self, provider, verifier):
        """The next key was published before: tokens of both verify without a new fetch."""
        before = await asyncio.to_thread(provider.sign_in, "acme-member")
        await verifier.verify(before.access_token)
        await asyncio.to_thread(provider.post, "/-/rotate")
        after = await asyncio.to_thread(provider.sign_in, "acme-member")
        assert await verifier.verify(before.access_token)
        assert await verifier.verify(after.access_token)

    async def test_two_in_a_row_are_found_after_the_pause(self, provider, verifier, steady):
        """A key that was never seen: refused within 30 s of the last fetch, found after them."""
        before = await asyncio.to_thread(provider.sign_in, "acme-member")
        await verifier.verify(before.access_token)
        for _ in range(2):
            await asyncio.to_thread(provider.post, "/-/rotate")
        after = await asyncio.to_thread(provider.sign_in, "acme-member")
        with pytest.raises(Unauthenticated) as refusal:
            await verifier.verify(after.access_token)
        assert refusal.value.reason == "key_unknown"
        steady.seconds += 30
        assert await verifier.verify(after.access_token)
        assert await verifier.verify(before.access_token)

    async def test_old_keys_end(self, provider, verifier):
        """Three rotations later the first key is no longer published."""
        before = await asyncio.to_thread(provider.sign_in, "acme-member")
        for _ in range(4):
            await asyncio.to_thread(provider.post, "/-/rotate")
        with pytest.raises(Unauthenticated):
            await verifier.verify(before.access_token)

    async def test_an_outage_locks_nobody_out(self, provider, verifier, steady):
        """The provider stops for an hour: tokens verify with the keys that are known."""
        tokens = await asyncio.to_thread(provider.sign_in, "acme-member")
        await verifier.verify(tokens.access_token)
        await asyncio.to_thread(provider.process.stop)
        steady.seconds += 3_600
        assert await verifier.verify(tokens.access_token)


class TestRestart:
    @pytest.mark.parametrize("end", ["stop", "kill"])
    async def test_nothing_is_lost(self, provider, verifier, end):
        """Stopped or killed: keys, accounts, sessions, refresh tokens and events are there."""
        person = {"username": "li.wei", "email": "li.wei@acme.localhost", "password": "p"}
        made = await asyncio.to_thread(provider.post, "/-/accounts", json=person)
        tokens = await asyncio.to_thread(provider.sign_in, "acme-member")
        kids = await asyncio.to_thread(provider.kids)
        getattr(provider.process, end)()
        await asyncio.to_thread(provider.process.start)
        assert await asyncio.to_thread(provider.kids) == kids
        assert await verifier.verify(tokens.access_token)
        again = await asyncio.to_thread(provider.post, "/-/accounts", json=person)
        assert again["pk"] == made["pk"]
        assert len(await asyncio.to_thread(provider.events, "login")) == 1
        headers = {"Authorization": f"Bearer {tokens.access_token}"}
        told = await asyncio.to_thread(provider.get, "/application/o/userinfo/", headers=headers)
        assert told["email"] == "member@acme.localhost"

    async def test_a_taken_port_is_an_error(self, provider, tmp_path):
        """A second provider on the same port ends at once."""
        process = await asyncio.create_subprocess_exec(
            *provider.process.program.command,
            env={
                "IDENTITY_PORT": str(provider.layout.identity_port),
                "IDENTITY_DATA": str(tmp_path),
            },
            stderr=asyncio.subprocess.PIPE,
        )
        _, errors = await process.communicate()
        assert process.returncode != 0
        assert b"address already in use" in errors


class TestRestriction:
    async def test_members_do_not_reach_the_console(self, provider):
        """403 at the provider, with a page that says why."""
        csrf = await asyncio.to_thread(_log_in_as_member, provider)
        assert csrf.status_code == 303
        question = {
            "client_id": "dezky-operator",
            "redirect_uri": "http://localhost:1/cb",
            "response_type": "code",
            "code_challenge": "a" * 43,
            "code_challenge_method": "S256",
        }
        url = f"{provider.url}/application/o/authorize/"
        response = await asyncio.to_thread(provider.http.get, url, params=question)
        assert response.status_code == httpx2.codes.FORBIDDEN
        assert "No access to Dezky console" in response.text


def _log_in_as_member(provider):
    from devstack.forms import first_form  # noqa: PLC0415 - one test's tool

    form = first_form(provider.http.get(f"{provider.url}/login/").text)
    fields = form.fields | {"username": "acme-member", "password": "dezky-acme-member"}
    return provider.http.post(f"{provider.url}/login/", data=fields)
