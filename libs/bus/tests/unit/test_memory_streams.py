"""The stream and the durable in memory, compared with plain models."""

from bus import ConsumerSpec, StreamSpec
from bus.delivery import Settlement
from bus.memory.durable import Durable
from bus.memory.stream import Stream
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

SPEC = StreamSpec("S", ("s.>",), dedupe_window_seconds=10)
steps = st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 6)), max_size=30)


class TestDedupe:
    @given(steps=steps)
    def test_window(self, steps):
        """An id is stored once within the window that its first storing opened."""
        now = 0.0
        stream = Stream(SPEC, newest_only=False, clock=lambda: now)
        stored_at = {}
        for message_id, pause in steps:
            now += pause
            known = message_id in stored_at and now - stored_at[message_id][0] < 10
            answer = stream.store("s.a", b"", {"Nats-Msg-Id": message_id})
            assert answer.get("duplicate", False) == known
            if known:
                assert answer["seq"] == stored_at[message_id][1]
            else:
                stored_at[message_id] = (now, answer["seq"])


class Reading(RuleBasedStateMachine):
    """Whatever is settled how and when: each message is with one reader, or due, or done."""

    def __init__(self):
        super().__init__()
        self.now = 0.0
        self.stream = Stream(SPEC, newest_only=False, clock=lambda: self.now)
        spec = ConsumerSpec("S", "d", ack_wait_seconds=10, max_ack_pending=5)
        self.durable = Durable(self.stream, spec, clock=lambda: self.now)
        self.count = {}
        self.done = set()
        self.due = {}

    async def settle(self, *_):
        raise AssertionError

    @rule(count=st.integers(1, 4))
    def append(self, count):
        for _ in range(count):
            self.stream.store("s.a", b"", {})

    @rule(batch=st.integers(1, 6))
    def take(self, batch):
        taken = self.durable.take(batch, settle=self.settle)
        assert len(taken) <= batch
        for delivery in taken:
            sequence = delivery.sequence
            assert sequence not in self.done
            assert self.due.get(sequence, self.now) <= self.now
            self.count[sequence] = self.count.get(sequence, 0) + 1
            assert delivery.deliveries == self.count[sequence]
            self.due[sequence] = self.now + 10

    @rule(data=st.data(), how=st.sampled_from(list(Settlement)), delay=st.floats(0, 20))
    def tell(self, data, how, delay):
        if not self.due:
            return
        sequence = data.draw(st.sampled_from(sorted(self.due)))
        self.durable.settle(sequence, how, delay)
        if how in (Settlement.ACK, Settlement.TERM):
            self.done.add(sequence)
            del self.due[sequence]
        else:
            self.due[sequence] = self.now + (delay if how is Settlement.NAK else 10)

    @rule(seconds=st.floats(0, 15))
    def wait(self, seconds):
        self.now += seconds

    @invariant()
    def bounded(self):
        assert len(self.due) <= 5
        assert self.durable.next_due() == min(self.due.values(), default=None)

    def teardown(self):
        """In the end everything can be read and done."""
        for _ in range(200):
            self.now += 100
            for delivery in self.durable.take(100, settle=self.settle):
                self.durable.settle(delivery.sequence, Settlement.ACK, 0)
                self.done.add(delivery.sequence)
        assert self.done == set(range(1, self.stream.last_sequence + 1))


TestReading = Reading.TestCase
TestReading.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
