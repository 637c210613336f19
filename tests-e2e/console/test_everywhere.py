"""What works on every page: keys, palette, appearance, copies, safe forms, the way out."""

import re
from pathlib import Path
from typing import Any

import pytest
from devstack.accounts import Account
from devstack.browser import sign_in
from devstack.running import RunningStack
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.slow


def test_suspend_by_keyboard_only(page: Page, api: Any) -> None:
    """From the start page to a suspended tenant, without a mouse."""
    api.send("POST", "/tenants", json={"slug": "web-keys", "name": "Keyboard Ltd"})
    page.goto("/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("keyboard")
    expect(page.locator("#palette[data-answered=keyboard]")).to_be_visible()
    expect(page.get_by_role("option", name=re.compile("Keyboard Ltd"))).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Keyboard Ltd")).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Danger zone":
            break
    page.keyboard.press("Enter")
    expect(page.locator("form#suspend")).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "reason-suspend":
            break
    page.keyboard.type("Asked for it")
    page.keyboard.press("Tab")
    page.keyboard.type("web-keys")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Keyboard Ltd is suspended.")).to_be_visible()


@pytest.mark.usefixtures("tenant")
def test_rows_and_chords(page: Page) -> None:
    """J and k walk through rows, x selects, Enter opens, g and a letter go, ? tells all of it."""
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", name="Tenants")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("tbody tr").first
    expect(first).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(".bulkbar")).to_contain_text("1 selected")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_be_visible()
    page.mouse.click(5, 5)
    expect(sheet).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search tenants")).to_be_focused()


