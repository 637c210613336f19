"""Signing in against the real identity provider, and everything that must not work."""

from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest


class TestSignIn:
    def test_to_the_page(self, browser, console, acts):
        """After the sign-in stands the page that was asked for, its query included."""
        page = acts.sign_in(browser, console, path="/page?q=a%20b")
        assert (page.status_code, page.url.raw_path) == (200, b"/page?q=a%20b")
        assert page.text.startswith("operator@dezky.localhost ")

    def test_first_visit(self, browser, console):
        """Who was never here sees what this is, with one button that knows the page."""
        answer = browser.get(f"{console}/page?q=1")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/auth/login?onward=%2Fpage%3Fq%3D1"
        page = browser.get(f"{console}/auth/login?onward=%2Fpage%3Fq%3D1").text
        assert 'href="/auth/oidc/login?onward=/page%3Fq%3D1"' in page

    def test_cookies(self, browser, console, acts):
        """No script reads them, no other site sends them with a form, and no token is in them."""
        start = browser.get(f"{console}/auth/oidc/login")
        answer = acts.log_in(browser, acts.follow(browser, start), "operator")
        callback = acts.follow(browser, answer, until=f"{console}/auth/oidc/callback")
        back = browser.get(callback.headers["location"])
        for cookie in [*start.headers.get_list("set-cookie"), *back.headers.get_list("set-cookie")]:
            assert "HttpOnly" in cookie
            assert "SameSite=lax" in cookie
            assert "eyJ" not in cookie
        assert "eyJ" not in back.text + acts.follow(browser, back).text

    def test_new_name(self, browser, console, acts):
        """A cookie planted before the sign-in is worth nothing after it."""
        name = f"dezky-console-{urlsplit(console).port}"
        browser.cookies.set(name, "planted", domain="localhost.local", path="/")
        acts.sign_in(browser, console)
        with httpx2.Client(trust_env=False, cookies={name: "planted"}) as thief:
            assert thief.get(f"{console}/page").status_code == 303

    def test_several_tabs(self, browser, console, acts):
        """Two tabs begin to sign in; both end where each began."""
        first = browser.get(f"{console}/auth/oidc/login", params={"onward": "/page?tab=1"})
        second = browser.get(f"{console}/auth/oidc/login", params={"onward": "/page?tab=2"})
        form = acts.follow(browser, first)
        one = acts.follow(browser, acts.log_in(browser, form, "operator"))
        two = acts.follow(browser, second)
        assert [str(one.url), str(two.url)] == [f"{console}/page?tab=1", f"{console}/page?tab=2"]


class TestAnswersThatBelongNowhere:
    @pytest.fixture
    def callback(self, browser, console, acts) -> httpx2.URL:
        start = browser.get(f"{console}/auth/oidc/login")
        answer = acts.log_in(browser, acts.follow(browser, start), "operator")
        back = acts.follow(browser, answer, until=f"{console}/auth/oidc/callback")
        return httpx2.URL(back.headers["location"])

    def changed(self, url: httpx2.URL, **changes: str | None) -> str:
        fields = {k: v[0] for k, v in parse_qs(url.query.decode()).items()} | changes
        kept = {name: value for name, value in fields.items() if value is not None}
        return f"{url.copy_with(query=None)}?{urlencode(kept)}"

    def test_another_browser(self, callback):
        """The answer of one browser's sign-in starts no session in another (login CSRF)."""
        with httpx2.Client(trust_env=False) as victim:
            answer = victim.get(callback)
        assert answer.status_code == 422
        assert "set-cookie" not in answer.headers

    @pytest.mark.parametrize(
        "changes",
        [
            {"state": "guessed"},
            {"state": None},
            {"iss": "https://evil.example/"},
            {"iss": None},
            {"code": "guessed"},
        ],
        ids=str,
    )
    def test_bent(self, browser, callback, changes):
        """A wrong or missing state, issuer (RFC 9207) or code signs nobody in."""
        answer = browser.get(self.changed(callback, **changes))
        assert answer.status_code == 422
        assert "start again" in answer.text

    def test_twice(self, browser, callback):
        """An answer works once."""
        assert browser.get(callback).status_code == 303
        assert browser.get(callback).status_code == 422

    def test_refused(self, browser, callback):
        """What the provider refuses is told in its words, escaped."""
        said = "<b>no"
        bent = self.changed(callback, code=None, error="access_denied", error_description=said)
        answer = browser.get(bent)
        assert answer.status_code == 403
        assert "&lt;b&gt;no" in answer.text


