"""The systems that a tenant is provisioned in, as an operator and as its admin see them."""

from collections.abc import Iterator

import pytest
from devstack.accessibility import violations
from devstack.accounts import account
from devstack.api import Api
from devstack.browser import sign_in
from devstack.layout import Layout
from devstack.programs import programs
from devstack.running import RunningStack
from devstack.stack import Stack
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow

SLUG = "web-provisioned"


@pytest.fixture(scope="module")
def provisioning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Give a system whose tenants are provisioned, in stand-ins."""
    layout = Layout.on_free_ports(tmp_path_factory.mktemp("provisioning"), provisions=True)
    children = Stack(programs(layout, seed=False))
    children.start()
    try:
        yield RunningStack(layout, children.processes)
    finally:
        children.stop()


@pytest.fixture(scope="module")
def operators_api(provisioning: RunningStack) -> Iterator[Api]:
    """Give the operator's access, with a tenant that is ready."""
    with provisioning.api("operator") as api:
        facts = {"slug": SLUG, "name": "Provisioned Ltd", "domains": [f"{SLUG}.example"]}
        api.send("POST", "/tenants", json=facts)
        admin = {"email": account("acme-admin").email, "role": "admin"}
        api.send("POST", f"/tenants/{SLUG}/users", json=admin)
        _until(api, "ready")
        yield api


def _until(api: Api, state: str) -> None:
    """Wait until the systems agree with the tenant, as long as one answer may take each time."""
    generation, found = 1, ""
    for _ in range(100):
        query = {"generation": str(generation), "waitSeconds": "3"}
        answer = api.send("GET", f"/tenants/{SLUG}/provisioning", params=query, allowed=(504,))
        if answer.is_success:
            found, generation = answer.json()["state"], max(answer.json()["generation"], 1)
        if found == state:
            break
    assert found == state


def _opened(chromium: Browser, url: str, username: str) -> Page:
    page = chromium.new_context(base_url=url).new_page()
    page.set_default_timeout(20_000)
    sign_in(page, url, account(username))
    return page


def test_operator(chromium: Browser, provisioning: RunningStack, operators_api: Api) -> None:
    """Conditions of each system; a pause, its end, a plan and a reconcile."""
    page = _opened(chromium, provisioning.layout.console_url, "operator")
    page.goto(f"/tenants/{SLUG}/resources")
    systems = page.locator("#systems")
    for name in ("authentik", "stalwart", "ocis"):
        system = systems.locator(".domain", has_text=name)
        expect(system).to_contain_text("Ready")
        expect(system).to_contain_text("Its id there")
    assert violations(page) == []

    page.get_by_role("button", name="Pause ocis").click()
    expect(page.get_by_text("ocis is left alone.")).to_be_visible()
    change = {"email": "late@web-provisioned.example", "name": "Late Comer", "role": "member"}
    operators_api.send("POST", f"/tenants/{SLUG}/users", json=change)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("ocis is worked on again.")).to_be_visible()
    _until(operators_api, "ready")

    page.get_by_role("link", name="Plan (dry run)").click()
    expect(page.get_by_text("Everything agrees")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Back").click()
    page.get_by_role("button", name="Reconcile now").click()
    expect(page.get_by_text("Compared and repaired")).to_be_visible()
    page.context.close()


def test_tenants_admin(chromium: Browser, provisioning: RunningStack, operators_api: Api) -> None:
    """Its admin sees that all is set up, in their words, and has it compared."""
    _until(operators_api, "ready")
    page = _opened(chromium, provisioning.layout.portal_url, "acme-admin")
    page.goto(f"/tenants/{SLUG}/status")
    card = page.locator("section", has=page.get_by_role("heading", name="Set up for you"))
    for name in ("Sign-in", "Mail", "Files"):
        expect(card.locator("li", has_text=name)).to_contain_text("Ready")
    assert violations(page) == []
    page.get_by_role("button", name="Compare and repair").click()
    expect(page.get_by_text("compared", exact=False).first).to_be_visible()
    page.context.close()
