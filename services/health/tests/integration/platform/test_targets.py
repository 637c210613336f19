"""Targets of the API and of the file."""

import pytest
from contracts.faults import Conflict, Fault
from contracts.health import v1
from devstack.waiting import eventually


class TestCreateTarget:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"conditions": ["status = 200"]}, "target_malformed"),
            ({"depends_on": ["nowhere"]}, "target_malformed"),
            ({"depends_on": ["web"]}, "target_malformed"),
            ({"timeout_ms": 2000, "warn_ms": 3000}, "target_malformed"),
        ],
    )
    async def test_refused(self, start, changes, reason):
        """What could never work is refused when it is added."""
        instance = await start()
        with pytest.raises(Fault) as refused:
            await instance.add("web", address="http://x/", **changes)
        assert refused.value.reason == reason

    async def test_taken_removed_and_again(self, start):
        """An id is taken until its target is removed."""
        instance = await start()
        await instance.add("web", planned=True)
        with pytest.raises(Conflict):
            await instance.add("web", planned=True)
        await instance.targets.delete_target(v1.DeleteTargetRequest(id="web"))

        async def again():
            try:
                return await instance.add("web", kind="tcp", planned=True)
            except Conflict:
                return None

        assert (await eventually(again)).kind == "tcp"


class TestFile:
    async def test_read_again(self, start, tmp_path):
        """The file is read again when it changes; a mistake is told and changes nothing."""
        path = tmp_path / "targets.yaml"
        path.write_text("targets:\n  - {id: a, name: A, kind: tcp}\n")
        instance = await start(targets_file=path, addresses={})
        assert (await instance.state("a")).status == "not_configured"

        async def told():
            return await instance.targets.list_targets(v1.ListTargetsRequest())

        path.write_text("targets:\n  - {id: b, name: B, kind: tcp, planned: true}\n")
        await eventually(told, until=lambda seen: [one.id for one in seen.items] == ["b"])
        assert (await instance.state("b")).status == "planned"
        path.write_text("targets:\n  - {id: b, name: B, kind: nonsense, planned: true}\n")
        seen = await eventually(told, until=lambda seen: bool(seen.file_error))
        assert ("targets.yaml, line 2" in seen.file_error, len(seen.items)) == (True, 1)
        with pytest.raises(Conflict) as refused:
            await instance.targets.delete_target(v1.DeleteTargetRequest(id="b"))
        assert refused.value.reason == "target_of_file"
