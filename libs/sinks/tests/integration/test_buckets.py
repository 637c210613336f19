"""Objects in a store that speaks S3 and checks signatures."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import obstore
import pytest
from devstack.ports import free_port
from obstore.store import S3Store
from sinks import NotDelivered
from sinks.guard import Guard
from sinks.objects import Objects
from sinks.records import Record

AT = datetime(2026, 11, 1, 10, 59, 59, 999_000, tzinfo=UTC)


def records(*indexes):
    """Make records a millisecond apart: from 1 on they are of the next hour."""
    return [
        Record(
            id=f"id-{index}",
            index=index,
            type="tenant.suspended",
            at=AT + timedelta(milliseconds=index),
            outcome="success",
            data={"index": index, "resourceName": "Äcme"},
        )
        for index in indexes
    ]


@pytest.fixture
def store(buckets, request):
    """Give what opens the bucket below a prefix of the test's own."""

    def store(bucket=buckets.bucket, **changed):
        config = {
            "endpoint": buckets.url,
            "region": buckets.region,
            "access_key_id": buckets.access_key_id,
            "secret_access_key": buckets.secret_access_key,
        }
        return S3Store(
            bucket,
            prefix=request.node.name,
            config=config | changed,
            client_options={"allow_http": True},
            retry_config={"max_retries": 0},
        )

    return store


def stored(store):
    """Return the lines of each object, by its path."""
    return {
        one["path"]: [
            json.loads(line)
            for line in gzip.decompress(bytes(obstore.get(store, one["path"]).bytes())).splitlines()
        ]
        for one in obstore.list(store).collect()
    }


class TestSend:
    async def test_by_the_hour(self, store):
        """Each hour has its folder below the prefix, and every record is there once."""
        stream = Objects(store(), guard=Guard(), host="127.0.0.1")
        await stream.send(records(0, 1, 2))
        await stream.send(records(3))
        hour, name = "2026/11/01", "{:016d}-{:016d}.jsonl.gz".format
        assert stored(store()) == {
            f"{hour}/10/{name(0, 0)}": [{"index": 0, "resourceName": "Äcme"}],
            f"{hour}/11/{name(1, 2)}": [
                {"index": 1, "resourceName": "Äcme"},
                {"index": 2, "resourceName": "Äcme"},
            ],
            f"{hour}/11/{name(3, 3)}": [{"index": 3, "resourceName": "Äcme"}],
        }

    async def test_again(self, store):
        """The same records put again change nothing."""
        await Objects(store()).send(records(0, 1))
        before = stored(store())
        await Objects(store()).send(records(0, 1))
        assert stored(store()) == before


class TestRefused:
    @pytest.mark.parametrize(
        "changed", [{"secret_access_key": "wrong"}, {"access_key_id": "AKIAIOSFODNN7EXAMPLE"}]
    )
    async def test_key(self, store, changed):
        """A wrong key, or a wrong secret, puts nothing, and is said without showing either."""
        with pytest.raises(NotDelivered) as refused:
            await Objects(store(**changed)).send(records(0))
        assert str(refused.value) == "the store refuses this key"
        assert stored(store()) == {}

    async def test_bucket(self, store):
        """A bucket that isn't there is said."""
        with pytest.raises(NotDelivered, match="no such bucket"):
            await Objects(store("elsewhere")).send(records(0))

    async def test_nobody(self, store):
        """Nobody listening may pass."""
        with pytest.raises(NotDelivered) as refused:
            await Objects(store(endpoint=f"http://127.0.0.1:{free_port()}")).send(records(0))
        assert not refused.value.is_final
