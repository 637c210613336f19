"""What customers do in their portal, and what they can't."""

import json
import re
from typing import Any

import pytest
from contracts.catalogue import CATALOGUE
from devstack.accessibility import violations
from devstack.accounts import account
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
    f"{HOME}/organization",
    "/new-organization",
    "/invitations/accept",
)
CONSOLE = ("/", "/tenants", "/tenants/lighthouse", "/flags", "/audit", "/ingest", "/palette?q=a")
_MOST_BYTES = 150_000
_MOST_CALLS = 6


class TestEveryPage:
    @pytest.mark.parametrize("path", PAGES)
    def test_accessible_and_light(self, visitor: Any, path: str) -> None:
        """At most 150 kB and six gateway calls; axe-core finds nothing; a phone is wide enough."""
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
        page.set_viewport_size({"width": 375, "height": 720})
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

    def test_invited_before_the_first_sign_in(
        self, chromium: Browser, stack: RunningStack, operators_api: Api
    ) -> None:
        """The link works for somebody who signs in only then; no address ever shows its token."""
        person = account("acme-member")
        operators_api.send("POST", "/tenants", json={"slug": "haven", "name": "Haven"})
        facts = {"email": person.email, "role": "member"}
        made = operators_api.send("POST", "/tenants/haven/invitations", json=facts).json()
        context = chromium.new_context(base_url=stack.layout.portal_url)
        context.set_default_timeout(20_000)
        page = context.new_page()
        addresses: list[str] = []
        page.on("request", lambda request: addresses.append(request.url))
        page.goto(f"/invitations/accept#{made['token']}")
        expect(page.get_by_role("heading", name="You are invited")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("link", name="Sign in to join").click()
        page.get_by_label("Username").fill(person.username)
        page.get_by_label("Password").fill(person.password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_label("Invitation")).to_have_value(made["token"])
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_text("Welcome: you are member here.")).to_be_visible()
        assert not any(made["token"] in address for address in addresses[1:])
        context.close()


class TestOrganization:
    def test_found_one(self, visitor: Any, operators_api: Api) -> None:
        """Whoever creates an organization owns it; a taken name is told at its field."""
        page: Page = visitor("acme-admin")
        page.goto(HOME)
        page.get_by_role("link", name="New organization").click()
        page.get_by_label("Name", exact=True).fill("Beacon Club")
        page.get_by_label("Short name").fill("lighthouse")
        page.get_by_role("button", name="Create organization").click()
        expect(page.get_by_role("alert").filter(has_text="Not saved")).to_be_visible()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Beacon Club")
        page.get_by_label("Short name").fill("beacon-club")
        with page.expect_request("**/new-organization") as sending:
            page.get_by_role("button", name="Create organization").click()
        expect(page.get_by_text("Beacon Club is yours: you are its owner.")).to_be_visible()
        expect(page).to_have_url(re.compile("/tenants/beacon-club$"))
        stored = operators_api.send("GET", "/tenants/beacon-club").json()
        assert (stored["plan"], stored["contact"]["email"]) == ("starter", "admin@acme.localhost")
        # The same form again, as the back button sends it, founds nothing else.
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = sending.value.post_data or ""
        again = page.request.post("/new-organization", data=body, headers=kind)
        assert again.url.endswith("/tenants/beacon-club")

    def test_change_contact_and_address(self, visitor: Any, operators_api: Api) -> None:
        """What is refused is told at its field; what is emptied is cleared."""
        page: Page = visitor("acme-admin")
        page.goto(f"{HOME}/organization")
        expect(page.get_by_role("button", name="Save")).to_be_disabled()
        page.get_by_label("Whom to ask").fill("Ada Admin")
        page.get_by_label("Their telephone number").fill("+47 22 00 00 00")
        page.get_by_label("Company").fill("Lighthouse Trust AS")
        page.get_by_label("Street and number").fill("Fyrveien 1\n2. etasje")
        page.get_by_label("Country").fill("no")
        page.get_by_role("button", name="Save").click()
        error = page.locator("[id='billingAddress.country-error']")
        expect(error).to_be_visible()
        page.get_by_label("Country").fill("NO")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
        stored = operators_api.send("GET", "/tenants/lighthouse").json()
        assert stored["contact"] == {"name": "Ada Admin", "phone": "+47 22 00 00 00"}
        assert stored["billingAddress"]["lines"] == ["Fyrveien 1", "2. etasje"]
        for label in ("Company", "Street and number", "Country"):
            page.get_by_label(label).fill("")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
        stored = operators_api.send("GET", "/tenants/lighthouse").json()
        assert stored.get("billingAddress") is None

    def test_members_change_nothing(self, visitor: Any, operators_api: Api) -> None:
        """A member neither sees the page nor gets at it."""
        facts = {"email": "member@acme.localhost", "role": "member"}
        operators_api.send("POST", "/tenants", json={"slug": "plainly", "name": "Plainly"})
        operators_api.send("POST", "/tenants/plainly/users", json=facts)
        page: Page = visitor("acme-member")
        page.goto("/tenants/plainly")
        expect(page.get_by_role("link", name="Status").first).to_be_visible()
        expect(page.get_by_role("link", name="Organization", exact=True)).to_have_count(0)
        answer = page.goto("/tenants/plainly/organization")
        assert answer is not None
        assert answer.status == 403


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

    def test_proof(self, visitor: Any) -> None:
        """The browser checks an entry in both logs; the tenant's proof can be taken along."""
        page: Page = visitor("acme-admin")
        page.goto(f"{HOME}/activity?q=subscription")
        page.locator(".entry-text").first.click()
        proven = page.locator("#proof [data-log=verified]")
        expect(proven).to_have_count(2)
        with page.expect_download() as downloading:
            page.get_by_role("link", name="Download the proof").click()
        text = downloading.value.path().read_text(encoding="utf-8")
        assert text.startswith("c2sp.org/tlog-proof@v1")
        assert "lighthouse" in text

    def test_export(self, visitor: Any, operators_api: Api) -> None:
        """Exactly what was searched for is downloaded, one entry a line."""
        page: Page = visitor("acme-admin")
        page.goto(f"{HOME}/activity?q=subscription")
        with page.expect_download() as downloading:
            page.get_by_role("link", name="Export what is found").click()
        lines = downloading.value.path().read_text(encoding="utf-8").splitlines()
        query = {"tenantSlug": "lighthouse", "q": "subscription"}
        found = operators_api.send("GET", "/audit", params=query).json()["items"]
        assert [json.loads(line)["id"] for line in lines] == [one["id"] for one in found]
        assert len(found) >= 1


