"""History in bounded space."""

from datetime import UTC, datetime, timedelta

import bson
import pytest
import pytest_asyncio
from health.history.documents import CoarseDocument, DayDocument, FineDocument, RawDocument
from health.history.reports import Reports
from health.history.rules import Sample
from health.history.store import COARSE_KEPT, FINE_KEPT, RAW_KEPT, HistoryStore

# Far ahead: the database removes by the real clock what has expired.
START = datetime(2100, 1, 1, tzinfo=UTC)
FINE, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
KINDS = (RawDocument, FineDocument, CoarseDocument, DayDocument)


@pytest_asyncio.fixture
async def store(prepare):
    await prepare(KINDS)
    return HistoryStore()


async def counts():
    return [await kind.get_pymongo_collection().count_documents({}) for kind in KINDS]


def hourly(since, hours, **about):
    told = {"seconds": 3600.0, "result": "ok", "latency_ms": 20.0, **about}
    return [Sample(at=since + number * HOUR, **told) for number in range(1, hours + 1)]


class TestYear:
    async def test_bounded(self, store):
        """After 500 days, a probe a day, nothing is older than its resolution is kept."""
        for day in range(0, 500, 20):
            since = START + timedelta(days=day)
            await store.add_all({"web": daily(since, 20)})
            await store.forget_all(since + timedelta(days=20))
        raw, fine, coarse, days = await counts()
        # Each probe ends on a border: it has a step before it and one behind it.
        assert (raw <= 2 + 1, fine <= 2 * 8 + 2, coarse <= 2 * 400 + 2, days <= 402) == (True,) * 4
        end = START + timedelta(days=500)
        uptimes = await Reports(store).uptimes("web", end)
        assert [one.uptime_percent for one in uptimes] == [100] * 5
        known = 100 * 300 / 86400
        assert [one.coverage_percent for one in uptimes] == pytest.approx([known] * 5, rel=0.01)

    async def test_bytes(self, store):
        """A target probed all the time takes no more than so much, whatever is found."""
        findings = ("ok", "warn", "bad")
        samples = [
            Sample(
                at=START + number * timedelta(seconds=10),
                seconds=10.0,
                result=findings[number % 3],
                latency_ms=1.1 ** (number % 120),
            )
            for number in range(1, 1 + 3 * 360)
        ]
        await store.add_all({"web": samples})
        sizes = [await largest(kind) for kind in KINDS]
        steps = (RAW_KEPT / FINE, FINE_KEPT / FINE, COARSE_KEPT / HOUR, COARSE_KEPT / DAY)
        megabytes = sum(size * count for size, count in zip(sizes, steps, strict=True)) / 1e6
        print(f"largest documents {sizes} bytes: {megabytes:.1f} MB a target for 400 days")
        assert megabytes < 40


async def largest(kind):
    found = await kind.get_pymongo_collection().find({}).to_list()
    return max(len(bson.encode(document)) for document in found)


def daily(since, days):
    return [
        Sample(at=since + number * DAY, seconds=300.0, result="ok", latency_ms=20.0)
        for number in range(1, days + 1)
    ]


class TestUptimes:
    async def test_not_probed(self, store):
        """Half a day without a probe is half a day unknown, not down and not up."""
        await store.add_all({"web": hourly(START, 12)})
        day = (await Reports(store).uptimes("web", START + timedelta(days=1)))[0]
        assert (day.uptime_percent, day.coverage_percent) == (100, pytest.approx(50))

    async def test_down_and_maintenance(self, store):
        """Six hours down of eighteen judged; six under maintenance count separately."""
        samples = [
            *hourly(START, 12),
            *hourly(START + 12 * HOUR, 6, result="bad"),
            *hourly(START + 18 * HOUR, 6, result="bad", in_maintenance=True),
        ]
        await store.add_all({"web": samples})
        day = (await Reports(store).uptimes("web", START + timedelta(days=1)))[0]
        assert day.uptime_percent == pytest.approx(100 * 12 / 18)
        assert day.maintenance_percent == pytest.approx(25)
        assert day.p50_ms == pytest.approx(20, rel=0.06)

    @pytest.mark.parametrize("hours", [0, 7])
    async def test_borders(self, store, hours):
        """A period that begins within a day has that day's rest, and no hour twice."""
        await store.add_all({"web": hourly(START - DAY, 3 * 24)})
        end = START + 30 * DAY + hours * HOUR
        month = (await Reports(store).uptimes("web", end))[2]
        assert month.coverage_percent == pytest.approx(100 * (2 * 24 - hours) / (30 * 24))

    async def test_days(self, store):
        """Day by day: what was down, and how much of it is known."""
        samples = [*hourly(START, 12), *hourly(START + DAY, 6, result="bad")]
        await store.add_all({"web": samples})
        whole, days = await Reports(store).record("web", START + DAY + 12 * HOUR)
        assert [(one.date, one.uptime_percent, one.coverage_percent) for one in days] == [
            ("2100-01-01", 100, 50),
            ("2100-01-02", 0, 50),
        ]
        assert [one.down_minutes for one in days] == [0, 360]
        assert whole.uptime_percent == pytest.approx(100 * 12 / 18)


class TestPoints:
    @pytest.mark.parametrize(
        ("resolution", "count"), [("raw", 5), ("5m", 72), ("1h", 6), ("1d", 1)]
    )
    async def test_resolutions(self, store, resolution, count):
        """Each resolution gives its own steps of the same hours."""
        await store.add_all({"web": hourly(START, 6), "other": hourly(START, 6)})
        chosen, points = await Reports(store).points("web", START, START + 6 * HOUR, resolution)
        assert (chosen, len(points)) == (resolution, count)
        if resolution != "raw":
            assert sum(point.ok_seconds for point in points) == pytest.approx(6 * 3600)
