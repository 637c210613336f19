"""Takes pictures of every page of console and portal, for people to look at."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.async_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    async_playwright,
    expect,
)

from devstack.accounts import account
from devstack.api import Api
from devstack.browser import launch_options
from devstack.commands import running_layout
from devstack.galleries import GALLERIES, Gallery
from devstack.layout import Layout
from devstack.login import browser as client_of
from devstack.login import sign_in
from devstack.programs import programs
from devstack.scenes import prepare
from devstack.stack import Stack

_DESKTOP, _PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
# Loaded once: the order makes each picture differ from the one before in one thing.
_SHOTS: Sequence[tuple[str, ViewportSize, Literal["light", "dark"]]] = (
    ("desktop", _DESKTOP, "light"),
    ("desktop", _DESKTOP, "dark"),
    ("phone", _PHONE, "dark"),
    ("phone", _PHONE, "light"),
)
_BROWSERS = 2
_PATIENCE_MS = 60_000


def take(folder: Path, data: Path) -> int:
    """Write one PNG for each page, size and theme; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with _layout(data) as layout:
        places = _prepared(layout)
        return asyncio.run(_take_all(layout, folder, places))


@contextmanager
def _layout(data: Path) -> Iterator[Layout]:
    """Give the stack that runs here, or one of its own with the demo in it."""
    if (running := running_layout(data)) is not None:
        yield running
        return
    with TemporaryDirectory() as folder:
        layout = Layout.on_free_ports(Path(folder), provisions=True)
        stack = Stack(programs(layout, seed=True))
        stack.start(timeout_seconds=300)
        try:
            yield layout
        finally:
            stack.stop()


def _prepared(layout: Layout) -> Mapping[str, str]:
    person = account("operator")
    with client_of() as client:
        tokens = sign_in(person, issuer=layout.issuer(person.client), client=client)
    with Api(layout.gateway_url, tokens.access_token) as api:
        return prepare(api)


async def _take_all(layout: Layout, folder: Path, places: Mapping[str, str]) -> int:
    left = [(gallery, path) for gallery in GALLERIES for path in gallery.paths]
    pages = len(left)
    expect.set_options(timeout=_PATIENCE_MS)
    async with async_playwright() as playwright, asyncio.TaskGroup() as group:
        for _ in range(_BROWSERS):
            group.create_task(_photograph(playwright, layout, left, folder, places))
    return pages * len(_SHOTS)


async def _photograph(
    playwright: Playwright,
    layout: Layout,
    left: list[tuple[Gallery, str]],
    folder: Path,
    places: Mapping[str, str],
) -> None:
    """Take what is left, page by page, with a browser of one's own.

    Two pages of one browser that are pictured at once come out in each other's pieces.
    """
    running = await playwright.chromium.launch(**launch_options())
    signed_in = {gallery.name: await _signed_in(running, layout, gallery) for gallery in GALLERIES}
    while left:
        gallery, path = left.pop()
        page = await signed_in[gallery.name].new_page()
        await page.set_viewport_size(_DESKTOP)
        await page.goto(path.format_map(places))
        for size, box, theme in _SHOTS:
            await page.emulate_media(color_scheme=theme)
            await _fit(page, box)
            target = folder / f"{gallery.name}-{_named(path)}-{size}-{theme}.png"
            await page.screenshot(path=target)
        await page.close()
    await running.close()


async def _signed_in(running: Browser, layout: Layout, gallery: Gallery) -> BrowserContext:
    url = {"console": layout.console_url, "portal": layout.portal_url}[gallery.name]
    context = await running.new_context(base_url=url, reduced_motion="reduce")
    context.set_default_timeout(_PATIENCE_MS)
    page, person = await context.new_page(), account(gallery.username)
    await page.goto("/auth/oidc/login?other=true")
    await page.get_by_label("Username").fill(person.username)
    await page.get_by_label("Password").fill(person.password)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.locator("main")).to_be_visible()
    await page.close()
    return context


async def _fit(page: Page, box: ViewportSize) -> None:
    """Make the window as high as the page, and wait for what is fetched once it is seen."""
    await page.set_viewport_size(box)
    height = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({**box, "height": max(height, box["height"])})
    await expect(page.locator(".htmx-request")).to_have_count(0)


def _named(path: str) -> str:
    return "".join(one if one.isalnum() else "-" for one in path).strip("-") or "overview"
