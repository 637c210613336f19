"""Reading targets.yaml."""

from pathlib import Path

import pytest
from health.targets.file import FileMalformed, parse, read

GOOD = """\
targets:
  - id: db
    name: Database
    kind: tcp
    address: db:5432
  - id: web
    name: Web
    kind: http
    address: http://web/
    interval_seconds: 10
    conditions:
      - status == 200
      - latency < 500ms
    depends_on: [db]
"""


class TestParse:
    def test_good(self):
        """What is left out has its default."""
        database, web = parse(GOOD)
        assert (database.interval_seconds, database.timeout_ms) == (30, 1500)
        assert (web.interval_seconds, web.depends_on) == (10, ("db",))

    @pytest.mark.parametrize(
        ("line", "old", "new", "problem"),
        [
            (4, "kind: tcp", "kind: telepathy", "kind"),
            (10, "interval_seconds: 10", "interval_seconds: 1", "interval_seconds"),
            (10, "interval_seconds: 10", 'interval_seconds: "10"', "interval_seconds"),
            (10, "interval_seconds: 10", "intervall: 10", "intervall"),
            (13, "latency < 500ms", "latency < 500", "column 14"),
            (14, "[db]", "[disk]", "no target disk"),
            (6, "id: web", "id: db", "line 2 already"),
            (5, "address: db:5432", "depends_on: [web]", "circle"),
            (3, "name: Database", "name: : x", "mapping values"),
            (1, "targets:", "things:", "one list"),
        ],
    )
    def test_wrong(self, line, old, new, problem):
        """A mistake is named with its line."""
        with pytest.raises(FileMalformed, match=problem) as refused:
            parse(GOOD.replace(old, new, 1))
        assert refused.value.line == line


class TestRead:
    def test_absent(self, tmp_path: Path):
        """A file that isn't there is a mistake too, not an empty list."""
        with pytest.raises(FileMalformed, match="can't be read"):
            read(tmp_path / "targets.yaml")

    def test_our_own(self):
        """The file that we ship is right, and has everything that runs and will run."""
        folder = next(one for one in Path(__file__).parents if (one / "Taskfile.yml").exists())
        shipped = {one.id: one for one in read(folder / "deploy" / "health" / "targets.yaml")}
        assert {"stalwart", "ocis", "collabora", "authentik", "postgres", "mongodb", "redis"} <= (
            shipped.keys()
        )
        assert {one.id for one in shipped.values() if one.planned} == {
            "jitsi",
            "zulip",
            "simpledns",
            "hetzner-storage",
            "postmark",
        }
