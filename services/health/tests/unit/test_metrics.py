"""Figures as Prometheus reads them."""

import re

from contracts.health.v1 import Instance, StreamLag, TargetState
from health import metrics
from health.results.board import Board
from health.scheduler import Scheduler

LABEL = r'[a-z_]+="(?:[^"\\\n]|\\["\\n])*"'
LINE = re.compile(rf"[a-z][a-z0-9_]*\{{(?:{LABEL}(?:,{LABEL})*)?\}} -?[0-9.e+-]+")


def text(*targets, instances=(), streams=()):
    scheduler = Scheduler(Board(), lambda _: None, lambda _: True)
    own = metrics.own(scheduler, open_incidents=2)
    return metrics.text(targets, instances, streams) + own


def target(identity="web", status="ok", **about):
    told = {"name": "Web", "group": "G", "kind": "http", **about}
    return TargetState(id=identity, status=status, **told)


def values(said):
    rows = [line.rsplit(" ", 1) for line in said.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in rows}


class TestText:
    def test_format(self):
        """Each family is introduced once, before its samples, and every line can be parsed."""
        said = text(
            target(latency_ms=12.5, certificate_days=30.0),
            instances=[Instance(id="a", service="tenant", status="running")],
            streams=[StreamLag(stream="AUDIT", durable="audit", pending=3)],
        )
        introduced = []
        for line in said.splitlines():
            if line.startswith("# TYPE "):
                introduced.append(line.split(" ")[2])
            elif not line.startswith("# HELP "):
                assert LINE.fullmatch(line), line
                assert line.startswith(f"{introduced[-1]}{{")
        assert len(introduced) == len(set(introduced)) == said.count("# HELP ")
        assert said.endswith("\n")

    def test_targets(self):
        """Up, status, latency, maintenance and cause of each."""
        seen = values(text(target(status="bad", affected_by="db", in_maintenance=True)))
        labels = 'target="web",group="G",kind="http"'
        assert seen[f"dezky_target_up{{{labels}}}"] == 0
        assert seen[f'dezky_target_status{{{labels},status="bad"}}'] == 1
        assert seen[f"dezky_target_in_maintenance{{{labels}}}"] == 1
        assert seen[f"dezky_target_affected{{{labels}}}"] == 1
        assert f"dezky_target_latency_milliseconds{{{labels}}}" not in seen

    def test_what_is_not_probed(self):
        """Planned and unconfigured targets have no figures: they are neither up nor down."""
        assert "target=" not in text(target(status="planned"), target(status="not_configured"))

    def test_bus(self):
        """Requests, errors, time and outbox of every instance, lags of every durable."""
        instance = Instance(
            id="a",
            service="tenant",
            version="1.0.0",
            status="vanished",
            requests=12_345_678,
            errors=3,
            average_ms=1.5,
            outbox_waiting=7,
        )
        lag = StreamLag(stream="AUDIT", durable="audit", pending=4, unacknowledged=5)
        seen = values(text(instances=[instance], streams=[lag]))
        labels = 'service="tenant",instance="a"'
        assert seen[f"dezky_bus_instance_up{{{labels}}}"] == 0
        assert seen[f"dezky_bus_requests_total{{{labels}}}"] == 12_345_678
        assert seen[f"dezky_outbox_waiting{{{labels}}}"] == 7
        assert seen['dezky_stream_pending{stream="AUDIT",durable="audit"}'] == 4
        assert seen["dezky_incidents_open{}"] == 2

    def test_escaped(self):
        """A name with quotes and line breaks stays one label."""
        said = text(target('a"b', group="x\ny\\", kind="tcp"))
        assert '{target="a\\"b",group="x\\ny\\\\",kind="tcp"}' in said
