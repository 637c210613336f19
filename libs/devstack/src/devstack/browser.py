"""A real browser: the system's, else Debian's package, else Playwright's own."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from devstack.accounts import Account

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_INSTALL_SECONDS = 600


class NoBrowser(Exception):  # noqa: N818 - faults state the fact (style.md 5)
    """There is none, and none could be installed."""


@contextmanager
def browser() -> Iterator[Browser]:
    """Give a Chromium without a window."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**launch_options())
        try:
            yield running
        finally:
            running.close()


def find_or_install() -> str:
    """Return the path of a browser; empty for Playwright's own."""
    # Two test processes at once: the second waits for the first one's installation.
    with (Path(tempfile.gettempdir()) / "dezky-browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path := _found():
            return path
        if shutil.which("apt-get") and os.geteuid() == 0:
            _run("apt-get", "update", "--quiet")
            _run("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium")
            if path := _found():
                return path
        if not _run(sys.executable, "-m", "playwright", "install", "chromium"):
            raise NoBrowser("install Chromium (Debian: apt install chromium)")
        return ""


def launch_options() -> dict[str, Any]:
    """Return how Playwright is to start it; it is installed first where there is none."""
    # Root has no sandbox to stand in, and containers give little shared memory.
    options = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {"executable_path": find_or_install() or None, "args": options}


def sign_in(page: Page, url: str, person: Account) -> None:
    """Sign the person in at console or portal, by its own button and the login page."""
    page.goto(f"{url}/auth/oidc/login?other=true")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{url}/**")


def _found() -> str:
    return next((path for name in _NAMES if (path := shutil.which(name))), "")


def _run(*command: str) -> bool:
    done = subprocess.run(command, check=False, timeout=_INSTALL_SECONDS, capture_output=True)  # noqa: S603
    return done.returncode == 0
