"""From a probe to the page: what is down says so, and what comes back too."""

import json

import pytest
from contracts.faults import Conflict, Fault
from contracts.health import v1
from devstack.waiting import eventually


def target(**about):
    return v1.CreateTargetRequest.model_validate({"name": about["id"].title(), **about})


async def state(instance, target_id):
    told = await instance.health.get_platform_health(v1.GetPlatformHealthRequest())
    return next(one for one in told.items if one.id == target_id)


async def probe(instance, target_id, times=1):
    for _ in range(times):
        told = await instance.health.probe_target(v1.ProbeTargetRequest(id=target_id))
    return told.state


async def open_incidents(instance):
    told = await instance.incidents.list_incidents(v1.ListIncidentsRequest(state="open"))
    return told.items


class TestWatching:
    async def test_down_and_up(self, start, server):
        """Three bad probes open an incident, two good ones close it."""
        instance = await start()
        await instance.targets.create_target(
            target(id="web", kind="http", address=server.url, interval_seconds=3600)
        )
        assert (await probe(instance, "web")).status == "ok"
        server.status = 500
        assert (await probe(instance, "web", 2)).status == "ok"
        down = await probe(instance, "web")
        assert (down.status, down.error) == ("bad", "status < 400: it was 500")
        (incident,) = await eventually(lambda: open_incidents(instance))
        assert (incident.title, incident.target_id) == ("Web is down", "web")
        server.status = 200
        assert (await probe(instance, "web", 2)).status == "ok"
        await eventually(lambda: open_incidents(instance), until=lambda seen: not seen)
        told = await instance.incidents.get_incident(v1.GetIncidentRequest(id=incident.id))
        assert [one.kind for one in told.incident.notes] == ["opened", "closed"]

    async def test_scheduled(self, start, server):
        """Nobody has to ask: a new target is probed by itself, and shown."""
        instance = await start()
        await instance.targets.create_target(
            target(id="web", kind="http", address=server.url, interval_seconds=5)
        )
        shown = await eventually(
            lambda: state(instance, "web"), until=lambda seen: seen.status == "ok"
        )
        assert (shown.address, shown.affected_by) == (server.url, "")
        told = await instance.health.get_platform_health(v1.GetPlatformHealthRequest())
        assert (told.summary, told.status) == ("1 / 1 services live", "ok")

    async def test_history(self, start, server):
        """What was found is kept, with the share of time that is known beside it."""
        instance = await start()
        await instance.targets.create_target(
            target(id="web", kind="http", address=server.url, interval_seconds=3600)
        )
        await probe(instance, "web", 3)

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
        await instance.targets.create_target(
            target(id="me", kind="bus", address="health", conditions=["instances >= 1"])
        )
        await instance.targets.create_target(
            target(id="fine", kind="bus", address="health", conditions=['problem == ""'])
        )
        assert (await eventually_probed(instance, "fine")).status == "ok"
        await instance.targets.create_target(target(id="ghost", kind="bus", address="nobody"))
        assert (await eventually_probed(instance, "me")).status == "ok"
        assert (await probe(instance, "ghost", 3)).error == "no instance answers"


async def eventually_probed(instance, target_id):
    async def look():
        try:
            return await probe(instance, target_id)
        except Fault:
            return None

    return await eventually(look, until=lambda seen: seen is not None and seen.status == "ok")


class TestDependencies:
    async def test_root_cause(self, start, server, bus):
        """One incident for the cause; what hangs on it is named, with the tenants it hits."""
        record = {"slug": "acme", "status": "active", "integrations": ["stalwart"], "version": 1}
        await bus.key_value("directory").put("tenant.acme", json.dumps(record).encode())
        instance = await start()
        about = {"kind": "http", "address": server.url, "interval_seconds": 3600}
        await instance.targets.create_target(target(id="database", **about))
        await instance.targets.create_target(
            target(id="mail", depends_on=["database"], integration="stalwart", **about)
        )
        server.status = 503
        await probe(instance, "mail")
        await probe(instance, "database", 3)
        assert (await probe(instance, "mail", 2)).affected_by == "database"
        (incident,) = await eventually(
            lambda: open_incidents(instance),
            until=lambda seen: bool(seen and seen[0].affected_targets),
        )
        assert (incident.target_id, incident.affected_targets) == ("database", ["mail"])
        assert incident.affected_tenants == ["acme"]


