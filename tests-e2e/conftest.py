"""The whole system, and the people who use it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from bus import Connection, connect
from devstack.browser import browser
from devstack.running import RunningStack
from playwright.sync_api import Browser


class Person:
    """Somebody with a token at the gateway's door."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client = client

    async def send(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx2.Response:
        """Send a request; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(method, path, json=body, headers=named)

    async def entries(self, **filters: str) -> list[dict[str, Any]]:
        """List audit entries, the oldest first."""
        answer = await self.client.get("/audit", params=filters | {"limit": "500"})
        answer.raise_for_status()
        items: list[dict[str, Any]] = answer.json()["items"]
        return items[::-1]


@pytest_asyncio.fixture
async def people(stack: RunningStack) -> AsyncIterator[dict[str, Person]]:
    """Give the demo accounts, each signed in through the login page, and a stranger."""
    async with AsyncExitStack() as opened:
        result = {}
        for username in ("operator", "acme-admin", "acme-member", "nordwind-partner", "stranger"):
            token = "" if username == "stranger" else stack.token(username)
            client = httpx2.AsyncClient(
                base_url=stack.gateway_url,
                headers={"Authorization": f"Bearer {token}"} if token else {},
                trust_env=False,
                timeout=20.0,
            )
            result[username] = Person(await opened.enter_async_context(client))
        yield result


@pytest_asyncio.fixture
async def operator(people: dict[str, Person]) -> Person:
    """Give the operator, signed in."""
    return people["operator"]


@pytest_asyncio.fixture
async def line(stack: RunningStack) -> AsyncIterator[Connection]:
    """Give a connection to the stack's bus, as a third party has one."""
    connection = await connect(stack.nats_url, name="third-party")
    yield connection
    await connection.drain()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give a running Chromium; one for all, for Playwright runs once in a process."""
    with browser() as running:
        yield running