class TestSignOut:
    def test_at_both_ends(self, browser, console, acts):
        """After signing out neither the console nor the provider knows the browser."""
        token = acts.sign_in(browser, console).text.split()[1]
        answer = browser.post(f"{console}/auth/logout", data={"_token": token})
        page = acts.follow(browser, answer)
        assert "You are signed out" in page.text
        assert browser.get(f"{console}/page").status_code == 303
        again = acts.follow(browser, browser.get(f"{console}/auth/oidc/login"))
        assert "password" in again.text

    def test_not_by_a_link(self, browser, console, acts):
        """Another site can't sign anybody out."""
        acts.sign_in(browser, console)
        assert browser.post(f"{console}/auth/logout").status_code == 403
        assert browser.get(f"{console}/page").status_code == 200


class TestForms:
    @pytest.mark.parametrize(
        ("headers", "with_token"),
        [
            ({}, False),
            ({"Origin": "https://evil.example"}, True),
            ({"Origin": "null"}, True),
            ({"Sec-Fetch-Site": "cross-site"}, True),
            ({"Sec-Fetch-Site": "same-site"}, True),
            ({"X-Form-Token": "guessed"}, True),
        ],
        ids=str,
    )
    def test_of_others(self, browser, console, acts, headers, with_token):
        """A form without the session's token, or from elsewhere, changes nothing."""
        token = acts.sign_in(browser, console).text.split()[1]
        data = {"_token": token} if with_token else {}
        assert browser.post(f"{console}/change", data=data, headers=headers).status_code == 403

    def test_of_ours(self, browser, console, acts):
        """With the token it does."""
        token = acts.sign_in(browser, console).text.split()[1]
        answer = browser.post(
            f"{console}/change", data={"_token": token}, headers={"Origin": console}
        )
        assert answer.status_code == 303


class TestSessionEnds:
    def test_expired(self, browser, console, acts, gateway):
        """When the gateway wants a new token and there is none, the page comes after a sign-in."""
        acts.sign_in(browser, console)
        gateway.refusals = [(401, "token_expired"), (401, "token_expired")]
        answer = browser.get(f"{console}/page?q=1")
        assert answer.headers["location"] == "/auth/oidc/login?onward=%2Fpage%3Fq%3D1"
        assert acts.follow(browser, answer).url.raw_path == b"/page?q=1"

    def test_token_ended_meanwhile(self, browser, console, acts, gateway):
        """One refusal of the token is mended by a new one, and nobody notices."""
        acts.sign_in(browser, console)
        before = gateway.headers[-1]["authorization"]
        gateway.refusals = [(401, "token_expired")]
        assert browser.get(f"{console}/page").status_code == 200
        assert gateway.headers[-1]["authorization"] != before

    def test_revoked(self, browser, console, acts, gateway):
        """Who is no operator any more sees why, and is out."""
        acts.sign_in(browser, console)
        gateway.refusals = [(403, "operator_revoked")]
        answer = browser.get(f"{console}/page")
        assert answer.status_code == 403
        assert "operator@dezky.localhost" in answer.text
        assert browser.get(f"{console}/page").status_code == 303

    def test_parts_of_pages(self, browser, console):
        """A part of a page leads the whole page to the sign-in."""
        answer = browser.get(
            f"{console}/page",
            headers={"HX-Request": "true", "HX-Current-URL": f"{console}/page?q=1"},
        )
        assert answer.status_code == 204
        assert answer.headers["hx-redirect"] == "/auth/login?onward=%2Fpage%3Fq%3D1"


class TestIsolation:
    def test_cookies_of_the_other(self, browser, console, portal, acts):
        """A session of the console is nobody at the portal, under whatever name it comes."""
        acts.sign_in(browser, console)
        names = (f"dezky-console-{urlsplit(console).port}", f"dezky-portal-{urlsplit(portal).port}")
        value = next(cookie.value for cookie in browser.cookies.jar if cookie.name == names[0])
        with httpx2.Client(trust_env=False, cookies=dict.fromkeys(names, value)) as thief:
            assert thief.get(f"{portal}/page").status_code == 303
            assert thief.get(f"{console}/page").status_code == 200


class TestCalls:
    def test_address(self, browser, console, acts, gateway):
        """The gateway hears whom the console saw, after what a proxy said before."""
        acts.sign_in(browser, console)
        browser.get(f"{console}/page", headers={"X-Forwarded-For": "203.0.113.7"})
        assert gateway.headers[-1]["x-forwarded-for"] == "203.0.113.7, 127.0.0.1"

    def test_policy(self, browser, console):
        """Every answer carries the policy: no inline script or style, no frame, nothing kept."""
        for path in ("/auth/login", "/page", "/nowhere", "/static/x/nothing.js"):
            headers = browser.get(f"{console}{path}").headers
            policy = headers["content-security-policy"]
            assert "script-src 'self';" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert headers["cache-control"] == "no-store"
