"""What operators do all day, in the browser."""

import re
import zipfile
from typing import Any
from urllib.parse import urljoin

import pytest
from devstack.accessibility import violations
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow


class TestTenants:
    def test_create_change_suspend_resume_delete(self, page: Page, api: Any) -> None:
        """A tenant's whole life; each step asks for what it must know, and tells what it did."""
        page.goto("/tenants")
        page.get_by_role("link", name="New tenant").click()
        page.get_by_label("Name").fill("Life Ltd")
        page.get_by_label("Slug").fill("Not A Slug")
        page.get_by_role("button", name="Create tenant").click()
        expect(page.locator("#slug")).to_be_focused()
        expect(page.locator("#slug-error")).to_be_visible()
        page.get_by_label("Slug").fill("web-life")
        page.get_by_label("Domains").fill("web-life.example\nweb-life-shop.example")
        page.get_by_role("button", name="Create tenant").click()
        expect(page.get_by_role("status").first).to_contain_text("Life Ltd was created.")

        save = page.get_by_role("button", name="Save")
        expect(save).to_be_disabled()
        page.get_by_label("Plan").select_option("enterprise")
        save.click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        assert api.send("GET", "/tenants/web-life").json()["plan"] == "enterprise"

        page.get_by_role("link", name="Suspend…").click()
        suspend = page.locator("form#suspend")
        expect(suspend).to_contain_text("0 people, 2 domains")
        button = suspend.get_by_role("button")
        suspend.get_by_label("Reason").fill("Invoice 7 is overdue")
        expect(button).to_be_disabled()
        suspend.get_by_label("Type web-life to go on").fill("web-life")
        button.click()
        expect(page.get_by_text("Life Ltd is suspended.")).to_be_visible()
        expect(page.get_by_text("Invoice 7 is overdue").first).to_be_visible()

        page.get_by_role("link", name="Resume…").click()
        page.locator("form#resume").get_by_role("button").click()
        expect(page.get_by_text("Life Ltd is active again.")).to_be_visible()

        page.get_by_role("link", name="Danger zone").click()
        delete = page.locator("form#delete")
        delete.get_by_label("Reason").fill("Closed")
        delete.get_by_label("Type web-life to go on").fill("web-life")
        delete.get_by_role("button").click()
        expect(page.get_by_text("Life Ltd is deleted.")).to_be_visible()
        assert api.send("GET", "/tenants/web-life").json()["status"] == "deleted"

    def test_somebody_was_faster(self, page: Page, api: Any, tenant: dict[str, Any]) -> None:
        """A form based on an old version is refused, keeps what was typed, and leads to the new."""
        path = f"/tenants/{tenant['slug']}"
        page.goto(path)
        stored = api.send("GET", path).json()
        api.send(
            "PATCH", path, json={"plan": "starter"}, headers={"If-Match": f'"{stored["version"]}"'}
        )
        page.get_by_label("Name").fill("Mine")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert").filter(has_text="Not saved")).to_be_visible()
        expect(page.get_by_label("Name")).to_have_value("Mine")
        page.get_by_role("link", name="Show the new state").click()
        expect(page.get_by_label("Plan")).to_have_value("starter")

    @pytest.mark.usefixtures("tenant")
    def test_find(self, page: Page) -> None:
        """The list follows the words; they stand in the address, and back undoes them."""
        page.goto("/tenants")
        page.get_by_role("searchbox", name="Search tenants").press_sequentially("wasser")
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page).to_have_url(re.compile(r"q=wasser"))
        page.get_by_role("link", name=re.compile("^Active")).click()
        expect(page).to_have_url(re.compile(r"status=active"))
        expect(page.locator("tbody tr")).to_have_count(1)

    def test_people(self, page: Page, tenant: dict[str, Any]) -> None:
        """Add a person, deactivate them with a reason, let them in again."""
        page.goto(f"/tenants/{tenant['slug']}/users")
        page.get_by_label("Email address").fill("new@web-longname.example")
        page.get_by_label("Role", exact=True).select_option("admin")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_text("new@web-longname.example is admin now.")).to_be_visible()
        row = page.locator("tbody tr", has_text="new@web-longname.example")
        row.get_by_role("button", name="Deactivate…").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("button", name="Deactivate")).to_be_disabled()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(row.get_by_role("button", name="Deactivate…")).to_be_focused()
        row.get_by_role("button", name="Deactivate…").click()
        dialog.get_by_label("Reason").fill("Left")
        dialog.get_by_role("button", name="Deactivate").click()
        expect(page.get_by_text("new@web-longname.example was deactivated.")).to_be_visible()
        row.get_by_role("button", name="Reactivate").click()
        expect(page.get_by_text("new@web-longname.example was reactivated.")).to_be_visible()

    def test_billing(self, page: Page, api: Any, tenant: dict[str, Any]) -> None:
        """Change seats and price; the history tells."""
        page.goto(f"/tenants/{tenant['slug']}/billing")
        page.get_by_label("Price of a seat").fill("a lot")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#price-error")).to_be_visible()
        page.get_by_label("Price of a seat").fill("13.50")
        page.get_by_label("Seats").fill("20")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("The subscription was saved.")).to_be_visible()
        path = f"/tenants/{tenant['slug']}/subscription"
        assert api.send("GET", path).json()["unitPrice"]["amountMinor"] == 1350
        expect(page.locator("tbody tr").first).to_contain_text("Updated")

    def test_bulk(self, page: Page, api: Any) -> None:
        """Two of a list are suspended at once, after it was shown what becomes of each."""
        for number in (1, 2):
            slug = f"web-bulk-{number}"
            api.send("POST", "/tenants", json={"slug": slug, "name": f"Bulk {number}"})
        page.goto("/tenants?q=bulk")
        page.get_by_label("Select Bulk 1").check()
        page.get_by_label("Select Bulk 2").check()
        page.get_by_role("button", name="Suspend…").click()
        expect(page.get_by_text("2 would change")).to_be_visible()
        button = page.get_by_role("button", name="Suspend 2 tenants")
        expect(button).to_be_disabled()
        page.get_by_label("Reason").fill("Both unpaid")
        button.click()
        expect(page.get_by_text("Suspend: 2 changed.")).to_be_visible()
        for number in (1, 2):
            assert api.send("GET", f"/tenants/web-bulk-{number}").json()["status"] == "suspended"

    def test_restore_and_protect(self, page: Page, api: Any) -> None:
        """A deleted tenant comes back; a protected one can't be deleted."""
        api.send("POST", "/tenants", json={"slug": "web-back", "name": "Back Ltd"})
        api.send("DELETE", "/tenants/web-back", params={"reason": "by mistake"})
        page.goto("/tenants/web-back/danger")
        page.get_by_role("button", name="Restore Back Ltd").click()
        expect(page.get_by_text(re.compile("Back Ltd is .* again."))).to_be_visible()
        page.get_by_role("link", name="Danger zone").click()
        page.get_by_label("Refuse deletion").check()
        page.locator("form#protection").get_by_role("button").click()
        expect(page.get_by_text("The protection was saved.")).to_be_visible()
        delete = page.locator("form#delete")
        delete.get_by_label("Reason").fill("Again")
        delete.get_by_label("Type web-back to go on").fill("web-back")
        delete.get_by_role("button").click()
        expect(page.get_by_role("alert").filter(has_text="Not saved")).to_be_visible()

    def test_domain(self, page: Page, tenant: dict[str, Any]) -> None:
        """A domain is added with the record that proves it, and taken away again."""
        page.goto(f"/tenants/{tenant['slug']}/resources")
        page.get_by_label("Add").fill("proof.web-longname.example")
        page.get_by_role("button", name="Add domain").click()
        domain = page.locator(".domain", has_text="proof.web-longname.example")
        expect(domain).to_contain_text("TXT record")
        page.get_by_role("button", name="Remove proof.web-longname.example").click()
        expect(page.get_by_text("proof.web-longname.example was removed.")).to_be_visible()


