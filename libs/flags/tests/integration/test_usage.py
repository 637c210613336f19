"""How often flags were evaluated is told to the flag service."""

from datetime import UTC, datetime

import pytest
from bus import MemoryConnection, bootstrap
from contracts.faults import Unavailable
from contracts.flag.v1 import EvaluationServiceClient
from flags import Flags, UsageReporter

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


class Recorder:
    """A flag service that can be away."""

    def __init__(self):
        self.told = []
        self.away = False

    async def call(self, rpc, request):
        if self.away:
            raise Unavailable("away")
        self.told.append({(one.key, one.variant): one.evaluations for one in request.counts})
        assert all(one.last_seen_at == MOMENT for one in request.counts)
        return rpc.reply()


@pytest.fixture
async def flags(make_flag):
    connection = MemoryConnection()
    await bootstrap(connection)
    watched = await Flags.watch(connection)
    watched.all.put(make_flag(state="on"))
    yield watched
    await watched.stop()


@pytest.fixture
def service():
    return Recorder()


@pytest.fixture
def reporter(flags, service):
    return UsageReporter(flags, EvaluationServiceClient(service), clock=lambda: MOMENT)


class TestReport:
    async def test_counts_are_told_once(self, flags, reporter, service):
        """What was told isn't told again."""
        for _ in range(3):
            flags.enabled("beta", "acme")
        await reporter.report()
        flags.enabled("beta", "acme")
        await reporter.report()
        assert service.told == [{("beta", "on"): 3}, {("beta", "on"): 1}]

    async def test_nothing_is_not_told(self, reporter, service):
        """Nobody asked, nobody is told."""
        await reporter.report()
        assert service.told == []

    async def test_what_could_not_be_told_is_kept(self, flags, reporter, service):
        """It goes with the next report."""
        service.away = True
        flags.enabled("beta", "acme")
        await reporter.report()
        service.away = False
        flags.enabled("beta", "acme")
        await reporter.report()
        assert service.told == [{("beta", "on"): 2}]
