"""Alerts, instances that share the work, and what a caller may see."""

import asyncio
from datetime import timedelta

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from chassis import now
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


async def test_reminded(start, server, inbox, database):
    """An incident that nobody takes reminds, once an interval; whoever takes it has peace."""
    came, sink = inbox
    first, second = [await start(sinks=(sink,), reminder_minutes=60) for _ in range(2)]
    await first.add("web", address=server.url, interval_seconds=5)
    server.status = 500

    async def told():
        return [kind for kind, _ in came]

    await eventually(told, until=lambda seen: seen == ["incident.opened"])
    (incident,) = (await second.incidents.list_incidents(v1.ListIncidentsRequest())).items

    async def hours_ago(hours):
        moment = now() - timedelta(hours=hours, minutes=1)
        await database["incidents"].update_one({}, {"$set": {"openedAt": moment}})

    await hours_ago(1)
    await eventually(told, until=lambda seen: seen[1:] == ["incident.reminder"])
    await first.incidents.acknowledge_incident(
        v1.AcknowledgeIncidentRequest(id=incident.id, text="on it")
    )
    await hours_ago(2)
    server.status = 200
    await eventually(told, until=lambda seen: "incident.resolved" in seen)
    assert await told() == ["incident.opened", "incident.reminder", "incident.resolved"]
    assert len({identity for _, identity in came}) == 3