class TestPartners:
    def test_create_attach_detach_terminate(self, page: Page, api: Any) -> None:
        """A partner from its first day to its last."""
        api.send("POST", "/tenants", json={"slug": "web-resold", "name": "Resold Ltd"})
        page.goto("/partners/new")
        page.get_by_label("Name").fill("Reseller")
        page.get_by_label("Slug").fill("web-reseller")
        page.get_by_label("Margin").fill("15.5")
        page.get_by_role("button", name="Create partner").click()
        expect(page.get_by_text("Reseller was created.")).to_be_visible()
        page.get_by_label("Attach a tenant").fill("web-resold")
        page.get_by_role("button", name="Attach").click()
        expect(page.get_by_role("link", name="Resold Ltd").first).to_be_visible()
        page.get_by_role("button", name="Detach Resold Ltd").click()
        expect(page.get_by_text("web-resold is sold directly now.")).to_be_visible()
        ending = page.locator("form[action$='/terminate']")
        ending.get_by_label("Reason").fill("Contract ended")
        ending.get_by_label("Type web-reseller to go on").fill("web-reseller")
        ending.get_by_role("button", name="Terminate").click()
        expect(page.get_by_text("The contract is ended; 0 tenants stay attached.")).to_be_visible()
        page.get_by_role("button", name="Reinstate the contract").click()
        expect(page.get_by_text("The contract is in force again.")).to_be_visible()

    def test_margin_as_csv(self, page: Page, partner: dict[str, Any]) -> None:
        """The report of the month comes as a spreadsheet."""
        page.goto(f"/partners/{partner['slug']}")
        with page.expect_download() as downloading:
            page.get_by_role("link", name="CSV").click()
        text = downloading.value.path().read_text(encoding="utf-8-sig")
        assert "web-longname" in text


