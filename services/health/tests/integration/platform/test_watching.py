"""From a probe to the page: what is down says so, and what comes back too."""

import asyncio

from contracts.faults import Fault
from contracts.health import v1
from devstack.waiting import eventually


class TestWatching:
    async def test_down_and_up(self, start, server):
        """Three bad probes open an incident, two good ones close it."""
        instance = await start()
        await instance.add("web", address=server.url)
        assert (await instance.probe("web")).status == "ok"
        server.status = 500
        assert (await instance.probe("web", 2)).status == "ok"
        down = await instance.probe("web")
        assert (down.status, down.error) == ("bad", "status < 400: it was 500")
        (incident,) = await eventually(instance.open_incidents)
        assert (incident.title, incident.target_id) == ("Web is down", "web")
        server.status = 200
        assert (await instance.probe("web", 2)).status == "ok"
        await eventually(instance.open_incidents, until=lambda seen: not seen)
        told = await instance.incidents.get_incident(v1.GetIncidentRequest(id=incident.id))
        assert [one.kind for one in told.incident.notes] == ["opened", "closed"]

    async def test_scheduled(self, start, server):
        """Nobody has to ask: a new target is probed by itself, and shown."""
        instance = await start()
        await instance.add("web", address=server.url, interval_seconds=5)
        shown = await eventually(
            lambda: instance.state("web"), until=lambda seen: seen.status == "ok"
        )
        assert (shown.address, shown.affected_by) == (server.url, "")
        told = await instance.look()
        assert (told.summary, told.status) == ("1 / 1 services live", "ok")

    async def test_history(self, start, server):
        """What was found is kept, with the share of time that is known beside it."""
        instance = await start()
        await instance.add("web", address=server.url)
        await instance.probe("web", 3)

        async def history():
            return await instance.health.get_target_history(
                v1.GetTargetHistoryRequest(id="web", resolution="raw")
            )

        told = await eventually(history, until=lambda seen: len(seen.points) >= 3)
        day = told.uptimes[0]
        assert (day.window, day.uptime_percent) == ("24h", 100)
        assert 0 < day.coverage_percent < 1

    async def test_bus(self, start):
        """A service on the bus is probed by its instances."""
        instance = await start()
        await instance.add("me", kind="bus", address="health", conditions=["instances >= 1"])
        await instance.add("fine", kind="bus", address="health", conditions=['problem == ""'])
        await instance.add("ghost", kind="bus", address="nobody")

        async def probed(target_id):
            try:
                return await instance.probe(target_id)
            except Fault:
                return None

        for name in ("me", "fine"):
            await eventually(
                lambda name=name: probed(name),
                until=lambda seen: seen is not None and seen.status == "ok",
            )
        assert (await instance.probe("ghost", 3)).error == "no instance answers"


class TestFresh:
    async def test_all_at_once(self, start, server):
        """Everything is asked at once: one that hangs costs its own time-out, and delays nobody."""
        instance = await start()
        hanging = await asyncio.start_server(_hang, "127.0.0.1", 0)
        port = hanging.sockets[0].getsockname()[1]
        await instance.add(
            "slow", address=f"http://127.0.0.1:{port}/", timeout_ms=1000, warn_ms=1000
        )
        for number in range(5):
            await instance.add(f"web-{number}", address=server.url)
        before = {one.id: one.checked_at for one in (await instance.look()).items}
        seen = {one.id: one for one in (await instance.look(fresh=True)).items}
        hanging.close()
        assert [name for name, one in seen.items() if one.checked_at == before[name]] == []
        assert seen["slow"].error == "no answer within 1000 ms"
        # It was added first: one after the other, all others would have been looked at after it.
        assert max(one.checked_at for one in seen.values()) == seen["slow"].checked_at


async def _hang(reader, writer):
    await reader.read()
    writer.transport.abort()
