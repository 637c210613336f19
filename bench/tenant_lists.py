"""Lists at 10,000 tenants and 500 partners against the same at 100 tenants and 5 partners."""

import asyncio
import itertools
import random
import statistics
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from bus import connect
from chassis.directory import BUCKET
from contracts.platform.v1 import Money
from devstack.running import RunningStack
from devstack.waiting import eventually
from partner.documents import PartnerDocument
from partner.margins import Margin
from pymongo import AsyncMongoClient
from tenant.documents import TenantDocument
from tenant.listing.findable import keep_findable
from tenant.subscriptions.documents import SubscriptionDocument

FEW, MANY = 100, 10_000
PER_PARTNER = 20
# So many tenants share a word: a search finds the same number however many there are.
FAMILY = 5
REQUESTS = 200
# Every key of the contract, in the direction that people look in; the slug is the usual order.
SORTS = ("name", "-createdAt", "-updatedAt")
_LONG_AGO = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
_SYLLABLES = [a + b for a, b in itertools.product("bdfgklmnprstvz", "aeiou")]


def _word(number: int) -> str:
    """Name a family, each by a word of its own that begins like others'."""
    first, rest = divmod(number, len(_SYLLABLES))
    second, third = divmod(first, len(_SYLLABLES))
    return "".join(_SYLLABLES[index] for index in (rest, second, third)) + "n"


def _tenant(number: int) -> TenantDocument:
    slug = f"customer-{number:05}"
    made = _LONG_AGO - timedelta(minutes=number)
    tenant = TenantDocument(
        slug=slug,
        name=f"{_word(number // FAMILY).title()} {number}",
        plan="business",
        status=("active", "suspended", "deleted")[max(0, number % 20 - 17)],
        partner_slug=f"reseller-{number // PER_PARTNER:03}",
        domains=[f"{slug}.example"],
        created_at=made,
        # Most were changed since, in no order.
        updated_at=made + timedelta(minutes=number * 7919 % (number + 1)),
    )
    keep_findable(tenant)
    return tenant


def _subscription(number: int) -> SubscriptionDocument:
    return SubscriptionDocument(
        tenant_slug=f"customer-{number:05}",
        plan="business",
        seats=10,
        unit_price=Money(amount_minor=1000, currency="EUR"),
        monthly_revenue=Money(amount_minor=10_000, currency="EUR"),
        period="monthly",
        status="active",
        started_at=_LONG_AGO,
        created_at=_LONG_AGO,
        updated_at=_LONG_AGO,
    )


def _partner(number: int) -> PartnerDocument:
    return PartnerDocument(
        slug=f"reseller-{number:03}",
        name=f"Reseller {number}",
        status="active",
        margins=[Margin(basis_points=1250, since=_LONG_AGO)],
        created_at=_LONG_AGO,
        updated_at=_LONG_AGO,
    )


async def _seed(stack: RunningStack, numbers: range) -> None:
    """Store them; tenant begins anew, for they appear later than they say that they changed."""
    partners = range(numbers.start // PER_PARTNER, numbers.stop // PER_PARTNER)
    async with AsyncMongoClient(stack.mongo_url, tz_aware=True) as client:
        for collection, documents in (
            (client["tenant"]["tenants"], map(_tenant, numbers)),
            (client["tenant"]["subscriptions"], map(_subscription, numbers)),
            (client["partner"]["partners"], map(_partner, partners)),
        ):
            stored = [document.storable() for document in documents]
            for start in range(0, len(stored), 500):
                await collection.insert_many(stored[start : start + 500], ordered=False)
    process = stack.processes["tenant"]
    await asyncio.to_thread(process.kill)
    await asyncio.to_thread(process.start)
    # It writes every tenant into the directory first: that is another measurement.
    line = await connect(stack.nats_url, name="bench")
    bucket = line.key_value(BUCKET)

    async def written() -> bool:
        keys = await bucket.keys()
        return sum(key.startswith("tenant.customer-") for key in keys) == numbers.stop

    await eventually(written, timeout_seconds=300)
    await line.drain()


async def _milliseconds(client: httpx2.AsyncClient, paths: Iterable[str]) -> list[float]:
    spent = []
    for path in paths:
        started = time.perf_counter()
        answer = await client.get(path)
        spent.append((time.perf_counter() - started) * 1000)
        answer.raise_for_status()
    return spent


def _p95(spent: Sequence[float]) -> float:
    return statistics.quantiles(spent, n=20)[-1]


def _paths(size: int) -> dict[str, list[str]]:
    dice = random.Random(size)
    families = [_word(dice.randrange(size // FAMILY)) for _ in range(REQUESTS)]
    return {
        "GET /tenants": ["/tenants"] * REQUESTS,
        "GET /tenants?status=suspended": ["/tenants?status=suspended&limit=5"] * REQUESTS,
        "GET /tenants?q=": [f"/tenants?q={word}" for word in families],
        **{f"GET /tenants?sort={key}": [f"/tenants?sort={key}"] * REQUESTS for key in SORTS},
        "GET /tenants?status=&sort=": [
            f"/tenants?status=suspended&sort={dice.choice(SORTS)}&limit=5" for _ in range(REQUESTS)
        ],
        "GET /tenants?q=&sort=": [
            f"/tenants?q={word}&sort={dice.choice(SORTS)}" for word in families
        ],
        # As many as there are few of, each with its customers and their revenue.
        f"GET /partners, {MANY // PER_PARTNER} of them": [f"/partners?limit={FEW // PER_PARTNER}"]
        * REQUESTS,
    }


async def measure(stack: RunningStack) -> list[dict[str, Any]]:
    """Return a row for each kind of list: p95 at both sizes, and their ratio."""
    headers = {"Authorization": f"Bearer {stack.token('operator')}"}
    async with httpx2.AsyncClient(
        base_url=stack.gateway_url, headers=headers, trust_env=False, timeout=20.0
    ) as client:

        async def answers() -> bool:
            return (await client.get("/tenants")).is_success

        p95: dict[str, list[float]] = {}
        for numbers in (range(FEW), range(FEW, MANY)):
            await _seed(stack, numbers)
            await eventually(answers)
            for name, paths in _paths(numbers.stop).items():
                p95.setdefault(name, []).append(_p95(await _milliseconds(client, paths)))
    return [
        {
            "what": f"{name}, {MANY:,} tenants",
            "measured": f"{many:.1f} ms p95",
            "baseline": f"{few:.1f} ms p95 at {FEW}",
            "ratio": many / few,
            "spread": "",
            "goal": "<= 2.00",
            "note": f"{REQUESTS} requests each",
        }
        for name, (few, many) in p95.items()
    ]