class TestFlags:
    def test_create_preview_save_revert_kill(
        self, page: Page, api: Any, tenant: dict[str, Any]
    ) -> None:
        """A flag goes out to exactly the tenants that were shown, back again, and off."""
        page.goto("/flags/new")
        page.get_by_label("Key", exact=True).fill("web_life")
        page.get_by_label("What it switches").fill("A life")
        page.get_by_role("button", name="Create flag").click()
        expect(page.get_by_text("web_life was created; it is off.")).to_be_visible()
        expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
        page.get_by_text("Targeted", exact=True).click()
        page.get_by_role("textbox", name="Tenants optional").fill(tenant["slug"])
        preview = page.locator("#preview")
        expect(preview).to_contain_text("Switches 1 tenant")
        expect(preview).to_contain_text("Vereinigte Wasserwerke")
        page.get_by_role("textbox", name="Why optional").fill("first customer")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        assert api.send("GET", "/flags/web_life").json()["scope"]["tenantSlugs"] == [tenant["slug"]]

        page.get_by_label("Tenant", exact=True).fill(tenant["slug"])
        page.get_by_role("button", name="Explain").click()
        expect(page.locator("#explain")).to_contain_text(f"{tenant['slug']} gets true")

        page.locator("#history summary", has_text="first customer").click()
        page.get_by_role("button", name="Revert this change").click()
        expect(page.get_by_text("was reverted.")).to_be_visible()
        assert api.send("GET", "/flags/web_life").json()["state"] == "off"

        page.get_by_text("On", exact=True).click()
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("button", name="Kill…").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Reason").fill("It broke")
        dialog.get_by_role("button", name="Kill it now").click()
        expect(page.get_by_text("web_life is off for everybody.")).to_be_visible()

    @pytest.mark.usefixtures("flag")
    def test_slider(self, page: Page) -> None:
        """The slider sets the exact figure, and the preview names who flips."""
        page.goto("/flags/web_flag")
        slider = page.get_by_role("slider", name="Share, roughly")
        slider.focus()
        page.keyboard.press("End")
        expect(page.get_by_label("Share of a rollout, in per cent")).to_have_value("100")
        expect(page.locator("#preview")).to_contain_text("would get it")
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_label("Share of a rollout, in per cent")).to_have_value("10")

    @pytest.mark.usefixtures("flag")
    def test_ramp(self, page: Page) -> None:
        """A ramp is written in a line; nonsense is told as such; it can be cancelled."""
        page.goto("/flags/web_flag")
        page.get_by_label("Ramp").fill("soon")
        page.get_by_role("button", name="Start the ramp").click()
        expect(page.get_by_text("“soon” is not like 5% 1h.")).to_be_visible()
        page.get_by_label("Ramp").fill("20% 1h, 50% 1d, 100%")
        page.get_by_role("button", name="Start the ramp").click()
        plan = page.locator("#plans li", has_text="50")
        expect(plan).to_be_visible()
        plan.get_by_role("button", name="Cancel").click()
        expect(plan).to_contain_text("Cancelled")

    @pytest.mark.usefixtures("flag")
    def test_review(self, page: Page) -> None:
        """A change proposed by oneself is decided by somebody else."""
        page.goto("/flags/web_flag")
        page.get_by_label("Share of a rollout, in per cent").fill("12.5")
        page.get_by_role("textbox", name="Why optional").fill("A little more")
        page.get_by_role("button", name="Propose for review").click()
        expect(page.get_by_role("heading", name="A little more")).to_be_visible()
        expect(page.get_by_role("row", name=re.compile("pct"))).to_contain_text("12.5")
        expect(page.get_by_role("button", name="Approve")).to_have_count(0)
        assert violations(page) == []
        page.get_by_role("button", name="Withdraw").click()
        expect(page.get_by_text("withdrawn now")).to_be_visible()

    def test_file(self, page: Page, api: Any) -> None:
        """A file is compared first, then imported, whatever number of calls that takes."""
        page.goto("/flags")
        page.get_by_role("link", name="As a file").click()
        page.get_by_label("YAML").fill("flags: nonsense")
        page.get_by_role("button", name="Compare").click()
        expect(page.get_by_role("alert").filter(has_text="Not saved")).to_be_visible()
        many = [f"- {{key: bulk_{number:03}, description: Imported}}" for number in range(120)]
        page.get_by_label("YAML").fill("\n".join(["format: 1", "flags:", *many]))
        page.get_by_role("button", name="Compare").click()
        expect(page.get_by_role("heading", name="120 changes")).to_be_visible()
        page.get_by_role("textbox", name="Why optional").fill("from the old system")
        page.get_by_role("button", name="Make 120 changes").click()
        expect(page.get_by_text("120 flags and segments were changed.")).to_be_visible()
        assert api.send("GET", "/flags/bulk_119").json()["description"] == "Imported"
        with page.expect_download() as downloading:
            page.goto("/flags/file")
            page.get_by_role("link", name="Download all flags").click()
        assert "bulk_119" in downloading.value.path().read_text(encoding="utf-8")


