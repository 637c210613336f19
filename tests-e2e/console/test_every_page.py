"""What holds for every page: accessible, light, few calls, readable without scripts."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from devstack.accessibility import violations
from devstack.running import RunningStack
from playwright.sync_api import Browser, Page, Response, expect

pytestmark = pytest.mark.slow

_MOST_BYTES = 150_000
_MOST_CALLS = 6


def _pages() -> tuple[str, ...]:
    spec = importlib.util.spec_from_file_location("pages", Path(__file__).parent / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: tuple[str, ...] = module.PAGES
    return pages


PAGES = _pages()


@pytest.fixture(autouse=True)
def _prepared(tenant: Any, partner: Any, flag: Any) -> None:
    """Have something to show."""
    assert tenant
    assert partner
    assert flag


@pytest.mark.parametrize("path", PAGES)
def test_page(page: Page, path: str) -> None:
    """At most 150 kB and six gateway calls; axe-core finds nothing; a phone is wide enough."""
    sizes: list[int] = []

    def note(response: Response) -> None:
        if response.request.resource_type != "eventsource":
            sizes.append(len(response.body()))

    page.on("response", note)
    answer = page.goto(path, wait_until="load")
    assert answer is not None
    assert answer.ok, answer.status
    calls = re.search(r'gateway;desc="(\d+) calls"', answer.headers["server-timing"])
    assert calls is not None
    assert 1 <= int(calls[1]) <= _MOST_CALLS
    assert sum(sizes) < _MOST_BYTES
    page.remove_listener("response", note)
    assert violations(page) == []
    page.set_viewport_size({"width": 375, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_without_scripts(chromium: Browser, stack: RunningStack, signed_in: Path) -> None:
    """Every page can be read with scripts off, and lists can be searched."""
    context = chromium.new_context(
        base_url=stack.layout.console_url, storage_state=signed_in, java_script_enabled=False
    )
    page = context.new_page()
    for path in PAGES:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        assert page.locator("main h1").inner_text() != ""
    page.goto("/tenants")
    page.get_by_role("searchbox", name="Search tenants").fill("wasserwerke")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Vereinigte Wasserwerke").click()
    expect(page.locator("h1")).to_contain_text("Vereinigte")
    context.close()


def test_no_page_for_nobody(chromium: Browser, stack: RunningStack) -> None:
    """Without a session every page leads to the sign-in and shows nothing."""
    context = chromium.new_context(base_url=stack.layout.console_url)
    page = context.new_page()
    for path in PAGES:
        page.goto(path)
        assert "/auth/login" in page.url, path
    context.close()


def test_address_of_the_person(
    chromium: Browser, stack: RunningStack, signed_in: Path, api: Any
) -> None:
    """A change made in the console stands on the timeline with the person's own address."""
    context = chromium.new_context(
        base_url=stack.layout.console_url,
        storage_state=signed_in,
        extra_http_headers={"X-Forwarded-For": "203.0.113.7"},
    )
    page = context.new_page()
    page.goto("/tenants/new")
    page.get_by_label("Name").fill("From afar")
    page.get_by_label("Slug").fill("web-afar")
    page.get_by_role("button", name="Create tenant").click()
    page.wait_for_url("**/tenants/web-afar")
    context.close()
    query = {"tenantSlug": "web-afar", "action": "tenant.created"}
    for _ in range(200):
        entries = api.send("GET", "/audit", params=query).json()["items"]
        if entries:
            break
    assert [one["actorIp"] for one in entries] == ["203.0.113.7"]
