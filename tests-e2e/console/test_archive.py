"""Archived entries on the timeline: asked for, marked, and left alone otherwise."""

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from devstack.accessibility import violations
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

_SLUG = "web-archive"
_PATIENCE_SECONDS = 60.0


@pytest.fixture(scope="module")
def archived(api: Any) -> str:
    """Give the tenant of one archived and one new entry."""
    api.send("POST", "/tenants", json={"slug": _SLUG, "name": "Archive"})
    days = {"rules": [{"action": "invoice.*", "days": 3}]}
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    # The audit service has it from the directory.
    while api.send("PUT", f"/audit/retention/{_SLUG}", json=days, allowed=(404,)).is_error:
        assert time.monotonic() < give_up_at
    key = {"name": "Billing", "scopes": ["audit:write"]}
    secret = api.send("POST", "/api-keys", json=key).json()["secret"]
    ago = datetime.now(UTC) - timedelta(days=9)
    entries = [
        {"action": "invoice.paid", "tenantSlug": _SLUG, "at": at.isoformat(), "resourceName": name}
        for at, name in ((ago, "Invoice of old"), (datetime.now(UTC), "Invoice of today"))
    ]
    bearer = {"Authorization": f"Bearer {secret}"}
    api.send(
        "POST", "/audit/events", json={"source": "billing", "entries": entries}, headers=bearer
    )
    # First that both have come: one alone could be that the other is still on its way.
    while _found(api, {"includeArchive": "true"}) != 2 or _found(api) != 1:
        assert time.monotonic() < give_up_at
    return _SLUG


def _found(api: Any, more: Mapping[str, str] = {}) -> int:
    query = {"tenantSlug": _SLUG, "source": "billing", **more}
    return len(api.send("GET", "/audit", params=query).json()["items"])


def test_with_the_archive(page: Page, archived: str) -> None:
    """Off at first; by the keyboard alone it is on, in the address, and what is old is marked."""
    page.goto(f"/audit?tenantSlug={archived}&source=billing")
    expect(page.locator(".entry")).to_have_count(1)
    chips = page.get_by_role("group", name="Archive")
    chips.get_by_role("link", name="Without the archive").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("includeArchive=true"))
    expect(page.locator(".entry")).to_have_count(2)
    marked = page.locator(".entry", has_text="Archived")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("Invoice of old")
    expect(page.locator("#counts")).to_contain_text("Archived entries aren't counted")
    assert violations(page) == []
    marked.get_by_role("link").click()
    expect(page.get_by_role("dialog")).to_contain_text("In the archive")
    assert violations(page) == []
    page.keyboard.press("Escape")
    chips.get_by_role("link", name="Without the archive").click()
    expect(page).not_to_have_url(re.compile("includeArchive"))
    expect(page.locator(".entry")).to_have_count(1)
    page.locator("summary", has_text="Export").click()
    expect(page.get_by_text("Archived entries are in the file, too.")).to_be_visible()
