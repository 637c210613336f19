"""The events API, in authentik's shapes."""

from datetime import datetime

from devstack.identity.events import timestamp

API_TOKEN = "test-api-token"
PATH = "/api/v3/events/events/"


async def get(browser, token=API_TOKEN, **parameters):
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    return await browser.http.get(PATH, params=parameters, headers=headers)


async def events(browser, **parameters):
    return (await get(browser, **parameters)).json()["results"]


class TestEvent:
    async def test_login(self, browser):
        """A real login, with every member of authentik's event."""
        await browser.log_in()
        [event] = await events(browser)
        assert event.keys() == {
            "pk", "user", "action", "app", "context", "client_ip", "created", "expires", "brand",
        }  # fmt: skip
        assert event["action"] == "login"
        assert event["user"]["username"] == "acme-admin"
        assert event["user"].keys() == {"pk", "username", "email"}
        assert event["context"]["auth_method"] == "password"
        assert event["context"]["http_request"]["path"] == "/login/"
        assert event["client_ip"] == "127.0.0.1"
        assert event["created"] == "2026-05-28T20:26:40Z"
        assert datetime.fromisoformat(event["expires"]).year == 2027

    async def test_login_failed_of_an_account(self, browser):
        """The matched account is named though nobody proved to be it; the password is masked."""
        await browser.log_in("acme-admin", "a real secret")
        [event] = await events(browser)
        assert event["action"] == "login_failed"
        assert event["user"]["email"] == "admin@acme.localhost"
        assert event["context"]["username"] == "acme-admin"
        assert event["context"]["password"] == "*" * 20
        assert "a real secret" not in str(event)

    async def test_login_failed_of_nobody(self, browser):
        """The anonymous user, and the name as it was typed."""
        await browser.log_in("nobody", "wrong")
        [event] = await events(browser)
        assert event["user"] == {"pk": 1, "username": "AnonymousUser", "email": ""}
        assert event["context"]["username"] == "nobody"

    async def test_authorize_application(self, signed_in):
        """Which application got a code, and for which scopes; no code and no state."""
        await signed_in.code(state="hidden-state")
        [event] = await events(signed_in, action="authorize_application")
        assert event["context"]["authorized_application"]["name"] == "Dezky portal"
        assert event["context"]["scopes"] == "openid email profile offline_access"
        assert "hidden-state" not in str(event)

    async def test_logout(self, signed_in):
        """Written once per session that ended."""
        hint = (await signed_in.tokens())["id_token"]
        for _ in range(2):
            await signed_in.http.get(
                "/application/o/dezky-portal/end-session/", params={"id_token_hint": hint}
            )
        [event] = await events(signed_in, action="logout")
        assert event["user"]["username"] == "acme-admin"

    async def test_password_set(self, browser):
        """The user is the one whose password it is."""
        account = {"username": "new", "email": "new@acme.localhost", "password": "p"}
        await browser.http.post("/-/accounts", json=account)
        [event] = await events(browser, action="password_set")
        assert event["user"]["username"] == "new"

    def test_whole_seconds_have_no_fraction(self):
        """As in authentik, the microseconds are left out when they are zero."""
        assert timestamp(1_780_000_000) == "2026-05-28T20:26:40Z"
        assert timestamp(1_780_000_000.25) == "2026-05-28T20:26:40.250000Z"