class TestInfrastructure:
    def test_whom_failures_hit(self, page: Page, tenant: dict[str, Any]) -> None:
        """Each tenant's page says how it is served; a list says who isn't."""
        page.goto(f"/tenants/{tenant['slug']}")
        served = page.locator("#served .badge")
        expect(served).to_have_text(re.compile(r"\d+ / \d+ services live|Unknown"))
        page.locator("#served a").click()
        expect(page.get_by_role("heading", name=tenant["name"])).to_be_visible()
        page.goto("/infrastructure")
        page.get_by_role("link", name="Whom failures hit").click()
        listed, rest = page.get_by_role("link", name=tenant["name"]), page.get_by_text("Next page")
        expect(page.get_by_role("heading", name="Whom failures hit")).to_be_visible()
        while not listed.count() and rest.count():
            page.goto(urljoin(page.url, rest.get_attribute("href")))
        expect(listed).to_be_visible()
        page.get_by_role("link", name=re.compile("^Unknown")).click()
        expect(page).to_have_url(re.compile("status=unknown"))

    def test_live_board(self, page: Page) -> None:
        """Cards, the stream's badge, history once seen, and a probe on demand."""
        page.goto("/infrastructure")
        expect(page.locator("[data-live]")).to_have_text("Live")
        card = page.locator(".target", has_text="NATS").first
        expect(card).to_contain_text("ms")
        expect(card.locator("svg.bars")).to_be_visible()
        page.get_by_role("link", name="Refresh").click()
        expect(page).to_have_url(re.compile("fresh=true"))
        card.get_by_role("link", name="NATS").click()
        page.get_by_role("button", name="Probe now").click()
        expect(page.get_by_text("NATS was probed: ok.")).to_be_visible()

    def test_incident(self, page: Page) -> None:
        """Open one, take it, note something, close it."""
        page.goto("/infrastructure/incidents/new")
        page.get_by_label("What happens").fill("Mail is slow")
        page.get_by_role("button", name="Open incident").click()
        page.get_by_role("button", name="Take it").click()
        expect(page.locator(".facts")).to_contain_text("Olga Lindqvist")
        page.get_by_label("What is known, what is being done").fill("Looking at the queue")
        page.get_by_role("button", name="Add note").click()
        expect(page.locator(".timeline")).to_contain_text("Looking at the queue")
        assert violations(page) == []
        page.get_by_role("button", name="Close incident").click()
        expect(page.locator(".page-head")).to_contain_text("Closed")

    def test_maintenance(self, page: Page) -> None:
        """Plan a window for one target, and cancel it."""
        page.goto("/infrastructure/maintenance/new")
        page.get_by_label("What is done").fill("New disks")
        page.get_by_label("Begins").fill("2031-05-01T22:00")
        page.get_by_label("NATS").check()
        page.get_by_role("button", name="Plan", exact=True).click()
        expect(page.get_by_text("“New disks” is planned.")).to_be_visible()
        page.locator("#maintenance li", has_text="New disks").get_by_role("button").click()
        expect(page.get_by_text("“New disks” is cancelled.")).to_be_visible()


