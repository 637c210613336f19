"""Those who call the service, and what they have made before a test begins."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from contracts.faults import Fault
from contracts.flag import v1
from contracts.platform.v1 import Actor


def person(number: int, **fields: Any) -> Actor:
    """Return somebody with a token."""
    identity = f"0199f3a0-0000-7000-8000-00000000000{number}"
    return Actor.parse({"type": "user", "id": identity, "ip": "192.0.2.7", **fields})


def operator_named(name: str, number: int) -> Actor:
    """Return an operator."""
    return person(
        number, email=f"{name}@dezky.localhost", audience="dezky-operator", platformAdmin=True
    )


@pytest.fixture
def ramp(platform: Any, operator: Actor) -> Callable[..., Awaitable[str]]:
    """Give what starts a ramp of a fresh flag's share: 5, 25, 100, an hour each."""

    async def start(**fields: Any) -> str:
        steps = [{"pct": 5, "holdSeconds": 3600}, {"pct": 25, "holdSeconds": 3600}, {"pct": 100}]
        answer = await platform.ask(
            v1.START_RAMP, actor=operator, key="beta", steps=steps, **fields
        )
        return str(answer["schedule"]["id"])

    return start


@pytest.fixture
def operator() -> Actor:
    """Give an operator."""
    return operator_named("olga", 1)


@pytest.fixture
def reviewer() -> Actor:
    """Give another operator."""
    return operator_named("rune", 2)


@pytest.fixture
def member_of() -> Callable[..., Actor]:
    """Give what makes a member of the named tenants."""

    def member_of(*slugs: str) -> Actor:
        memberships = [{"tenantSlug": slug, "role": "member"} for slug in slugs]
        return person(3, audience="dezky-portal", memberships=memberships)

    return member_of


@pytest.fixture
def refused() -> Callable[..., Awaitable[Fault]]:
    """Give what awaits a call that must be refused, and returns the fault."""

    async def refused(call: Awaitable[Any]) -> Fault:
        with pytest.raises(Fault) as caught:
            await call
        return caught.value

    return refused


@pytest_asyncio.fixture
async def live(start: Any) -> Any:
    """Give a reviewed environment with two tenants and a flag."""
    platform = await start(environment="live", reviewed_environments=("live",))
    await platform.tenant("acme")
    await platform.tenant("olivar")
    await platform.make(description="old")
    return platform


@pytest.fixture
def written(live: Any, operator: Actor) -> Callable[..., Awaitable[str]]:
    """Give a function that takes a request by the operator as far as a state."""

    async def write(until: str = "draft", reviewer: Actor | None = None) -> str:
        body = {"flagKey": "beta", "title": "Everybody", "draft": {"state": "rollout", "pct": 100}}
        made = await live.ask(v1.CREATE_CHANGE_REQUEST, actor=operator, **body)
        identity = str(made["changeRequest"]["id"])
        if until != "draft":
            await live.ask(v1.SUBMIT_CHANGE_REQUEST, actor=operator, id=identity)
        if until == "approved":
            await live.ask(v1.APPROVE_CHANGE_REQUEST, actor=reviewer, id=identity, comment="fine")
        return identity

    return write


@pytest_asyncio.fixture
async def made(platform: Any) -> Any:
    """Give a platform with one flag, which is off."""
    await platform.make()
    return platform
