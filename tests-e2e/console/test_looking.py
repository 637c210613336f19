"""Where operators look first: the overview, lists, and what nobody could process."""

import asyncio
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from bus import connect
from devstack.accessibility import violations
from devstack.running import RunningStack
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.slow

# The height of what stands above the page while something is being fetched.
_BAR = "getComputedStyle(document.body, '::before').height"


class TestOverview:
    def test_figures_lead_to_their_lists(self, page: Page, tenant: Any, flag: Any) -> None:
        """Every figure is a link, and what it opens has that many."""
        page.goto("/")
        assert page.locator(".figure:not(a)").count() == 0
        active = page.get_by_role("link", name=re.compile("^Active tenants"))
        shown = active.locator(".figure-value").inner_text()
        active.click()
        expect(page).to_have_url(re.compile("status=active"))
        expect(page.locator(".table-foot")).to_contain_text(f"{shown} in all")
        page.goto("/")
        ramping = page.get_by_role("region", name="Flags being ramped")
        ramping.get_by_role("link", name=flag["key"]).click()
        expect(page.get_by_role("heading", name=flag["key"])).to_be_visible()
        assert tenant

    def test_latest_activity(self, page: Page, api: Any) -> None:
        """What happens stands there by itself."""
        page.goto("/")
        expect(page.locator("[data-live]")).to_have_text("Live")
        api.send("POST", "/tenants", json={"slug": "web-lately", "name": "Lately Ltd"})
        latest = page.get_by_role("region", name="Latest activity")
        expect(latest.get_by_role("link", name=re.compile("Lately Ltd")).first).to_be_visible()


class TestTenantList:
    def test_while_it_is_fetched(self, page: Page) -> None:
        """A list that is on its way looks so and says so; then it is there."""
        held: list[Route] = []
        page.goto("/tenants")

        def hold(route: Route) -> None:
            held.append(route)

        page.route(re.compile(r"/tenants\?q="), hold)
        results = page.locator("#results")
        expect(results).not_to_have_attribute("aria-busy", "true")
        page.get_by_role("searchbox", name="Search tenants").fill("nobody-has-this")
        expect(results).to_have_attribute("aria-busy", "true")
        assert page.evaluate(_BAR) == "2px"
        assert violations(page) == []
        held[0].continue_()
        expect(page.get_by_text("No tenant fits")).to_be_visible()
        expect(results).not_to_have_attribute("aria-busy", "true")
        assert page.evaluate(_BAR) == "auto"

    def test_sort_and_counts(self, page: Page, tenant: Any) -> None:
        """Orders and counts stand in the list and its address; a click turns an order round."""
        page.goto("/tenants?q=web-longname")
        chips = page.get_by_role("group", name="Status")
        expect(chips.get_by_role("link", name=re.compile(r"^All\s+1$"))).to_be_visible()
        expect(chips.get_by_role("link", name=re.compile(r"^Suspended\s+0$"))).to_be_visible()
        page.goto("/tenants")
        page.locator("thead").get_by_role("link", name="Created").click()
        expect(page).to_have_url(re.compile("sort=createdAt"))
        header = page.locator("th", has_text="Created")
        expect(header).to_have_attribute("aria-sort", "ascending")
        header.get_by_role("link").click()
        expect(page).to_have_url(re.compile("sort=-createdAt"))
        expect(header).to_have_attribute("aria-sort", "descending")
        assert tenant


class TestDeadLetters:
    def test_mended_and_sent_again(self, page: Page, api: Any, stack: RunningStack) -> None:
        """A message that nobody could process says why; mended it becomes the entry it tells."""
        subject, body = "audit.billing._.invoice.paid", b'{"externalId": "web-1", "outcome": 7}'
        _publish(stack.nats_url, subject, body)
        give_up_at = time.monotonic() + 60
        while not _waiting(api, subject):
            assert time.monotonic() < give_up_at
        page.goto("/ingest")
        page.get_by_role("link", name="Dead letters").click()
        letter = page.locator("details.letter", has_text=subject)
        expect(letter).to_contain_text("outcome")
        letter.locator("summary").click()
        assert violations(page) == []
        letter.get_by_role("textbox").fill('{"externalId": "web-1", "outcome": "success"}')
        letter.get_by_role("button", name="Replay").click()
        expect(page.locator("details.letter", has_text=subject)).to_have_count(0)
        while not _recorded(api, "web-1"):
            assert time.monotonic() < give_up_at


def _waiting(api: Any, subject: str) -> bool:
    items = api.send("GET", "/dead-letters", params={"state": "waiting"}).json()["items"]
    return any(one["subject"] == subject for one in items)


def _recorded(api: Any, external_id: str) -> bool:
    items = api.send("GET", "/audit", params={"source": "billing"}).json()["items"]
    return any(one["externalId"] == external_id for one in items)


def _publish(nats_url: str, subject: str, body: bytes) -> None:
    async def publish() -> None:
        line = await connect(nats_url, name="third-party")
        await line.append(subject, body)
        await line.drain()

    # Playwright has this thread's event loop.
    with ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(asyncio.run, publish()).result()
