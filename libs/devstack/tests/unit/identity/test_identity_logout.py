"""{issuer}end-session/."""

import pytest

TARGET = "http://localhost:8081/signed-out"


async def end(browser, *, slug="dezky-portal", method="GET", **parameters):
    path = f"/application/o/{slug}/end-session/"
    if method == "POST":
        return await browser.http.post(path, data=parameters)
    return await browser.http.get(path, params=parameters)


async def is_signed_in(browser):
    return not (await browser.authorize()).headers["location"].startswith("/login/")


class TestEndSession:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    async def test_ends_the_session(self, signed_in, method):
        """With the ID token as a hint, back to the application with its state."""
        hint = (await signed_in.tokens())["id_token"]
        response = await end(
            signed_in,
            method=method,
            id_token_hint=hint,
            post_logout_redirect_uri=TARGET,
            state="s-2",
        )
        assert response.headers["location"] == f"{TARGET}?state=s-2"
        assert not await is_signed_in(signed_in)
        assert "identity_session_8083" not in signed_in.http.cookies

    async def test_without_address_shows_a_page(self, signed_in):
        """Somebody who is signed out is told so."""
        response = await end(signed_in, id_token_hint=(await signed_in.tokens())["id_token"])
        assert (response.status_code, "signed out" in response.text) == (200, True)

    @pytest.mark.parametrize("hint", [None, "", "x", "e30.e30.e30"])
    async def test_needs_a_hint(self, signed_in, hint):
        """Otherwise a link on any page could sign anybody out."""
        parameters = {} if hint is None else {"id_token_hint": hint}
        response = await end(signed_in, post_logout_redirect_uri=TARGET, **parameters)
        assert response.status_code == 400
        assert await is_signed_in(signed_in)

    async def test_needs_this_issuers_hint(self, signed_in):
        """The portal's token does not sign out at the console's address."""
        hint = (await signed_in.tokens())["id_token"]
        response = await end(signed_in, slug="dezky-operator", id_token_hint=hint)
        assert response.status_code == 400
        assert await is_signed_in(signed_in)

    async def test_client_id_has_to_fit(self, signed_in):
        """RP-Initiated Logout §2: when given, it is the hint's audience."""
        hint = (await signed_in.tokens())["id_token"]
        response = await end(signed_in, id_token_hint=hint, client_id="dezky-operator")
        assert response.status_code == 400

    async def test_refuses_other_hosts(self, signed_in):
        """No open redirect on the way out, and no logout halfway."""
        hint = (await signed_in.tokens())["id_token"]
        response = await end(
            signed_in, id_token_hint=hint, post_logout_redirect_uri="https://evil.test/"
        )
        assert response.status_code == 400
        assert await is_signed_in(signed_in)

    async def test_takes_expired_hints(self, signed_in, clock):
        """An ID token is old by the time somebody signs out."""
        hint = (await signed_in.tokens())["id_token"]
        clock.now += 3600
        assert (await end(signed_in, id_token_hint=hint)).status_code == 200
        assert not await is_signed_in(signed_in)

    async def test_ends_refresh_tokens(self, signed_in):
        """Signed out is signed out, for what runs in the background too."""
        tokens = await signed_in.tokens()
        await end(signed_in, id_token_hint=tokens["id_token"])
        response = await signed_in.refresh(tokens["refresh_token"])
        assert response.json()["error"] == "invalid_grant"

    async def test_ends_nobody_elses_session(self, signed_in, other_browser):
        """The same person in another browser stays signed in."""
        await other_browser.log_in()
        hint = (await signed_in.tokens())["id_token"]
        await end(other_browser, id_token_hint=hint)
        assert await is_signed_in(other_browser)
        assert not await is_signed_in(signed_in)

    async def test_twice_is_once(self, signed_in):
        """The second link of a double click says the same."""
        hint = (await signed_in.tokens())["id_token"]
        await end(signed_in, id_token_hint=hint)
        assert (await end(signed_in, id_token_hint=hint)).status_code == 200

    async def test_unknown_applications(self, browser):
        """An address of nobody's."""
        assert (await end(browser, slug="unknown")).status_code == 404


class TestSignOut:
    async def test_works_without_an_application(self, signed_in):
        """The front page has a button of its own, guarded like every form."""
        assert "Signed in as" in (await signed_in.http.get("/")).text
        assert (await signed_in.http.post("/sign-out/")).status_code == 403
        form = {"csrf": signed_in.http.cookies["identity_form_8083"]}
        assert (await signed_in.http.post("/sign-out/", data=form)).status_code == 303
        assert not await is_signed_in(signed_in)