class TestIngest:
    def test_pause_and_resume(self, page: Page) -> None:
        """Pausing asks why, and shows it; resuming goes on."""
        page.goto("/ingest")
        card = page.locator("section#stalwart")
        card.get_by_role("button", name="Pause…").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Reason").fill("Upgrade of the mail server")
        dialog.get_by_role("button", name="Pause").click()
        expect(card).to_contain_text("Upgrade of the mail server")
        card.get_by_role("button", name="Resume").click()
        expect(card).to_contain_text("Running")

    def test_replay(self, page: Page) -> None:
        """A log is read again, which leaves an entry; what is only pushed to us can't be."""
        page.goto("/ingest")
        dialog = page.get_by_role("dialog")
        page.locator("section#ocis").get_by_role("button", name="Replay…").click()
        dialog.get_by_label("Since").fill("2026-11-01")
        dialog.get_by_role("button", name="Replay", exact=True).click()
        expect(page.get_by_role("status").first).to_contain_text("ocis is read again")
        page.goto("/audit?action=ingest.replayed")
        expect(page.locator(".entry-text").first).to_contain_text("ocis")
        page.goto("/ingest")
        page.locator("section#stalwart").get_by_role("button", name="Replay…").click()
        dialog.get_by_role("button", name="Replay", exact=True).click()
        expect(page.get_by_text("Nothing of stalwart can be read again")).to_be_visible()


