"""Pages of the audit list at a million entries against the same at ten thousand."""

import random
import statistics
import time
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

import audit_entries
import httpx2
from devstack.running import RunningStack

FEW = 10_000
REQUESTS = 60
_LIMIT = 50
Filter = dict[str, str]


def _filters() -> dict[str, list[Filter]]:
    """Give so many requests of each single filter, and of a tenant with an action."""
    dice = random.Random(8)

    def each(make: Any) -> list[Filter]:
        return [make() for _ in range(REQUESTS)]

    tenants, actions = audit_entries.TENANTS, audit_entries.ACTIONS
    return {
        "no filter": each(dict),
        "tenant": each(lambda: {"tenantSlug": dice.choice(tenants)}),
        "action": each(lambda: {"action": dice.choice(actions)}),
        "action.*": each(lambda: {"action": f"{dice.choice(audit_entries.NOUNS)}.*"}),
        "actor": each(lambda: {"actorEmail": dice.choice(audit_entries.PEOPLE)}),
        "partner": each(lambda: {"partnerSlug": f"partner{dice.randrange(4)}"}),
        "source": each(lambda: {"source": dice.choice(audit_entries.SOURCES)}),
        "outcome": each(lambda: {"outcome": dice.choice(["success", "failure", "denied"])}),
        "word": each(lambda: {"q": dice.choice(audit_entries.WORDS)}),
        "tenant + action": each(
            lambda: {"tenantSlug": dice.choice(tenants), "action": dice.choice(actions)}
        ),
    }


async def _spent(client: httpx2.AsyncClient, filters: Iterable[Filter]) -> list[list[float]]:
    """Return the milliseconds of first pages and of next pages."""
    first, following = [], []
    for asked in filters:
        page, milliseconds = await _page(client, asked)
        first.append(milliseconds)
        if cursor := page.get("nextCursor"):
            _, milliseconds = await _page(client, {**asked, "cursor": cursor})
            following.append(milliseconds)
    return [first, following]


async def _page(client: httpx2.AsyncClient, asked: Filter) -> tuple[Any, float]:
    query = urlencode({**asked, "limit": str(_LIMIT)})
    started = time.perf_counter()
    answer = await client.get(f"/audit?{query}")
    spent = (time.perf_counter() - started) * 1000
    answer.raise_for_status()
    return answer.json(), spent


def _p95(spent: Sequence[float]) -> float:
    return statistics.quantiles(spent, n=20)[-1]


async def measure(stack: RunningStack, *, many: int) -> list[dict[str, Any]]:
    """Return two rows for each filter: p95 of first and of next pages at both sizes."""
    p95: dict[str, list[float]] = {}
    async with httpx2.AsyncClient(
        base_url=stack.gateway_url, trust_env=False, timeout=60.0
    ) as client:
        for size in (FEW, many):
            await audit_entries.fill(stack, size)
            # Seeding may take longer than a token lives.
            client.headers["Authorization"] = f"Bearer {stack.token('operator')}"
            for name, filters in _filters().items():
                await _spent(client, filters[:5])
                measured = await _spent(client, filters)
                for page, spent in zip(("first", "next"), measured, strict=True):
                    p95.setdefault(f"{page} page, {name}", []).append(_p95(spent))
    return [
        {
            "what": f"GET /audit {name}, {many:,} entries",
            "measured": f"{large:.1f} ms p95",
            "baseline": f"{small:.1f} ms p95 at {FEW:,}",
            "ratio": large / small,
            "spread": "",
            "goal": "<= 2.00",
            "note": f"{REQUESTS} requests each",
        }
        for name, (small, large) in p95.items()
    ]