class TestApart:
    def test_a_session_opens_one_application(self, visitor: Any, stack: RunningStack) -> None:
        """The portal's session opens no page of the console, not even under the console's name."""
        page: Page = visitor("acme-admin")
        renamed = {**_session(page), "name": f"dezky-console-{stack.layout.console_port}"}
        for cookies in ([], [renamed]):
            page.context.add_cookies(cookies)
            for path in CONSOLE:
                page.goto(f"{stack.layout.console_url}{path}")
                assert page.url.startswith(stack.identity_url) or "/auth/" in page.url, path
                assert page.locator(".sidebar").count() == 0, path

    def test_a_token_opens_no_door_of_operators(self, stack: RunningStack) -> None:
        """What the portal could ask of the gateway, it is refused: the token is a customer's."""
        with stack.api("acme-admin") as api:
            for rpc in CATALOGUE:
                if rpc.http is None or set(rpc.access) != {"operator"} or rpc.http.method != "GET":
                    continue
                path = re.sub(r"\{\w+\}", "acme", rpc.http.path)
                answer = api.send("GET", path, allowed=range(400, 500))
                assert answer.status_code == 403, path

    def test_expired(self, visitor: Any, stack: RunningStack) -> None:
        """A session that has ended leads over the sign-in back to the page, query and all."""
        page: Page = visitor("acme-admin")
        page.context.add_cookies([{**_session(page), "value": "ended"}])
        path = f"{HOME}/activity?q=subscription"
        page.goto(path)
        if "/auth/" in page.url or page.url.startswith(stack.identity_url):
            page.get_by_label("Username").fill("acme-admin")
            page.get_by_label("Password").fill(account("acme-admin").password)
            page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).to_have_url(f"{stack.layout.portal_url}{path}")
        expect(page.get_by_role("heading", name="Activity")).to_be_visible()

    def test_strangers_tenants_are_not_there(self, visitor: Any, operators_api: Api) -> None:
        """A tenant of others answers as one that doesn't exist, on every page."""
        operators_api.send("POST", "/tenants", json={"slug": "others", "name": "Others"})
        page: Page = visitor("acme-admin")
        for path in PAGES[1:8]:
            answers = [page.goto(path.replace("lighthouse", slug)) for slug in ("others", "none")]
            assert [answer and answer.status for answer in answers] == [404, 404], path

    def test_no_page_for_nobody(self, chromium: Browser, stack: RunningStack) -> None:
        """Without a session every page leads to the sign-in."""
        context = chromium.new_context(base_url=stack.layout.portal_url)
        page = context.new_page()
        for path in PAGES[:-1]:
            page.goto(path)
            assert "/auth/login" in page.url, path
        context.close()


def _session(page: Page) -> Any:
    """Return the cookie that names the session."""
    return next(
        one
        for one in page.context.cookies()
        if re.fullmatch(r"dezky-portal-\d+", one.get("name", ""))
    )


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