class TestMaintenance:
    async def test_suppressed(self, start, server):
        """Nobody is woken for what is expected; its time counts separately."""
        instance = await start()
        await instance.targets.create_target(
            target(id="web", kind="http", address=server.url, interval_seconds=3600)
        )
        window = await instance.maintenance.create_maintenance_window(
            v1.CreateMaintenanceWindowRequest.model_validate(
                {
                    "title": "Upgrade",
                    "starts_at": "2026-01-01T00:00:00Z",
                    "minutes": 1440,
                    "repeats": "daily",
                }
            )
        )
        server.status = 500
        shown = await probe(instance, "web", 3)
        assert (shown.status, shown.in_maintenance) == ("bad", True)
        assert await open_incidents(instance) == []
        await instance.maintenance.cancel_maintenance_window(
            v1.CancelMaintenanceWindowRequest(id=window.window.id)
        )
        assert [one.target_id for one in await eventually(lambda: open_incidents(instance))] == [
            "web"
        ]


class TestIncidents:
    async def test_by_hand(self, start):
        """Opened, taken, annotated and closed by people; taking it twice keeps the first."""
        instance = await start()
        opened = await instance.incidents.open_incident(v1.OpenIncidentRequest(title="Fire"))
        identity = opened.incident.id
        for text in ("on it", "me too"):
            await instance.incidents.acknowledge_incident(
                v1.AcknowledgeIncidentRequest(id=identity, text=text)
            )
        await instance.incidents.annotate_incident(
            v1.AnnotateIncidentRequest(id=identity, text="water")
        )
        closed = await instance.incidents.close_incident(v1.CloseIncidentRequest(id=identity))
        assert [(one.kind, one.text) for one in closed.incident.notes] == [
            ("opened", ""),
            ("acknowledged", "on it"),
            ("note", "water"),
            ("closed", ""),
        ]
        with pytest.raises(Conflict) as refused:
            await instance.incidents.acknowledge_incident(
                v1.AcknowledgeIncidentRequest(id=identity)
            )
        assert refused.value.reason == "incident_closed"


class TestTargets:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"conditions": ["status = 200"]}, "target_malformed"),
            ({"depends_on": ["nowhere"]}, "target_malformed"),
            ({"depends_on": ["web"]}, "target_malformed"),
            ({"warn_ms": 3000}, "target_malformed"),
        ],
    )
    async def test_refused(self, start, changes, reason):
        """What could never work is refused when it is added."""
        instance = await start()
        with pytest.raises(Fault) as refused:
            await instance.targets.create_target(
                target(id="web", kind="http", address="http://x/", **changes)
            )
        assert refused.value.reason == reason

    async def test_taken_removed_and_again(self, start):
        """An id is taken until its target is removed."""
        instance = await start()
        await instance.targets.create_target(target(id="web", kind="http", planned=True))
        with pytest.raises(Conflict):
            await instance.targets.create_target(target(id="web", kind="http", planned=True))
        await instance.targets.delete_target(v1.DeleteTargetRequest(id="web"))

        async def again():
            try:
                return await instance.targets.create_target(
                    target(id="web", kind="tcp", planned=True)
                )
            except Conflict:
                return None

        assert (await eventually(again)).target.kind == "tcp"

    async def test_file(self, start, tmp_path):
        """The file is read again when it changes; a mistake is told and changes nothing."""
        path = tmp_path / "targets.yaml"
        path.write_text("targets:\n  - {id: a, name: A, kind: tcp}\n")
        instance = await start(targets_file=path, addresses={})
        assert (await state(instance, "a")).status == "not_configured"

        async def told():
            return await instance.targets.list_targets(v1.ListTargetsRequest())

        path.write_text("targets:\n  - {id: b, name: B, kind: tcp, planned: true}\n")
        await eventually(told, until=lambda seen: [one.id for one in seen.items] == ["b"])
        assert (await state(instance, "b")).status == "planned"
        path.write_text("targets:\n  - {id: b, name: B, kind: nonsense, planned: true}\n")
        seen = await eventually(told, until=lambda seen: bool(seen.file_error))
        assert ("targets.yaml, line 2" in seen.file_error, len(seen.items)) == (True, 1)
        with pytest.raises(Conflict) as refused:
            await instance.targets.delete_target(v1.DeleteTargetRequest(id="b"))
        assert refused.value.reason == "target_of_file"
