"""What customers do in their portal, and what they can't."""

import re
from typing import Any

import pytest
from devstack.accessibility import violations
from devstack.api import Api
from devstack.running import RunningStack
from playwright.sync_api import Browser, Page, Response, expect

pytestmark = pytest.mark.slow

HOME = "/tenants/lighthouse"
PAGES = (
    "/",
    HOME,
    f"{HOME}/people",
    f"{HOME}/domains",
    f"{HOME}/activity",
    f"{HOME}/status",
    f"{HOME}/subscription",
    "/invitations/accept",
)
_MOST_BYTES = 150_000
_MOST_CALLS = 6


class TestEveryPage:
    @pytest.mark.parametrize("path", PAGES)
    def test_accessible_and_light(self, visitor: Any, path: str) -> None:
        """Axe finds nothing, light or dark; under 150 kB unpacked; six gateway calls at most."""
        page: Page = visitor("acme-admin")
        sizes: list[int] = []

        def note(response: Response) -> None:
            # A redirect has no body.
            if response.ok:
                sizes.append(len(response.body()))

        page.on("response", note)
        answer = page.goto(path, wait_until="load")
        assert answer is not None
        assert answer.ok, answer.status
        calls = re.search(r'gateway;desc="(\d+) calls"', answer.headers["server-timing"])
        assert calls is not None
        assert int(calls[1]) <= _MOST_CALLS
        assert sum(sizes) < _MOST_BYTES
        assert violations(page) == []

    @pytest.mark.parametrize("path", PAGES)
    def test_fits_a_phone(self, visitor: Any, path: str) -> None:
        """At the width of a phone nothing must be scrolled sideways."""
        page: Page = visitor("acme-admin")
        page.set_viewport_size({"width": 375, "height": 720})
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


class TestPeople:
    def test_invite_join_remove(self, visitor: Any, stack: RunningStack) -> None:
        """An invitation's link works once; whoever was removed finds nothing there."""
        admin: Page = visitor("acme-admin")
        admin.goto(f"{HOME}/people")
        admin.get_by_label("Email address").fill("member@acme.localhost")
        admin.get_by_role("button", name="Invite").click()
        said = admin.get_by_text("member@acme.localhost is invited as member.")
        expect(said).to_be_visible()
        link = admin.locator(".linkline code").inner_text()
        assert link.startswith(f"{stack.layout.portal_url}/invitations/accept#")

        member: Page = visitor("acme-member")
        before = member.goto(HOME)
        assert before is not None
        assert before.status == 404
        member.goto(link)
        assert "#" not in member.url
        member.get_by_role("button", name="Join").click()
        expect(member.get_by_text("Welcome: you are member here.")).to_be_visible()
        expect(member.get_by_role("link", name="Activity")).to_have_count(0)
        refused = member.goto(f"{HOME}/activity")
        assert refused is not None
        assert refused.status == 403

        member.goto(link)
        member.get_by_role("button", name="Join").click()
        expect(member.get_by_text("Not saved.")).to_be_visible()

        admin.goto(f"{HOME}/people")
        admin.get_by_role("button", name="Change Marek Nowak").click()
        admin.get_by_role("button", name="Remove from Lighthouse Trust").click()
        expect(admin.get_by_text("member@acme.localhost was removed.")).to_be_visible()
        gone = member.goto(HOME)
        assert gone is not None
        assert gone.status == 404

    def test_take_an_invitation_back(self, visitor: Any) -> None:
        """It is listed until it is taken back."""
        page: Page = visitor("acme-admin")
        page.goto(f"{HOME}/people")
        page.get_by_label("Email address").fill("late@lighthouse.example")
        page.get_by_role("button", name="Invite").click()
        page.get_by_role("button", name="Take back the invitation of late").click()
        expect(page.get_by_text("The invitation was taken back.")).to_be_visible()
        expect(page.get_by_text("late@lighthouse.example")).to_have_count(0)

    def test_bad_address(self, visitor: Any) -> None:
        """What was refused is said at its field, and kept."""
        page: Page = visitor("acme-admin")
        page.goto(f"{HOME}/people")
        page.locator("#email").evaluate("field => field.type = 'text'")
        page.get_by_label("Email address").fill("nobody")
        page.get_by_role("button", name="Invite").click()
        expect(page.locator("#email-error")).to_be_visible()
        expect(page.get_by_label("Email address")).to_have_value("nobody")


class TestDomains:
    def test_behind_the_flag(self, visitor: Any, operators_api: Api) -> None:
        """The flag domain_self_service lets business tenants add domains, and starters not."""
        page: Page = visitor("acme-admin")
        page.goto(f"{HOME}/domains")
        expect(page.get_by_text("With the Starter plan we add domains for you")).to_be_visible()
        tenant = operators_api.send("GET", "/tenants/lighthouse").json()
        operators_api.send(
            "PATCH",
            "/tenants/lighthouse",
            json={"plan": "business"},
            headers={"If-Match": f'"{tenant["version"]}"'},
        )
        for _ in range(100):
            page.reload()
            if page.get_by_role("textbox", name="Domain").count():
                break
        page.get_by_role("textbox", name="Domain").fill("*.lighthouse.example")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator("#domain-error")).to_be_visible()
        page.get_by_role("textbox", name="Domain").fill("lighthouse.example")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_text("now prove that it is yours")).to_be_visible()
        expect(page.get_by_role("definition").filter(has_text="TXT")).to_be_visible()
        assert violations(page) == []


class TestActivity:
    def test_an_entry_in_the_drawer(self, visitor: Any) -> None:
        """It opens beside the list under its own address, and closes with Escape."""
        page: Page = visitor("acme-admin")
        page.goto(f"{HOME}/activity?q=subscription")
        page.locator(".entry-text").first.click()
        drawer = page.get_by_role("dialog")
        expect(drawer).to_be_visible()
        assert re.search(r"/activity/[0-9a-f-]{36}", page.url)
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(drawer).to_have_count(0)


class TestApart:
    def test_a_session_opens_one_application(self, visitor: Any, stack: RunningStack) -> None:
        """The portal's cookies are worth nothing at the console."""
        page: Page = visitor("acme-admin")
        page.goto(f"{stack.layout.console_url}/tenants")
        assert "/auth/login" in page.url

    def test_strangers_tenants_are_not_there(self, visitor: Any, operators_api: Api) -> None:
        """A tenant of others answers as one that doesn't exist, on every page."""
        operators_api.send("POST", "/tenants", json={"slug": "others", "name": "Others"})
        page: Page = visitor("acme-admin")
        for path in PAGES[1:7]:
            answers = [page.goto(path.replace("lighthouse", slug)) for slug in ("others", "none")]
            assert [answer and answer.status for answer in answers] == [404, 404], path

    def test_no_page_for_nobody(self, chromium: Browser, stack: RunningStack) -> None:
        """Without a session every page leads to the sign-in."""
        context = chromium.new_context(base_url=stack.layout.portal_url)
        page = context.new_page()
        for path in PAGES:
            page.goto(path)
            assert "/auth/login" in page.url, path
        context.close()


def test_without_scripts(chromium: Browser, stack: RunningStack, visitor: Any) -> None:
    """Every page can be read with scripts off."""
    cookies = visitor("acme-admin").context.storage_state()
    context = chromium.new_context(
        base_url=stack.layout.portal_url, storage_state=cookies, java_script_enabled=False
    )
    page = context.new_page()
    for path in PAGES:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        assert page.locator("main h1").inner_text() != ""
    context.close()
