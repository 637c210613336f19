"""Maintenance: nobody is woken for what is expected."""

from contracts.health import v1
from devstack.waiting import eventually


class TestSuppressed:
    async def test_until_it_is_cancelled(self, start, server):
        """No incident while it goes on; its time counts separately; afterwards it is one."""
        instance = await start()
        await instance.add("web", address=server.url)
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
        shown = await instance.probe("web", 3)
        assert (shown.status, shown.in_maintenance) == ("bad", True)
        assert await instance.open_incidents() == []
        await instance.maintenance.cancel_maintenance_window(
            v1.CancelMaintenanceWindowRequest(id=window.window.id)
        )
        found = await eventually(instance.open_incidents)
        assert [one.target_id for one in found] == ["web"]
