"""Takes pictures of every page of console and portal, for people to look at."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from devstack.accounts import account
from devstack.browser import browser, sign_in
from devstack.commands import running_layout
from devstack.layout import Layout
from devstack.programs import programs
from devstack.stack import Stack

_SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
_THEMES = ("light", "dark")
# What htmx fetches once it is seen.
_SETTLE_MS = 400


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pages of one application, as one person sees them; the demo has what they name."""

    name: str
    username: str
    paths: Sequence[str]


GALLERIES = (
    Gallery(
        "console",
        "operator",
        (
            "/", "/tenants", "/tenants?q=nobody", "/tenants/new", "/tenants/acme",
            "/tenants/acme/users", "/tenants/acme/resources", "/tenants/acme/billing",
            "/tenants/acme/audit", "/tenants/acme/support", "/tenants/acme/danger",
            "/tenants/bulk?do=suspend&slug=acme&slug=tidewater", "/partners", "/partners/nordwind",
            "/flags", "/flags/jmap_native_v2?tenant=acme", "/flags/new", "/change-requests",
            "/infrastructure", "/infrastructure/targets/nats", "/infrastructure/incidents",
            "/infrastructure/maintenance/new", "/audit", "/ingest", "/ingest/dead-letters",
            "/palette?q=no", "/nowhere",
        ),
    ),
    Gallery(
        "portal",
        "acme-admin",
        (
            "/tenants/acme", "/tenants/acme/people", "/tenants/acme/domains",
            "/tenants/acme/activity",
            "/tenants/acme/status", "/tenants/acme/subscription", "/tenants/acme/organization",
            "/new-organization", "/invitations/accept",
        ),
    ),
)  # fmt: skip


def take(folder: Path, data: Path) -> int:
    """Write one PNG for each page, size and theme; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    taken = 0
    with _layout(data) as layout, browser() as running:
        for gallery in GALLERIES:
            for (size, box), theme in product(_SIZES.items(), _THEMES):
                page = _opened(running, box, theme)
                url = layout.console_url if gallery.name == "console" else layout.portal_url
                sign_in(page, url, account(gallery.username))
                for path in gallery.paths:
                    _shoot(page, f"{url}{path}", folder / _named(gallery, path, size, theme))
                    taken += 1
                page.context.close()
    return taken


@contextmanager
def _layout(data: Path) -> Iterator[Layout]:
    """Give the stack that runs here, or one of its own with the demo in it."""
    if (running := running_layout(data)) is not None:
        yield running
        return
    with TemporaryDirectory() as folder:
        layout = Layout.on_free_ports(Path(folder))
        stack = Stack(programs(layout, seed=True))
        stack.start(timeout_seconds=300)
        try:
            yield layout
        finally:
            stack.stop()


def _opened(running: Browser, box: tuple[int, int], theme: str) -> Page:
    context = running.new_context(
        viewport={"width": box[0], "height": box[1]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    return context.new_page()


def _shoot(page: Page, url: str, target: Path) -> None:
    page.goto(url)
    page.wait_for_timeout(_SETTLE_MS)
    page.screenshot(path=target, full_page=True)


def _named(gallery: Gallery, path: str, size: str, theme: str) -> str:
    words = "".join(one if one.isalnum() else "-" for one in path).strip("-") or "overview"
    return f"{gallery.name}-{words}-{size}-{theme}.png"
