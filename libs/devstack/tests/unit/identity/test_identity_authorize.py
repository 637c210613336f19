"""GET /application/o/authorize/."""

import dataclasses

import pytest
from devstack.identity.app import create_app

CALLBACK = "http://localhost:8081/auth/oidc/callback"
ISSUER = "http://localhost:8083/application/o/dezky-portal/"


def answer_of(response):
    from urllib.parse import parse_qsl, urlsplit  # noqa: PLC0415 - one helper's tool

    assert response.status_code == 302, response.text
    assert response.headers["location"].startswith(CALLBACK)
    return dict(parse_qsl(urlsplit(response.headers["location"]).query))


class TestAuthorize:
    async def test_sends_strangers_to_the_login_page(self, browser):
        """Nobody is signed in: the question travels along in `next`."""
        response = await browser.authorize()
        assert response.status_code == 302
        assert response.headers["location"].startswith("/login/?next=%2Fapplication%2Fo%2Fauth")

    async def test_answers_with_a_code(self, signed_in):
        """Single sign-on: whoever is signed in goes straight back."""
        answer = answer_of(await signed_in.authorize())
        assert answer.keys() == {"code", "state", "iss"}
        assert answer["state"] == "s-1"

    async def test_names_the_issuer(self, signed_in):
        """RFC 9207: `iss` tells which issuer answers, in refusals as well."""
        assert answer_of(await signed_in.authorize())["iss"] == ISSUER
        assert answer_of(await signed_in.authorize(response_type="token"))["iss"] == ISSUER

    async def test_keeps_the_applications_own_query(self, signed_in):
        """RFC 6749 §3.1.2: the redirect address may have parameters."""
        answer = answer_of(await signed_in.authorize(redirect_uri=f"{CALLBACK}?tenant=acme"))
        assert answer["tenant"] == "acme"
        assert "code" in answer

    @pytest.mark.parametrize("client_id", [None, "", "unknown", "DEZKY-PORTAL"])
    async def test_unknown_applications_stay_here(self, signed_in, client_id):
        """RFC 6749 §4.1.2.1: an address that is nobody's gets no redirect."""
        response = await signed_in.authorize(client_id=client_id)
        assert response.status_code == 400
        assert "No application has this client_id" in response.text

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"response_type": "token"}, "unsupported_response_type"),
            ({"response_type": None}, "unsupported_response_type"),
            ({"response_type": "code id_token"}, "unsupported_response_type"),
            ({"response_mode": "fragment"}, "invalid_request"),
            ({"code_challenge": None}, "invalid_request"),
            ({"code_challenge": "short"}, "invalid_request"),
            ({"code_challenge": "=" * 43}, "invalid_request"),
            ({"code_challenge_method": None}, "invalid_request"),
            ({"code_challenge_method": "plain"}, "invalid_request"),
            ({"max_age": "soon"}, "invalid_request"),
            ({"prompt": "none login"}, "invalid_request"),
            ({"request": "e30.e30."}, "request_not_supported"),
            ({"request_uri": "https://a.test/"}, "request_uri_not_supported"),
        ],
    )
    async def test_refusals_go_back(self, signed_in, changes, error):
        """The application learns what was wrong, with its state."""
        answer = answer_of(await signed_in.authorize(**changes))
        assert (answer["error"], answer["state"]) == (error, "s-1")
        assert answer["error_description"]
        assert "code" not in answer

    async def test_parameters_stand_once(self, signed_in):
        """RFC 6749 §3.1: two redirect addresses are none."""
        response = await signed_in.http.get(
            f"/application/o/authorize/?client_id=dezky-portal&redirect_uri={CALLBACK}"
            "&redirect_uri=http://localhost/"
        )
        assert response.status_code == 400


class TestPrompt:
    async def test_none_asks_nobody(self, browser):
        """Without a session the application is told, no page is shown."""
        answer = answer_of(await browser.authorize(prompt="none"))
        assert answer["error"] == "login_required"

    async def test_none_answers_the_signed_in(self, signed_in):
        """With a session it is an ordinary answer."""
        assert "code" in answer_of(await signed_in.authorize(prompt="none"))

    async def test_login_asks_again(self, signed_in):
        """Once, and not for ever: the demand does not travel along."""
        response = await signed_in.authorize(prompt="login")
        assert response.headers["location"].startswith("/login/")
        assert "prompt" not in response.headers["location"]

    async def test_max_age_asks_again(self, signed_in, clock):
        """A sign-in older than the application allows has to be done anew."""
        clock.now += 60
        assert "code" in answer_of(await signed_in.authorize(max_age="60"))
        clock.now += 1
        response = await signed_in.authorize(max_age="60")
        assert response.headers["location"].startswith("/login/")

    async def test_sessions_end(self, signed_in, clock):
        """After twelve hours everybody signs in again."""
        clock.now += 12 * 3600
        response = await signed_in.authorize()
        assert response.headers["location"].startswith("/login/")


class TestRestriction:
    async def test_operators_only(self, signed_in):
        """The console is for the platform admins' group: a page says so, with 403."""
        response = await signed_in.authorize(client_id="dezky-operator")
        assert response.status_code == 403
        assert "dezky-platform-admins" in response.text

    async def test_tells_silent_applications(self, signed_in):
        """With prompt=none the refusal goes back instead."""
        response = await signed_in.authorize(client_id="dezky-operator", prompt="none")
        assert answer_of(response)["error"] == "access_denied"

    async def test_lets_operators_in(self, browser):
        """Membership is all it takes."""
        await browser.log_in("operator", "dezky-operator")
        assert "code" in answer_of(await browser.authorize(client_id="dezky-operator"))

    async def test_can_be_opened(self, settings, clock, signed_in):
        """So that others can test their own 403 with a real token."""
        opened = create_app(settings.model_copy(update={"open_applications": True}), now=clock)
        async with opened.router.lifespan_context(opened):
            provider = opened.state.provider
            signed_in.http._transport.app.state.provider = dataclasses.replace(provider)
            response = await signed_in.authorize(client_id="dezky-operator")
        assert "code" in answer_of(response)