class TestAudit:
    def test_drawer(self, page: Page, tenant: dict[str, Any]) -> None:
        """An entry opens beside the list under its own address; Escape leads back to its line."""
        page.goto(f"/audit?tenantSlug={tenant['slug']}")
        line = page.locator(".entry-text", has_text="created the tenant")
        line.click()
        drawer = page.get_by_role("dialog")
        expect(drawer).to_contain_text("tenant.created")
        expect(page).to_have_url(re.compile(r"/audit/[0-9a-f-]{36}\?tenantSlug="))
        address = page.url
        page.keyboard.press("Escape")
        expect(drawer).to_be_hidden()
        expect(line).to_be_focused()
        page.goto(address)
        expect(drawer).to_contain_text("tenant.created")
        drawer.get_by_role("link", name=re.compile("Vereinigte")).click()
        expect(page).to_have_url(re.compile(f"/tenants/{tenant['slug']}"))

    def test_proof(self, page: Page, tenant: dict[str, Any]) -> None:
        """An entry's proof is verified by the browser itself, in both logs."""
        page.goto(f"/audit?tenantSlug={tenant['slug']}&action=tenant.created")
        page.locator(".entry-text").first.click()
        proven = page.locator("#proof [data-log=verified]")
        expect(proven).to_have_count(2)
        expect(proven.first).to_contain_text("Verified in this browser")
        assert violations(page) == []

    def test_query_language(self, page: Page, tenant: dict[str, Any]) -> None:
        """A query finds what it says; a mistake is told with its place."""
        page.goto("/audit")
        search = page.get_by_role("searchbox", name="Search the timeline")
        search.fill(f"tenant:{tenant['slug']} action:tenant.created")
        search.press("Enter")
        expect(page.locator(".entry")).to_have_count(1)
        search.fill("nonsense:field")
        search.press("Enter")
        expect(page.get_by_text("The timeline can't be shown.")).to_be_visible()

    def test_filters(self, page: Page, tenant: dict[str, Any]) -> None:
        """Filters stand in the address as chips that can be taken off; nonsense is told."""
        page.goto(f"/audit?tenantSlug={tenant['slug']}&outcome=success")
        page.get_by_role("link", name="Users", exact=True).click()
        expect(page).to_have_url(re.compile(r"action=user.%2A|action=user\.\*"))
        expect(page.locator(".entry").first).to_contain_text("@web-longname.example")
        page.get_by_role("link", name=re.compile(f"Tenant.*{tenant['slug']}")).click()
        expect(page).not_to_have_url(re.compile("tenantSlug"))
        page.goto("/audit?since=yesterday")
        expect(page.get_by_text("since:")).to_be_visible()

    def test_counts(self, page: Page, tenant: dict[str, Any]) -> None:
        """Columns and counts beside the list narrow it, and stand in the address."""
        page.goto(f"/audit?tenantSlug={tenant['slug']}")
        counts = page.locator("#counts")
        counts.get_by_role("link", name="tenant.created").click()
        expect(page).to_have_url(re.compile("action=tenant.created"))
        expect(page.locator(".entry")).to_have_count(1)
        counts.get_by_role("link", name=re.compile("^1 entry from")).click()
        expect(page).to_have_url(re.compile("since=.*until="))
        expect(page.locator(".entry")).to_have_count(1)

    def test_saved_search(self, page: Page, tenant: dict[str, Any]) -> None:
        """What is shown is kept under a name, found again from anywhere, and forgotten."""
        page.goto(f"/audit?tenantSlug={tenant['slug']}&outcome=success")
        menu = page.locator("details", has_text="Saved searches")
        menu.locator("summary").click()
        menu.get_by_label("Save what is shown as").fill("Waterworks, well")
        menu.get_by_role("button", name="Save search").click()
        expect(page.get_by_text("“Waterworks, well” was saved.")).to_be_visible()
        page.goto("/audit")
        menu.locator("summary").click()
        menu.get_by_role("link", name="Waterworks, well").click()
        expect(page).to_have_url(re.compile(f"tenantSlug={tenant['slug']}.*outcome=success"))
        menu.locator("summary").click()
        menu.get_by_role("button", name="Forget Waterworks, well").click()
        expect(page.get_by_text("“Waterworks, well” is forgotten.")).to_be_visible()

    def test_export(self, page: Page, tenant: dict[str, Any], api: Any) -> None:
        """Exactly what is filtered is written to a file, watched, and downloaded."""
        page.goto(f"/audit?tenantSlug={tenant['slug']}&action=tenant.created")
        expect(page.locator(".entry")).to_have_count(1)
        menu = page.locator("details", has=page.get_by_label("What is shown, as"))
        menu.locator("summary").click()
        menu.get_by_label("What is shown, as").select_option("jsonl")
        menu.get_by_role("button", name="Export").click()
        expect(page.locator("#progress")).to_contain_text("1 entry")
        assert violations(page) == []
        with page.expect_download() as downloading:
            page.get_by_role("link", name="Download").click()
        query = {"tenantSlug": tenant["slug"], "action": "tenant.created"}
        found = api.send("GET", "/audit", params=query).json()["items"][0]["id"]
        with zipfile.ZipFile(downloading.value.path()) as file:
            texts = [file.read(name).decode() for name in file.namelist()]
        assert any(found in text for text in texts)
        page.goto("/audit/exports")
        expect(page.locator("tbody tr").first).to_contain_text(tenant["slug"])

    def test_erasure(self, page: Page, api: Any) -> None:
        """A person is forgotten with a certificate; typed twice, for it can't be undone."""
        api.send("POST", "/tenants", json={"slug": "web-forget", "name": "Forget"})
        person = {"email": "gone@web-forget.example", "name": "Gone Person", "role": "member"}
        api.send("POST", "/tenants/web-forget/users", json=person)
        page.goto("/audit")
        page.get_by_role("link", name="Erasures").click()
        page.get_by_label("Their email address").fill(person["email"])
        page.get_by_label("Reason").fill("Asked for it")
        page.get_by_label("Type whom to erase once more").fill("somebody")
        page.get_by_role("button", name="Erase for ever").click()
        expect(page.locator("#confirmed-error")).to_be_visible()
        page.get_by_label("Type whom to erase once more").fill(person["email"])
        page.get_by_role("button", name="Erase for ever").click()
        expect(page.get_by_role("heading", name="Asked for it")).to_be_visible()
        assert violations(page) == []
        with page.expect_download() as downloading:
            page.get_by_role("link", name="Download the certificate").click()
        assert person["email"] not in downloading.value.path().read_text(encoding="utf-8")

    def test_older_and_newer(self, page: Page, api: Any) -> None:
        """Older ones come below, new ones are announced and not pushed in."""
        many = [f"- {{key: web_older_{number:02}, description: x}}" for number in range(70)]
        file = {"yaml": "\n".join(["format: 1", "flags:", *many])}
        compared = api.send("POST", "/flag-file/compare", json=file).json()
        api.send("POST", "/flag-file", json={**file, "digest": compared["digest"]})
        page.goto("/audit?action=flag.created")
        older = page.get_by_role("link", name="Load older events")
        for _ in range(100):
            if older.count():
                break
            page.reload()
        page.goto("/audit")
        expect(page.locator("[data-live]")).to_have_text("Live")
        before = page.locator(".entry").count()
        page.get_by_role("link", name="Load older events").click()
        expect(page.locator(".entry").nth(before)).to_be_visible()
        api.send("POST", "/tenants", json={"slug": "web-newer", "name": "Newer"})
        bar = page.locator("#newer")
        expect(bar).to_contain_text(re.compile(r"\d+ new entr"))
        bar.get_by_role("link").click()
        expect(page.locator(".entry").first).to_be_visible()
