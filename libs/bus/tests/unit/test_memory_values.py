"""The bucket in memory, compared step by step with a plain model."""

import asyncio

from bus import BucketSpec, MemoryConnection
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

keys = st.sampled_from(["a", "b", "tenant.acme"])
values = st.binary(max_size=3)


class Bucket(RuleBasedStateMachine):
    """Revisions grow over the whole bucket; a deletion takes one, too."""

    def __init__(self):
        super().__init__()
        self.runner = asyncio.Runner()
        self.connection = MemoryConnection()
        self.do(self.connection.ensure_bucket(BucketSpec("b")))
        self.bucket = self.connection.key_value("b")
        self.model = {}
        self.marks = {}
        self.revision = 0
        self.told = {}
        self.do(self.bucket.watch(self.hear))

    def do(self, work):
        async def finish():
            result = await work
            await self.connection.flush()
            return result

        return self.runner.run(finish())

    def hear(self, entry):
        if entry is None:
            return
        self.told[entry.key] = entry.value
        if entry.deleted:
            del self.told[entry.key]

    def written(self, key, value):
        self.revision += 1
        self.model[key] = (value, self.revision)
        return self.revision

    @rule(key=keys, value=values)
    def put(self, key, value):
        assert self.do(self.bucket.put(key, value)) == self.written(key, value)

    @rule(key=keys, value=values)
    def create(self, key, value):
        expected = None if key in self.model else self.written(key, value)
        assert self.do(self.bucket.create(key, value)) == expected

    @rule(key=keys, value=values, stale=st.integers(-1, 1))
    def update(self, key, value, stale):
        newest = self.model.get(key, (b"", self.marks.get(key, 0)))[1]
        expected = self.written(key, value) if stale == 0 else None
        assert self.do(self.bucket.update(key, value, revision=newest + stale)) == expected

    @rule(key=keys)
    def delete(self, key):
        self.do(self.bucket.delete(key))
        self.revision += 1
        self.marks[key] = self.revision
        self.model.pop(key, None)

    @rule()
    def interrupt(self):
        self.runner.run(self.blink())

    async def blink(self):
        self.connection.disconnect()
        self.connection.reconnect()
        await asyncio.sleep(0)

    @invariant()
    def same(self):
        for key in ("a", "b", "tenant.acme"):
            entry = self.do(self.bucket.get(key))
            assert (entry and (entry.value, entry.revision)) == self.model.get(key)
        assert self.do(self.bucket.keys()) == sorted(self.model)
        assert self.told == {key: value for key, (value, _) in self.model.items()}

    def teardown(self):
        self.runner.close()


TestBucket = Bucket.TestCase
TestBucket.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
