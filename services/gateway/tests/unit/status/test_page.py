"""The status page, its feed and its badges."""

import base64
import hashlib
import re
from xml.etree import ElementTree as ET

from gateway.status.badge import show_badge
from gateway.status.feed import show_feed
from gateway.status.page import show_page

HOSTILE = '<script>alert("x")</script>'


class TestPage:
    def test_first_sight(self, statuses, shown):
        """What is down is the heading, with since when, who works on it and what else it takes."""
        status = statuses.whole(
            statuses.target("Redis", "bad"),
            statuses.target("Mail", "bad", affected_by="Redis"),
            status="bad",
            incidents=[
                statuses.incident("Redis is down", "acknowledged", affected=["Redis", "Mail"])
            ],
        )
        _, page = shown(show_page, status)
        heading = page[page.index("<header") : page.index("</header>")]
        assert "<h1>Redis is down</h1>" in heading
        assert "for 12 min · <strong>being worked on</strong> · affects Mail" in heading
        assert "8 / 9 services live" in heading
        # Not said twice.
        assert page.count("Redis is down") == 2

    def test_state_is_a_word(self, statuses, shown):
        """And a shape: colour alone tells nobody anything."""
        _, page = shown(show_page, statuses.whole(statuses.target("Mail", "warn")))
        assert re.search(
            r'<span class="state warn">\s*<svg class="icon warn"[^§]*?</svg>\s*Slow<', page
        )

    def test_coverage_beside_uptime(self, statuses, shown):
        """How much was up, and how much of the time is known."""
        _, page = shown(show_page, statuses.whole(statuses.target("Mail")))
        assert "<strong>99.99 %</strong> up" in page
        assert "50.00 % known" in page

    def test_no_scripts(self, statuses, shown):
        """Nothing is loaded, nothing runs, and the only style is the one that the policy names."""
        headers, page = shown(show_page, statuses.whole(statuses.target("Mail")))
        style = page[page.index("<style>") + 7 : page.index("</style>")]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        for forbidden in ("<script", "style=", "http:", "https:", "onclick"):
            assert forbidden not in page.replace("http://www.w3.org/2000/svg", "")

    def test_hostile_names(self, statuses, shown):
        """What people typed is text."""
        status = statuses.whole(
            statuses.target("x", group=HOSTILE).model_copy(update={"name": HOSTILE}),
            incidents=[statuses.incident(HOSTILE), statuses.incident(HOSTILE, "closed")],
            maintenance=[statuses.window(HOSTILE)],
        )
        _, page = shown(show_page, status, tenant_slug=HOSTILE)
        assert "<script" not in page
        _, feed = shown(show_feed, status)
        assert "<script" not in feed

    def test_maintenance(self, statuses, shown):
        """What is planned, when, for how long and for what; targets of others aren't named."""
        window = statuses.window("Upgrade", targets=["mail", "secret"], repeats="weekly")
        status = statuses.whole(statuses.target("Mail"), maintenance=[window])
        _, page = shown(show_page, status)
        assert "60 minutes, weekly · Mail</p>" in page
        assert "secret" not in page

    def test_past(self, statuses, shown):
        """What is over is told in the past tense, with how long it took."""
        over = statuses.incident("Redis is down", "closed", minutes=130)
        _, page = shown(show_page, statuses.whole(incidents=[over]))
        assert "<strong>Redis was down</strong>" in page
        assert "2 h 10 min" in page

    def test_of_a_tenant(self, statuses, shown):
        """It says whose it is, and its feed is the tenant's."""
        _, page = shown(show_page, statuses.whole(), tenant_slug="acme")
        assert "Status for <strong>acme</strong>" in page
        assert 'href="/status/acme/feed.rss"' in page


class TestFeed:
    def test_items(self, statuses, shown):
        """Well-formed, an item for each incident and window; its id changes with its state."""
        status = statuses.whole(
            incidents=[
                statuses.incident("Redis & Co are down"),
                statuses.incident("Mail is down", "closed", affected=["Mail"]),
            ],
            maintenance=[statuses.window("Upgrade")],
        )
        headers, feed = shown(show_feed, status, tenant_slug="acme")
        channel = ET.fromstring(feed).find("channel")  # noqa: S314 - our own
        assert headers["content-type"].startswith("application/rss+xml")
        assert channel.findtext("link") == "https://status.example/status/acme"
        items = [(one.findtext("title"), one.findtext("guid")[37:]) for one in channel.iter("item")]
        assert items == [
            ("Redis & Co are down", "open"),
            ("Mail was down, and is over", "closed"),
            ("Maintenance: Upgrade", "1"),
        ]


class TestBadge:
    def test_platform(self, statuses, shown):
        """Words, not only a colour; kept for half a minute."""
        headers, badge = shown(show_badge, statuses.whole(status="bad"), id="platform")
        assert ET.fromstring(badge).get("aria-label") == "platform: down"  # noqa: S314 - our own
        assert headers["cache-control"] == "public, max-age=30"

    def test_target(self, statuses, shown):
        """One target's, by its id."""
        _, badge = shown(show_badge, statuses.whole(statuses.target("Mail", "warn")), id="mail")
        assert ET.fromstring(badge).get("aria-label") == "Mail: slow"  # noqa: S314 - our own
