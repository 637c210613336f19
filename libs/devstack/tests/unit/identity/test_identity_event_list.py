"""Listing events, as authentik's API does."""

import pytest
from starlette.requests import Request

API_TOKEN = "test-api-token"
PATH = "/api/v3/events/events/"


async def get(browser, token=API_TOKEN, **parameters):
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    return await browser.http.get(PATH, params=parameters, headers=headers)


async def events(browser, **parameters):
    return (await get(browser, **parameters)).json()["results"]


@pytest.fixture
async def busy(browser, clock):
    """Twenty-five failed logins and one that works, a second apart."""
    request = Request(
        {"type": "http", "method": "POST", "path": "/login/", "query_string": b"", "headers": []}
    )
    for _ in range(25):
        clock.now += 1
        browser.provider.events.sign_in_failed("acme", account=None, request=request)
    clock.now += 1
    await browser.log_in()
    return browser


class TestListEvents:
    @pytest.mark.parametrize(
        ("token", "detail"),
        [
            (None, "Authentication credentials were not provided."),
            ("", "Token invalid/expired"),
            ("wrong", "Token invalid/expired"),
        ],
    )
    async def test_needs_the_token(self, browser, token, detail):
        """403 and not 401, in authentik's words."""
        response = await get(browser, token)
        assert (response.status_code, response.json()) == (403, {"detail": detail})

    async def test_pages_in_numbers(self, busy):
        """`next` and `previous` are page numbers, 0 where there is none."""
        first = (await get(busy)).json()
        assert first["pagination"] == {
            "next": 2,
            "previous": 0,
            "count": 26,
            "current": 1,
            "total_pages": 2,
            "start_index": 1,
            "end_index": 20,
        }
        assert first["autocomplete"] == {}
        last = (await get(busy, page=2)).json()
        assert (last["pagination"]["next"], last["pagination"]["previous"]) == (0, 1)
        assert (last["pagination"]["start_index"], last["pagination"]["end_index"]) == (21, 26)
        assert len(last["results"]) == 6

    async def test_newest_first(self, busy):
        """Unless asked otherwise; an unknown ordering is ignored silently."""
        assert (await events(busy))[0]["action"] == "login"
        assert (await events(busy, ordering="nonsense"))[0]["action"] == "login"
        assert (await events(busy, ordering="created", page=2))[-1]["action"] == "login"

    @pytest.mark.parametrize("page", ["3", "0", "-1", "x", "9" * 20, "٣"])
    async def test_no_such_page(self, busy, page):
        """404 in Django's words."""
        response = await get(busy, page=page)
        assert (response.status_code, response.json()) == (404, {"detail": "Invalid page."})

    async def test_page_size_is_capped(self, busy):
        """At 100, silently; nonsense means the default of 20."""
        assert len(await events(busy, page_size=1000)) == 26
        assert len(await events(busy, page_size=5)) == 5
        assert len(await events(busy, page_size="x")) == 20

    async def test_action_means_contains(self, busy):
        """`login` finds `login_failed` too; `actions` is exact and may be repeated."""
        assert (await get(busy, action="LOGIN")).json()["pagination"]["count"] == 26
        exact = await get(busy, actions=["login", "logout"])
        assert exact.json()["pagination"]["count"] == 1

    async def test_unknown_filters_are_ignored(self, busy):
        """There is no created__gt: asking for it filters nothing, and nobody says so."""
        answer = (await get(busy, created__gt="2099-01-01T00:00:00Z")).json()
        assert answer["pagination"]["count"] == 26

    async def test_empty(self, browser):
        """No events is one page of none."""
        answer = (await get(browser, username="nobody")).json()
        assert answer["results"] == []
        assert answer["pagination"]["total_pages"] == 1
        assert answer["pagination"]["next"] == 0

    async def test_closed_without_a_token(self, browser):
        """A provider that was given no token answers nobody, an empty one included."""
        settings = browser.provider.settings
        settings.api_token = type(settings.api_token)("")
        assert (await get(browser, "")).status_code == 403
