"""Sinks that put objects into a store that speaks S3 and checks signatures."""

import gzip
import json

import obstore
import pytest
from contracts.audit.v1 import ProbeSinkRequest, UpdateSinkRequest
from devstack.waiting import eventually
from obstore.store import S3Store


@pytest.fixture
def place(buckets, tmp_path):
    """Give a sink's settings, for a prefix of the test's own."""
    return {
        "kind": "objects",
        "url": f"s3://{buckets.bucket}/{tmp_path.name}",
        "endpoint": buckets.url,
        "region": buckets.region,
        "secret": f"{buckets.access_key_id}:{buckets.secret_access_key}",
    }


@pytest.fixture
def stored(buckets, tmp_path):
    """Give what reads every line of every object, in the order of their paths."""
    store = S3Store(
        buckets.bucket,
        prefix=tmp_path.name,
        endpoint=buckets.url,
        region=buckets.region,
        access_key_id=buckets.access_key_id,
        secret_access_key=buckets.secret_access_key,
        client_options={"allow_http": True},
    )

    async def stored():
        paths = sorted(one["path"] for one in obstore.list(store).collect())
        return [
            json.loads(line)
            for path in paths
            for line in gzip.decompress(bytes(obstore.get(store, path).bytes())).splitlines()
        ]

    return stored


async def test_forwarded(add, place, tell, forwarding, stored, health):
    """Every entry lies there once, in order, as an operator sees it."""
    sink = await add(**place)
    await forwarding()
    await tell(4)

    def all_there(lines):
        return [one["index"] for one in lines] == [0, 1, 2, 3]

    lines = await eventually(stored, until=all_there)
    assert {one["action"] for one in lines} == {"invoice.paid"}

    async def seen():
        return await health(sink.id)

    done = await eventually(seen, until=lambda one: one.delivered == 4)
    assert (done.state, done.behind, done.error) == ("ok", 0, "")


async def test_wrong_key(add, place, sinks, tell, forwarding, stored, health):
    """A secret that is wrong shows in its health; mended, everything goes there from its place."""
    sink = await add(**place | {"secret": "AKIAIOSFODNN7EXAMPLE:wrong"})
    await forwarding()
    await tell(2)

    async def seen():
        return await health(sink.id)

    failing = await eventually(seen, until=lambda one: one.failures >= 2)
    assert (failing.state, failing.behind) == ("failing", 2)
    assert failing.error == "the store refuses this key"
    assert await stored() == []
    mended = UpdateSinkRequest(id=sink.id, version=sink.version, secret=place["secret"])
    await sinks.update_sink(mended)
    await eventually(stored, until=lambda lines: [one["index"] for one in lines] == [0, 1])
    healed = await eventually(seen, until=lambda one: one.state == "ok")
    assert (healed.failures, healed.error, healed.behind) == (0, "", 0)


async def test_probed(add, place, sinks, stored):
    """The test button puts one made-up entry, or says why it can't."""
    sink = await add(**place)
    reply = await sinks.probe_sink(ProbeSinkRequest(id=sink.id))
    assert (reply.delivered, reply.error) == (True, "")
    assert [one["action"] for one in await stored()] == ["sink.tested"]
    wrong = await add(**place | {"secret": f"{place['secret']}x"})
    reply = await sinks.probe_sink(ProbeSinkRequest(id=wrong.id))
    assert (reply.delivered, reply.error) == (False, "the store refuses this key")
