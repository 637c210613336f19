"""What holds for every page: accessible, light, few calls, readable without scripts."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from devstack.api import Api
from devstack.running import RunningStack
from playwright.sync_api import Browser, Page, Response

pytestmark = pytest.mark.slow

_AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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


def violations(page: Page, *, rules: str) -> list[str]:
    """Run axe-core; return what it found, with the first place of each."""
    # Not as a script element: the page's policy forbids those that aren't ours.
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {rules})")
    return [
        f"{one['id']}: {one['help']} at {one['nodes'][0]['html'][:200]}"
        f" {one['nodes'][0].get('failureSummary', '')}"
        for one in found["violations"]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_accessible(page: Page, path: str) -> None:
    """axe-core finds nothing, in light colours and in dark ones."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, answer.status
    rules = f"{{runOnly: {{type: 'tag', values: {_STANDARD}}}}}"
    assert violations(page, rules=rules) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, rules="{runOnly: ['color-contrast']}") == []


@pytest.mark.parametrize("path", PAGES)
def test_light_with_few_calls(page: Page, path: str) -> None:
    """All that a first visit loads weighs less than 150 kB unpacked; six gateway calls at most."""
    sizes: list[int] = []

    def note(response: Response) -> None:
        if "/events" not in response.url and response.request.resource_type != "eventsource":
            sizes.append(len(response.body()))

    page.on("response", note)
    answer = page.goto(path, wait_until="load")
    assert answer is not None
    calls = re.search(r'gateway;desc="(\d+) calls"', answer.headers["server-timing"])
    assert calls is not None
    assert int(calls[1]) <= _MOST_CALLS
    assert sum(sizes) < _MOST_BYTES


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
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="Vereinigte Wasserwerke").click()
    assert "Vereinigte" in page.locator("h1").inner_text()
    context.close()


@pytest.mark.parametrize("path", ["/", "/tenants", "/flags/web_flag", "/infrastructure", "/audit"])
def test_fits_a_phone(page: Page, path: str) -> None:
    """At the width of a phone nothing must be scrolled sideways."""
    page.set_viewport_size({"width": 375, "height": 720})
    page.goto(path)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


def test_no_page_for_nobody(chromium: Browser, stack: RunningStack) -> None:
    """Without a session every page leads to the sign-in and shows nothing."""
    context = chromium.new_context(base_url=stack.layout.console_url)
    page = context.new_page()
    for path in PAGES:
        page.goto(path)
        assert "/auth/login" in page.url, path
    context.close()


def test_address_of_the_person(
    chromium: Browser, stack: RunningStack, signed_in: Path, api: Api
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
