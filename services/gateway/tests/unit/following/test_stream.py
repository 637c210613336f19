"""The stream of entries over a log on paper."""

import asyncio
import random

import pytest
from chassis import now, uuid7
from contracts.audit.v1 import AWAIT_GROWTH, AwaitGrowthResponse, Entry, FollowEntriesResponse
from contracts.faults import Forbidden, Unavailable
from gateway.event_streams import serve
from gateway.following.pulse import Pulse
from gateway.following.stream import EntryStream


class PaperLog:
    """Answers as the audit service does; every third entry isn't selected."""

    def __init__(self):
        self.length = 0
        self.grown = asyncio.Event()
        self.waiting = 0
        self.most_waiting = 0
        self.is_down = False

    def grow(self, count=1):
        self.length += count
        self.grown.set()
        self.grown = asyncio.Event()

    @staticmethod
    def selected(index):
        return index % 3 != 1

    async def read(self, after, limit=4):
        if self.is_down:
            raise Unavailable("nobody answers")
        items, index = [], after
        while index + 1 < self.length and len(items) < limit:
            index += 1
            if self.selected(index):
                items.append(entry(index))
        return FollowEntriesResponse(
            items=items, next_after=index, has_more=index + 1 < self.length
        )

    async def call(self, rpc, request):
        assert rpc is AWAIT_GROWTH
        self.waiting += 1
        self.most_waiting = max(self.waiting, self.most_waiting)
        try:
            while self.length - 1 <= request.after:
                await self.grown.wait()
        finally:
            self.waiting -= 1
        return AwaitGrowthResponse(last=self.length - 1)


def entry(index):
    return Entry(
        id=uuid7(),
        index=index,
        at=now(),
        received_at=now(),
        actor_type="user",
        action="a.b",
        outcome="success",
        source="tests",
    )


@pytest.fixture
def log():
    return PaperLog()


@pytest.fixture
def pulse(log):
    return Pulse(log)


@pytest.fixture
def opened(log, pulse):
    """Give what opens a stream behind a place."""

    async def may():
        return None

    async def opened(after=-1, *, check=may, **seconds):
        first = await log.read(after)
        known = {"check_seconds": 0.02} | seconds
        return EntryStream(first, read=log.read, check=check, pulse=pulse, **known)

    return opened


async def wait_for_last(browser, wanted):
    """Wait until a browser has come to this place."""
    async with asyncio.timeout(30):
        while browser.last_id != wanted:  # noqa: ASYNC110 - the browser isn't ours to notify
            await asyncio.sleep(0.001)


class TestEntryStream:
    @pytest.mark.parametrize("seed", range(5))
    async def test_nothing_missed_and_nothing_twice(self, log, opened, browse, seed):
        """However often a client is cut, and wherever: every selected entry once, in order."""
        chance = random.Random(seed)
        seen, place = [], -1
        for _ in range(12):
            browser = browse(await opened(place))
            for _ in range(chance.randrange(3)):
                log.grow(chance.randrange(1, 9))
                if chance.random() < 0.5:
                    await wait_for_last(browser, log.length - 1)
                for _ in range(chance.randrange(5)):
                    await asyncio.sleep(0)
            await browser.leave()
            seen += browser.read_already()
            place = place if browser.last_id is None else browser.last_id
        browser = browse(await opened(place))
        await wait_for_last(browser, log.length - 1)
        seen += browser.read_already()
        assert seen == [index for index in range(log.length) if log.selected(index)]
        assert len(seen) > 5

    async def test_one_question_for_all(self, log, opened, browse):
        """However many follow, the audit service is asked once how long the log is."""
        browsers = [browse(await opened()) for _ in range(20)]
        for browser in browsers:
            await wait_for_last(browser, -1)
        log.grow(3)
        for browser in browsers:
            await wait_for_last(browser, 2)
        assert log.most_waiting == 1

    async def test_who_may_no_longer(self, log, opened, browse):
        """Who loses the right is told why, and hears nothing that comes after."""
        may = [True]

        async def check():
            if not may[0]:
                raise Forbidden("You are not a platform admin, or no longer.")

        browser = browse(await opened(check=check))
        log.grow()
        assert await browser.next_id() == 0
        may[0] = False
        log.grow()
        name, data = await browser.next()
        assert (name, b'"reason": "forbidden"' in data) == ("closed", True)
        await browser.ended.wait()

    async def test_nobody_answers(self, log, opened, browse):
        """An outage ends no stream: it goes on from where it was."""
        log.grow(4)
        browser = browse(await opened())
        await wait_for_last(browser, 3)
        browser.read_already()
        log.is_down = True
        log.grow(2)
        for _ in range(50):
            await asyncio.sleep(0)
        log.is_down = False
        await wait_for_last(browser, 5)
        assert browser.read_already() == [5]

    async def test_comes_again(self, opened, browse):
        """A stream has an end, of its own accord; the client resumes."""
        browser = browse(await opened(longest_seconds=0.01))
        await browser.ended.wait()
        assert browser.body.startswith(b"retry: 2000\nid: -1\n\n")


class Clock:
    """A time that passes when a test says so."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


class TestSlowReaders:
    async def test_cut(self, browse):
        """Who makes a stream wait for more than five seconds is told so, and has to come again."""
        clock = Clock()

        async def follow(line):
            for number in range(3):
                clock.seconds += number * 3
                await line.tell(b"event: entry\n\n")

        async def app(_scope, receive, send):
            async def late(message):
                clock.seconds += 4 if clock.seconds > 3 else 0
                await send(message)

            await serve(receive, late, follow, longest_seconds=60, clock=clock)

        async def slow(_scope, receive, send):
            async def late(message):
                clock.seconds += 6
                await send(message)

            await serve(receive, late, follow, longest_seconds=60, clock=clock)

        patient = browse(app)
        await patient.ended.wait()
        assert patient.body.count(b"event: entry") == 3
        assert b"cut" not in patient.body
        browser = browse(slow)
        await browser.ended.wait()
        assert browser.body.count(b"event: entry") == 1
        assert browser.body.endswith(b'event: cut\ndata: {"reason":"reader_too_slow"}\n\n')

    async def test_stuck(self, browse):
        """Who doesn't read at all is waited for, and then not any more; nothing is kept for it."""

        async def follow(line):
            browser.takes.clear()
            await line.tell(b"event: entry\n\n")
            raise AssertionError

        async def app(_scope, receive, send):
            await serve(receive, send, follow, longest_seconds=60, stuck_seconds=0.01)

        browser = browse(app)
        await asyncio.wait_for(browser.task, 30)
        assert not browser.ended.is_set()
        assert browser.body == b""
