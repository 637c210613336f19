"""Makes every stream, bucket and durable; needs the privileged user where permissions are set."""

from collections.abc import Iterable
from dataclasses import replace

from bus.connection import Connection
from bus.streams import BUCKETS, STREAMS, ConsumerSpec


async def bootstrap(
    connection: Connection, *, consumers: Iterable[ConsumerSpec] = (), replicas: int = 1
) -> None:
    """Make what is missing and adjust what differs; idempotent, and safe to run side by side."""
    for stream in STREAMS:
        await connection.ensure_stream(replace(stream, replicas=replicas))
    for bucket in BUCKETS:
        await connection.ensure_bucket(replace(bucket, replicas=replicas))
    for consumer in consumers:
        await connection.ensure_consumer(consumer)
