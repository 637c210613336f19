"""What axe-core finds on a page, for the tests of console and portal."""

import json
from importlib.resources import files

from playwright.sync_api import Page

_AXE = files("axe_playwright_python") / "axe.min.js"
_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Return what breaks WCAG 2.2 AA in light colours and in dark ones, each with a first place."""
    # Not as a script element: the page's policy forbids those that aren't ours.
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = _found(page, {"runOnly": {"type": "tag", "values": _STANDARD}})
    page.emulate_media(color_scheme="dark")
    return found + _found(page, {"runOnly": ["color-contrast"]})


def _found(page: Page, rules: dict[str, object]) -> list[str]:
    # What is in order is by far the most: describing it takes longer than finding it.
    options = json.dumps({**rules, "resultTypes": ["violations"]})
    found = page.evaluate(f"axe.run(document, {options}).then(results => results.violations)")
    return [
        f"{one['id']}: {one['help']} at {one['nodes'][0]['html'][:200]}"
        f" {one['nodes'][0].get('failureSummary', '')}"
        for one in found
    ]