@pytest.mark.usefixtures("flag", "partner")
def test_palette(page: Page) -> None:
    """It finds tenants, partners, flags, pages and actions; a new flag is there at once."""
    page.goto("/flags")
    page.get_by_role("link", name=re.compile("Find anything")).click()
    page.get_by_role("combobox").fill("web")
    found = page.get_by_role("listbox")
    for name in ("web-partner", "web_flag", "web-longname"):
        expect(found).to_contain_text(name)
    page.get_by_role("combobox").fill("create a f")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_label("Key", exact=True).fill("web_fresh")
    page.get_by_label("What it switches").fill("Nothing")
    page.get_by_role("button", name="Create flag").click()
    expect(page.get_by_text("web_fresh was created")).to_be_visible()
    page.keyboard.press("Meta+k")
    page.keyboard.type("web_fresh")
    expect(page.get_by_role("option", name=re.compile("web_fresh"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.usefixtures("tenant")
def test_appearance_and_time_zone(page: Page) -> None:
    """Dark stays dark on every page, and times are told in the chosen zone."""
    page.goto("/tenants")
    page.get_by_role("button", name=re.compile("Account of")).click()
    page.get_by_label("Appearance").select_option("dark")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    expect(page.locator("tbody time").first).to_have_attribute("title", re.compile("UTC$"))
    page.context.add_cookies(
        [
            {**cookie, "value": "theme=light&zone=Asia%2FTokyo"}
            for cookie in page.context.cookies()
            if cookie["name"].endswith("preferences")
        ]
    )
    page.reload()
    expect(page.locator("tbody time").first).to_have_attribute("title", re.compile("JST$"))


def test_copy_as_curl(context: BrowserContext, page: Page) -> None:
    """What a page asked is copied as a command, without a token in it."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/tenants?status=active")
    page.locator("details.calls summary").click()
    page.locator(".call", has_text="/tenants").get_by_role("button").click()
    expect(page.locator("#announcer")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Bearer $TOKEN" in copied
    assert "/tenants?status=active" in copied
    page.keyboard.press("Escape")
    expect(page.locator("details.calls")).not_to_have_attribute("open", "")


def test_leaving_a_changed_form_asks(page: Page, tenant: dict[str, Any]) -> None:
    """What was typed is not lost by a click on something else."""
    page.goto(f"/tenants/{tenant['slug']}")
    page.get_by_label("Name").fill("Changed")
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Flags").first.click(no_wait_after=True)
    expect(page.get_by_label("Name")).to_have_value("Changed")
    assert asked == ["beforeunload"]


@pytest.mark.usefixtures("tenant")
def test_sent_twice_counts_once(page: Page, api: Any) -> None:
    """The same form sent again, as a double click or the back button do, makes one change."""
    page.goto("/infrastructure/incidents/new")
    page.get_by_label("What happens").fill("Sent twice")
    with page.expect_request("**/incidents/new") as sending:
        page.get_by_role("button", name="Open incident").click()
    body = sending.value.post_data or ""
    expect(page.get_by_role("heading", name="Sent twice")).to_be_visible()
    first = page.url
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    again = page.request.post("/infrastructure/incidents/new", data=body, headers=kind)
    assert again.url == first
    items = api.send("GET", "/health/incidents").json()["items"]
    assert [one["title"] for one in items].count("Sent twice") == 1


def test_no_way_into_the_portal(context: BrowserContext, stack: RunningStack) -> None:
    """The console's session opens no page of the portal, not even under the portal's name."""
    page = context.new_page()
    renamed = {**_session(context), "name": f"dezky-portal-{stack.layout.portal_port}"}
    both = context.cookies(), [renamed]
    for cookies in both:
        # The identity provider's own session would sign the person in to the portal, rightly.
        context.clear_cookies()
        context.add_cookies([one for one in cookies if one.get("name", "").startswith("dezky-")])
        for path in ("/", "/new-organization", "/tenants/web-longname/people"):
            page.goto(f"{stack.layout.portal_url}{path}")
            assert page.url.startswith(stack.identity_url) or "/auth/" in page.url, path
            assert page.locator(".sidebar").count() == 0, path


def test_expired(page: Page, context: BrowserContext) -> None:
    """A session that has ended leads over the sign-in back to the page; the provider knows them."""
    page.goto("/tenants")
    context.add_cookies([{**_session(context), "value": "ended"}])
    page.goto("/tenants?status=active&sort=name")
    expect(page).to_have_url(re.compile(r"/tenants\?status=active&sort=name$"))
    expect(page.get_by_role("heading", name="Tenants")).to_be_visible()


def test_back_after_sign_out(
    chromium: Browser, stack: RunningStack, second_operator: Account, api: Any
) -> None:
    """After signing out the back button shows nothing of what was there."""
    _make_operator(chromium, stack, second_operator, api)
    context = chromium.new_context(base_url=stack.layout.console_url)
    page = context.new_page()
    sign_in(page, stack.layout.console_url, second_operator)
    page.goto("/tenants")
    page.get_by_role("button", name=re.compile("Account of")).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Tenants")).to_have_count(0)
    context.close()


def test_revoked_operator(
    chromium: Browser, stack: RunningStack, second_operator: Account, api: Any
) -> None:
    """Whoever is revoked is out at the next click, and told why."""
    user = _make_operator(chromium, stack, second_operator, api)
    context = chromium.new_context(base_url=stack.layout.console_url)
    page = context.new_page()
    sign_in(page, stack.layout.console_url, second_operator)
    page.goto("/tenants")
    expect(page.get_by_role("heading", name="Tenants")).to_be_visible()
    api.send("DELETE", f"/users/{user}/platform-admin")
    page.get_by_role("link", name="New tenant").click()
    expect(page.get_by_role("heading", name="You may not see this")).to_be_visible()
    expect(page.get_by_text(second_operator.email)).to_be_visible()
    page.goto("/flags")
    assert "/auth/" in page.url
    context.close()


def test_not_in_the_group(chromium: Browser, stack: RunningStack) -> None:
    """Somebody without the group is told so, and by whom."""
    context = chromium.new_context(base_url=stack.layout.console_url)
    page = context.new_page()
    page.goto("/tenants")
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_label("Username").fill("acme-admin")
    page.get_by_label("Password").fill("dezky-acme-admin")
    with page.expect_navigation() as going:
        page.get_by_role("button", name="Sign in", exact=True).click()
    assert going.value.status == 403
    context.close()


@pytest.mark.usefixtures("tenant")
def test_gateway_away(chromium: Browser, stack: RunningStack, signed_in: Path) -> None:
    """With the gateway down pages say so, name the request, and offer to try again.

    What was live says since when it isn't, keeps what it shows, and is live again by itself.
    """
    context = chromium.new_context(base_url=stack.layout.console_url, storage_state=signed_in)
    page, board = context.new_page(), context.new_page()
    board.goto("/infrastructure")
    badge = board.locator("[data-live]")
    expect(badge).to_have_text("Live")
    page.goto("/tenants")
    gateway = stack.processes["gateway"]
    gateway.stop()
    try:
        answer = page.goto("/tenants")
        assert answer is not None
        assert answer.status == 503
        expect(page.get_by_text("The gateway does not answer.")).to_be_visible()
        expect(page.locator("code")).to_have_text(re.compile(".{36}"))
        expect(badge).to_contain_text("Not live since")
        expect(board.locator(".target", has_text="NATS").first).to_be_visible()
    finally:
        gateway.start()
    expect(badge).to_have_text("Live", timeout=60_000)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", name="Tenants")).to_be_visible()
    context.close()


def _session(context: BrowserContext) -> Any:
    """Return the cookie that names the session."""
    return next(
        one for one in context.cookies() if re.fullmatch(r"dezky-console-\d+", one.get("name", ""))
    )


def _make_operator(chromium: Browser, stack: RunningStack, person: Account, api: Any) -> str:
    """Let the person sign in once, so that they are known, and make them platform admin."""
    context = chromium.new_context(base_url=stack.layout.console_url)
    page = context.new_page()
    sign_in(page, stack.layout.console_url, person)
    context.close()
    found: list[dict[str, Any]] = []
    for _ in range(200):
        query = {"actorEmail": person.email, "source": "tenant"}
        found = api.send("GET", "/audit", params=query).json()["items"]
        if found:
            break
    user = str(found[0]["actorId"])
    api.send("PUT", f"/users/{user}/platform-admin", json={})
    return user
