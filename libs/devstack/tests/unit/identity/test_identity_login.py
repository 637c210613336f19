"""The login page."""

import re

import pytest
from devstack.identity.login import safe_target


class TestShowLogin:
    async def test_says_it_is_for_development(self, browser):
        """Loudly, and it names the demo accounts."""
        page = await browser.http.get("/login/")
        assert "Development only." in page.text
        for name in ("operator", "acme-admin", "acme-member"):
            assert f'value="{name}"' in page.text

    async def test_names_the_application(self, browser):
        """Whoever signs in sees where to."""
        response = await browser.authorize()
        page = await browser.http.get(response.headers["location"])
        assert "to Dezky portal" in page.text

    async def test_fills_in_the_hint(self, browser):
        """`login_hint` saves typing, and is text, not markup."""
        response = await browser.authorize(login_hint='"><script>x</script>')
        page = await browser.http.get(response.headers["location"])
        assert "<script" not in page.text
        assert "&lt;script&gt;" in page.text

    async def test_is_locked_down(self, browser):
        """No scripts, no frames, no cache; redirects after the form stay possible."""
        page = await browser.http.get("/login/")
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "form-action" not in policy
        assert page.headers["cache-control"] == "no-store"
        assert "<script" not in page.text

    async def test_labels_its_fields(self, browser):
        """Every visible field has a label, and browsers know what belongs in it."""
        page = (await browser.http.get("/login/")).text
        for name, fill in (("username", "username"), ("password", "current-password")):
            assert f'<label for="{name}">' in page
            assert re.search(rf'id="{name}"[^>]*autocomplete="{fill}"', page)


class TestLogIn:
    async def test_goes_back_to_the_application(self, browser):
        """Right password: a session, and on to where the browser came from."""
        response = await browser.log_in(onward="/application/o/authorize/?client_id=dezky-portal")
        assert response.status_code == 303
        assert response.headers["location"] == ("/application/o/authorize/?client_id=dezky-portal")

    @pytest.mark.parametrize("name", ["acme-admin", "ACME-Admin", "admin@acme.localhost"])
    async def test_accepts_name_and_address(self, browser, name):
        """In any case; spaces around it are a slip of the finger."""
        assert (await browser.log_in(f" {name} ", "dezky-acme-admin")).status_code == 303

    async def test_one_click_is_enough(self, browser):
        """A demo account's button signs in."""
        page = await browser.http.get("/login/")
        csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
        response = await browser.http.post("/login/", data={"csrf": csrf, "demo": "acme-member"})
        assert response.status_code == 303
        assert "acme-member" in (await browser.http.get("/")).text

    @pytest.mark.parametrize(
        ("username", "password"),
        [
            ("acme-admin", "wrong"),
            ("acme-admin", ""),
            ("acme-admin", "dezky-operator"),
            ("nobody", "wrong"),
            ("", ""),
        ],
    )
    async def test_says_the_same_of_every_mistake(self, browser, username, password):
        """Nobody learns which accounts exist; the name stays filled in."""
        page = await browser.log_in(username, password)
        assert page.status_code == 401
        assert "No active account has this username and password." in page.text
        assert 'role="alert"' in page.text
        assert 'aria-invalid="true"' in page.text
        assert "identity_session_8083" not in browser.http.cookies

    async def test_deactivated_accounts_stay_out(self, browser):
        """The right password of an account that is off is a wrong one."""
        account = {"username": "gone", "email": "gone@acme.localhost", "password": "p"}
        await browser.http.post("/-/accounts", json=account | {"isActive": False})
        assert (await browser.log_in("gone", "p")).status_code == 401

    @pytest.mark.parametrize("csrf", [None, "", "wrong"])
    async def test_refuses_other_sites_forms(self, browser, csrf):
        """Right password, wrong token: another page may have posted it."""
        await browser.http.get("/login/")
        form = {"username": "acme-admin", "password": "dezky-acme-admin", "csrf": csrf}
        form = {name: value for name, value in form.items() if value is not None}
        response = await browser.http.post("/login/", data=form)
        assert response.status_code == 403
        assert "Try again" in response.text

    async def test_tabs_do_not_fight(self, browser):
        """A second tab's login page leaves the first one's form valid."""
        first = await browser.http.get("/login/")
        csrf = re.search(r'name="csrf" value="([^"]+)"', first.text)[1]
        await browser.http.get("/login/")
        response = await browser.http.post("/login/", data={"csrf": csrf, "demo": "operator"})
        assert response.status_code == 303

    async def test_sessions_get_a_new_secret(self, signed_in):
        """A session planted before the login is worth nothing afterwards."""
        before = signed_in.http.cookies["identity_session_8083"]
        await signed_in.log_in()
        assert signed_in.http.cookies["identity_session_8083"] != before
        signed_in.http.cookies.clear()
        signed_in.http.cookies.set("identity_session_8083", before)
        assert (await signed_in.authorize()).headers["location"].startswith("/login/")

    async def test_cookies_are_out_of_reach(self, browser):
        """No script reads them, and other sites' forms don't bring them along."""
        cookies = (await browser.log_in()).headers.get_list("set-cookie")
        assert all("HttpOnly" in one and "SameSite=lax" in one for one in cookies)


class TestSafeTarget:
    @pytest.mark.parametrize(
        "target",
        [
            None,
            "",
            "//evil.test/",
            "https://evil.test/",
            "/application/o/token/",
            "/application/o/authorize/",
            "/\\evil.test",
            "/application/o/authorize/?a\nSet-Cookie: x",
        ],
    )
    def test_leads_nowhere_else(self, target):
        """After the login only the authorization endpoint comes next."""
        assert safe_target(target) == "/"
