"""Alerts, instances that share the work, and what a caller may see."""

import asyncio

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from contracts.health import v1
from devstack.waiting import eventually
from sinks.configuration import WebhookSettings

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest_asyncio.fixture
async def inbox():
    """Give a receiver of webhooks that remembers what came."""
    came = []

    async def take(request):
        came.append(((await request.json())["type"], request.headers["webhook-id"]))
        return web.Response()

    application = web.Application()
    application.router.add_post("/", take)
    async with TestServer(application) as server:
        sink = WebhookSettings(
            kind="webhook", name="ops", url=str(server.make_url("/")), secret=SECRET
        )
        yield came, sink


async def test_once_over_two_instances(start, server, inbox):
    """Two instances open one incident, and tell its beginning and its end once each."""
    came, sink = inbox
    first, second = [await start(sinks=(sink,)) for _ in range(2)]
    await first.add("web", address=server.url, interval_seconds=5)
    server.status = 500

    async def told():
        return [kind for kind, _ in came]

    assert await eventually(told, until=lambda seen: "incident.opened" in seen) == [
        "incident.opened"
    ]
    server.status = 200
    await eventually(told, until=lambda seen: "incident.resolved" in seen)
    # Both have had their turns by then.
    await asyncio.gather(*(one.chassis.relay.sweep() for one in (first, second)))
    assert [kind for kind, _ in came] == ["incident.opened", "incident.resolved"]
    listed = await second.incidents.list_incidents(v1.ListIncidentsRequest())
    assert [one.status for one in listed.items] == ["closed"]
