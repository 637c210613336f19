"""One instance's part in a source: ticks, troubles, and what operators decide."""

import asyncio
from datetime import UTC, datetime

import pytest
from chassis import OutboxEntry
from contracts.faults import Unavailable
from devstack.waiting import eventually
from ingest import UpstreamFailed

SINCE = datetime(2026, 5, 24, 12, tzinfo=UTC)


async def ticked(upstream, more=1):
    """Wait for so many further ticks."""
    goal = upstream.ticks + more

    async def count():
        return upstream.ticks

    await eventually(count, until=lambda seen: seen >= goal)


async def decide(store, **changes):
    """Decide as an operator does."""

    def change(state):
        for name, value in changes.items():
            setattr(state, name, value)
        return [OutboxEntry(subject="audit.ingest._.ingest.decided", payload="{}")]

    await store.change(change)


class TestTicks:
    async def test_never_two(self, instances, upstream):
        """However often it is woken, and however many instances there are, ticks don't overlap."""
        workers = [instances.start(upstream, holder=f"h{number}") for number in range(3)]
        for _ in range(10):
            for worker in workers:
                worker.wake()
            await ticked(upstream)
        assert upstream.most_at_once == 1
        assert upstream.saved == sorted(set(upstream.saved))

    async def test_woken(self, instances, upstream):
        """Who is woken doesn't wait for the interval."""
        worker = instances.start(upstream, interval_seconds=3600)
        await ticked(upstream)
        for _ in range(3):
            worker.wake()
            await ticked(upstream)

    async def test_taken_over(self, instances, upstream):
        """A stopped instance's tick comes to nothing once another works: its cursor is refused."""
        first = instances.start(upstream)
        await ticked(upstream)
        upstream.waits = asyncio.Event()
        await ticked(upstream)
        # While it hangs another takes the lease: as from a process that is stopped.
        while not await instances.store.take_lease(
            holder="other", epoch=1, beat=(await instances.store.position())["beat"]
        ):
            pass
        upstream.waits.set()
        upstream.waits = None
        saved = (await instances.store.position())["cursor"]["place"]

        async def epoch():
            return (await instances.store.position())["epoch"]

        # "other" never shows life: the first one takes over again, and goes on from what is saved.
        await eventually(epoch, until=lambda seen: seen >= 3)
        await ticked(upstream)
        assert upstream.saved == list(range(1, upstream.saved[-1] + 1))
        assert upstream.saved[-1] > saved
        assert not first.task.done()


class TestTroubles:
    @pytest.mark.parametrize(
        ("failure", "kind", "problem"),
        [
            (UpstreamFailed("token_rejected", "refused (403)"), "token_rejected", "refused (403)"),
            (Unavailable("The bus is away."), "unavailable", "The bus is away."),
            (KeyError("x"), "tick_failed", "internal error: KeyError"),
        ],
    )
    async def test_told_until_it_works(self, instances, upstream, failure, kind, problem):
        """Whatever fails is counted and told, nothing ends, and then it is over."""
        upstream.failure = failure
        worker = instances.start(upstream)

        async def stored():
            return (await instances.store.position()).get("problem")

        assert await eventually(stored) == problem
        assert worker.figures.tell()["errors"][kind] >= 1
        upstream.failure = None
        await eventually(stored, until=lambda told: told == "")
        assert worker.figures.tell()["problem"] == ""


class TestDecisions:
    async def test_paused(self, store, instances, upstream):
        """A paused source rests, and goes on where it stopped."""
        await decide(store, paused=True)
        instances.start(upstream)

        async def holder():
            return (await store.position())["holder"]

        await eventually(holder)
        assert upstream.ticks == 0
        await decide(store, paused=False)
        await ticked(upstream)

    async def test_replayed(self, store, instances, upstream):
        """Asked for while nobody worked, a replay is begun once, and not again after a restart."""
        first = instances.start(upstream)
        await ticked(upstream)
        await instances.stop(first.task)
        await decide(store, replays=1, replay_since=SINCE)
        second = instances.start(upstream, holder="second")
        await ticked(upstream)
        await instances.stop(second.task)
        instances.start(upstream, holder="third")
        await ticked(upstream)
        assert upstream.rewound == [SINCE]

    async def test_noticed_within_the_interval(self, store, instances, upstream):
        """An operator's decision isn't kept waiting for an hour."""
        instances.start(upstream, interval_seconds=3600)
        await ticked(upstream)
        await decide(store, replays=1)
        await ticked(upstream)
        assert upstream.rewound == [None]
