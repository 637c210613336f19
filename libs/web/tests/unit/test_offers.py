"""What the gateway offers is known without waiting for it again."""

import asyncio
from types import SimpleNamespace
from typing import Any

import aiohttp
from contracts.tenant.v1 import GET_TENANT
from web.gateway.offers import Offers


class Gateway:
    """Describes itself when it is let; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_away = False
        self.may_answer = asyncio.Event()

    def get(self, _path: str, **_options: Any) -> "Gateway":
        self.asked += 1
        return self

    async def __aenter__(self) -> Any:
        await self.may_answer.wait()
        if self.is_away:
            raise aiohttp.ClientConnectionError
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def json(self) -> Any:
        return {"paths": {"/tenants/{name}": {"get": {}}}}


def offers(gateway: Gateway, clock: SimpleNamespace) -> Offers:
    return Offers(gateway, now=lambda: clock.now)  # type: ignore[arg-type]


class TestRefresh:
    async def test_all_wait_for_the_first(self) -> None:
        """Until something is known everybody waits, for one reading."""
        gateway, clock = Gateway(), SimpleNamespace(now=0.0)
        known = offers(gateway, clock)
        waiting = [asyncio.create_task(known.refresh()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        gateway.may_answer.set()
        await asyncio.gather(*waiting[1:])
        assert gateway.asked == 1
        assert known.has(GET_TENANT)

    async def test_nobody_waits_later(self) -> None:
        """An old description serves while it is read anew, and through an outage."""
        gateway, clock = Gateway(), SimpleNamespace(now=0.0)
        known = offers(gateway, clock)
        gateway.may_answer.set()
        await known.refresh()
        gateway.may_answer.clear()
        gateway.is_away = True
        clock.now = 61.0
        await known.refresh()
        assert known.has(GET_TENANT)
        gateway.may_answer.set()
        await asyncio.sleep(0.01)
        assert known.has(GET_TENANT)
        await known.aclose()

    async def test_asked_again_after_an_outage(self) -> None:
        """Nothing known, nothing offered; the next visitor asks again."""
        gateway, clock = Gateway(), SimpleNamespace(now=0.0)
        known = offers(gateway, clock)
        gateway.is_away = True
        gateway.may_answer.set()
        await known.refresh()
        assert not known.has(GET_TENANT)
        gateway.is_away = False
        await known.refresh()
        assert known.has(GET_TENANT)
