"""The portal in a real browser, over the whole system."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from devstack.accounts import account
from devstack.api import Api
from devstack.browser import sign_in
from devstack.running import RunningStack
from playwright.sync_api import Browser, Page, expect

# The machine may be busy: what takes so long will never come.
_PATIENCE_MS = 20_000
expect.set_options(timeout=_PATIENCE_MS)

SLUG = "lighthouse"
Visitor = Callable[[str], Page]


@pytest.fixture(scope="session")
def operators_api(stack: RunningStack) -> Iterator[Api]:
    """Give the operator's own access to the gateway, to prepare and to check."""
    with stack.api("operator") as api:
        yield api


@pytest.fixture(scope="session")
def lighthouse(operators_api: Api) -> str:
    """Give a tenant with an admin, and a subscription; return its slug."""
    facts = {"slug": SLUG, "name": "Lighthouse Trust", "plan": "starter"}
    operators_api.send("POST", "/tenants", json=facts)
    for email, role in (("owner@lighthouse.example", "owner"), ("admin@acme.localhost", "admin")):
        operators_api.send("POST", f"/tenants/{SLUG}/users", json={"email": email, "role": role})
    price = {"amountMinor": 950, "currency": "EUR"}
    operators_api.send(
        "POST", f"/tenants/{SLUG}/subscription", json={"seats": 4, "unitPrice": price}
    )
    return SLUG


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Keep each person's cookies: one sign-in serves all tests."""
    return {}


@pytest.fixture
def visitor(
    chromium: Browser, stack: RunningStack, lighthouse: str, sessions: dict[str, Any]
) -> Iterator[Visitor]:
    """Give a page of somebody who is signed in; a script's error on it fails the test."""
    assert lighthouse
    contexts = []
    troubles: list[str] = []

    def open_page(username: str) -> Page:
        context = chromium.new_context(
            base_url=stack.layout.portal_url, storage_state=sessions.get(username)
        )
        contexts.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        if username not in sessions:
            sign_in(page, stack.layout.portal_url, account(username))
            sessions[username] = context.storage_state()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []
