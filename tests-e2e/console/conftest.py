"""The console in a real browser, over the whole system."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from devstack.accounts import Account, account
from devstack.api import Api
from devstack.browser import sign_in
from devstack.running import RunningStack
from playwright.sync_api import Browser, BrowserContext, Page, expect

# The machine may be busy: what takes so long will never come.
_PATIENCE_MS = 20_000
expect.set_options(timeout=_PATIENCE_MS)


@pytest.fixture(scope="session")
def api(stack: RunningStack) -> Iterator[Api]:
    """Give the operator's own access to the gateway, to prepare and to check."""
    with stack.api("operator") as api:
        yield api


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, stack: RunningStack, tmp_path_factory: Any) -> Path:
    """Give the cookies of an operator who is signed in."""
    path: Path = tmp_path_factory.mktemp("console") / "operator.json"
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    sign_in(page, stack.layout.console_url, account("operator"))
    context.storage_state(path=path)
    context.close()
    return path


@pytest.fixture
def context(chromium: Browser, stack: RunningStack, signed_in: Path) -> Iterator[BrowserContext]:
    """Give a browser of the operator, fresh for each test."""
    context = chromium.new_context(base_url=stack.layout.console_url, storage_state=signed_in)
    context.set_default_timeout(_PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Give a page; a script's error or a broken policy anywhere on it fails the test."""
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        lambda message: (
            troubles.append(message.text)
            if message.type == "error"
            and "Failed to load resource" not in message.text
            and "Response Status Error" not in message.text
            else None
        ),
    )
    yield page
    assert troubles == []


@pytest.fixture(scope="session")
def tenant(api: Api) -> dict[str, Any]:
    """Give a tenant with a person, a subscription and a name of sixty characters."""
    slug = "web-longname"
    name = "Vereinigte Wasserwerke und Schleusenbetriebe Hohenfels-Nord"
    facts = {"slug": slug, "name": name, "plan": "business", "domains": [f"{slug}.example"]}
    api.send("POST", "/tenants", json=facts)
    person = {"email": f"owner@{slug}.example", "name": "Olaf Owner", "role": "owner"}
    api.send("POST", f"/tenants/{slug}/users", json=person)
    price = {"amountMinor": 1250, "currency": "EUR"}
    api.send("POST", f"/tenants/{slug}/subscription", json={"seats": 10, "unitPrice": price})
    return facts


@pytest.fixture(scope="session")
def partner(api: Api, tenant: dict[str, Any]) -> dict[str, Any]:
    """Give a partner with that tenant."""
    facts = {"slug": "web-partner", "name": "Web Partner", "marginPct": 12.5}
    api.send("POST", "/partners", json=facts)
    api.send("PUT", f"/partners/web-partner/tenants/{tenant['slug']}", json={})
    return facts


@pytest.fixture(scope="session")
def flag(api: Api) -> dict[str, Any]:
    """Give a flag that is rolled out to a tenth."""
    facts = {"key": "web_flag", "description": "Under test", "state": "rollout", "pct": 10}
    made: dict[str, Any] = api.send("POST", "/flags", json=facts).json()
    return made


@pytest.fixture(scope="session")
def second_operator(stack: RunningStack) -> Account:
    """Give another operator, who may be shut out."""
    person = Account(
        username="second-operator",
        email="second@dezky.localhost",
        password="dezky-second",
        role="operator",
        client="dezky-operator",
    )
    facts = {
        "username": person.username,
        "email": person.email,
        "password": person.password,
        "name": "Sven Second",
        "groups": ["dezky-platform-admins"],
    }
    made = httpx2.post(f"{stack.identity_url}/-/accounts", json=facts, trust_env=False)
    made.raise_for_status()
    return person
