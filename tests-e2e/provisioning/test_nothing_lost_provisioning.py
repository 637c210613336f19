"""Every tenant is provisioned, and nothing is made twice, whatever is killed and whoever fails."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

import pytest
from devstack.running import RunningStack
from devstack.waiting import eventually

TENANTS = 50
SEED = 7
NAMES = ("ann", "bob")
# Later than a careless client asks again, sooner than a careful one.
LATE = {"method": "POST", "afterSeconds": 3.5}
MANAGER = "312c0871-5ef7-4b3a-85b6-0e4074c64049"
EDITOR = "58c63c02-1d89-4572-916a-870abc5a1b7d"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Step:
    """A call that makes something: whose server it goes to, and what tells it from others."""

    server: str
    path: str
    body: str = ""


STEPS = {
    "authentik group": Step("authentik", r"/core/groups/$"),
    "authentik binding": Step("authentik", r"/policies/bindings/$"),
    "authentik user": Step("authentik", r"/core/users/$"),
    "authentik member": Step("authentik", r"/add_user/$"),
    "Stalwart domain": Step("others", r"^/stalwart/jmap$", r'x:Domain/set.*"create"'),
    "Stalwart account": Step("others", r"^/stalwart/jmap$", r'x:Account/set.*"create"'),
    "oCIS space": Step("others", r"/drives$"),
    "oCIS user": Step("others", r"/users$"),
    "oCIS member": Step("others", r"/invite$"),
}
# Between the intention and the call, and between the call and its note.
MOMENTS = {"before": "silent", "after": "silent_after"}
# What happens all the time; the answers 403, 429 and 500 to reading as well as to writing.
FLAKINESS: tuple[dict[str, Any], ...] = (
    # What is made twice when it is asked for twice.
    {"mode": "late", "share": 0.2, "path": r"/(drives|bindings/)$", **LATE},
    {"mode": "refuse", "status": 403, "share": 0.01},
    {"mode": "refuse", "status": 429, "share": 0.01},
    {"mode": "refuse", "status": 500, "share": 0.03},
    {"mode": "fail_after", "status": 500, "share": 0.04, "method": "POST"},
    {"mode": "half", "status": 500, "share": 0.04, "method": "POST"},
    {"mode": "silent_after", "share": 0.02, "method": "POST"},
    {"mode": "late", "share": 0.02, **LATE},
)


class Trouble:
    """Lets things happen at both servers, and counts what has happened."""

    def __init__(self, outside: Any, dice: random.Random) -> None:
        self._outside = outside
        self._dice = dice
        self.struck: Counter[str] = Counter()

    async def renew(self, step: Step | None = None, mode: str = "") -> None:
        """Go on as before, and let one more thing happen to the next call of this step."""
        await self.end()
        for server in ("authentik", "others"):
            mishaps = [{"times": -1, **one} for one in FLAKINESS]
            if step and step.server == server:
                once = {"mode": mode, "method": "POST", "path": step.path, "body": step.body}
                mishaps = [once, *mishaps]
            await self._outside.tell(server, mishaps, seed=self._dice.randrange(1_000_000))

    async def end(self) -> None:
        """Let nothing more happen."""
        for server in ("authentik", "others"):
            for one in await self._outside.told(server):
                word = str(one["status"]) if one["mode"] == "refuse" else one["mode"]
                self.struck[word] += one["struck"]
            await self._outside.tell(server, [])

    async def has_struck(self, step: Step) -> bool:
        """Say whether the one more thing has happened."""
        return bool((await self._outside.told(step.server))[0]["struck"])


async def test_kill_at_each_step(
    stack: RunningStack, outside: Any, operator: Any, capsys: pytest.CaptureFixture[str]
):
    """50 tenants, 18 kill -9s, flaky systems: all are ready, and everything is there once."""
    dice = random.Random(SEED)
    trouble, tenant = Trouble(outside, dice), stack.processes["tenant"]
    slugs = [f"t{number:02}" for number in range(TENANTS)]
    moments = list(product(STEPS, MOMENTS))
    dice.shuffle(moments)
    for number, (step, moment) in enumerate(moments):
        await trouble.renew(STEPS[step], MOMENTS[moment])
        mine = slugs[number :: len(moments)]
        making = asyncio.gather(*(operator.create(slug, NAMES) for slug in mine))
        await eventually(partial(trouble.has_struck, STEPS[step]), timeout_seconds=60)
        await asyncio.to_thread(tenant.kill)
        await asyncio.to_thread(tenant.start)
        await making
    await trouble.renew()
    for slug in slugs:
        await eventually(partial(_is_ready, operator, slug), timeout_seconds=120)
    await trouble.end()
    for slug in slugs:
        assert (slug, await operator.left_to_do(slug)) == (slug, [])
    objects = await _counted(outside, slugs)
    told = Counter(
        (one.action, one.tenant_slug)
        for one in await operator.entries()
        if one.action in {"tenant.created", "tenant.activated"}
    )
    assert told == dict.fromkeys(product(("tenant.created", "tenant.activated"), slugs), 1)
    assert all(trouble.struck[word] for word in ("403", "429", "500", "half", "late"))
    with capsys.disabled():
        print(
            f"\n  kill -9 tenant at {len(moments)} moments of {len(STEPS)} steps, seed {SEED}: "
            f"{len(slugs)} tenants ready and told once, asked again {operator.asked_again} times, "
            f"mishaps {dict(sorted(trouble.struck.items()))}, there {objects}, 0 missing, 0 twice"
        )


async def _is_ready(operator: Any, slug: str) -> bool:
    """Say whether everything that happened was observed, and the tenant is at work."""
    state = await operator.provisioning(slug)
    # The tenant, and both its people.
    is_complete = state.generation > len(NAMES) and state.observed_generation == state.generation
    is_ready = is_complete and state.state == "ready"
    return bool(is_ready and (await operator.tenant(slug)).status == "active")


async def _counted(outside: Any, slugs: list[str]) -> dict[str, int]:
    """Assert that what should be there is there, and once; return how much that is."""
    emails = sorted(f"{name}@{slug}.example" for slug, name in product(slugs, NAMES))
    groups = {
        one["name"]: one["pk"]
        for one in await outside.listed("/core/groups/")
        if one["name"].startswith("tenant-")
    }
    assert sorted(groups) == [f"tenant-{slug}" for slug in slugs]
    bound = sorted(one["group"] for one in await outside.listed("/policies/bindings/"))
    assert bound == sorted(groups.values())
    users = [one for one in await outside.listed("/core/users/") if _is_ours(one["email"])]
    assert sorted(one["email"] for one in users) == emails
    for one in users:
        assert one["is_active"]
        assert [group["name"] for group in one["groups_obj"]] == [f"tenant-{_slug(one['email'])}"]
    objects = await outside.objects()
    domains = {one["id"]: one["name"] for one in objects["domain"]}
    assert sorted(domains.values()) == [f"{slug}.example" for slug in slugs]
    accounts = [f"{one['name']}@{domains[one['domainId']]}" for one in objects["account"]]
    assert sorted(accounts) == emails
    people = {one["id"]: one["onPremisesSamAccountName"] for one in objects["graph_user"]}
    assert sorted(people.values()) == emails
    assert sorted(one["name"] for one in objects["drive"]) == slugs
    for one in objects["drive"]:
        assert "deleted" not in one["root"]
        members = sorted(
            (people[held["user"]], held["role"])
            for held in one["permissions"]
            if held["user"] in people
        )
        expected = [(f"ann@{one['name']}.example", MANAGER), (f"bob@{one['name']}.example", EDITOR)]
        assert members == expected
    return {
        "groups": len(groups),
        "bindings": len(bound),
        "users": len(users),
        "domains": len(domains),
        "accounts": len(accounts),
        "spaces": len(objects["drive"]),
        "space users": len(people),
    }


def _is_ours(email: str) -> bool:
    return _slug(email).startswith("t")


def _slug(email: str) -> str:
    return email.rpartition("@")[2].partition(".")[0]
