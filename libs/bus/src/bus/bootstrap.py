"""Makes every stream, bucket and durable; needs the privileged user where permissions are set."""

from collections.abc import Iterable
from dataclasses import replace

from bus.connection import Connection
from bus.streams import BUCKETS, PLAINTEXT_DAYS, STREAMS, ConsumerSpec

_DAY_SECONDS = 24 * 60 * 60


async def bootstrap(
    connection: Connection,
    *,
    consumers: Iterable[ConsumerSpec] = (),
    replicas: int = 1,
    plaintext_days: int = PLAINTEXT_DAYS,
) -> None:
    """Make what is missing and adjust what differs; idempotent, and safe to run side by side.

    Streams let go of what is older than `plaintext_days`: it tells of people, who can be erased
    from the log but not from here.
    """
    age = plaintext_days * _DAY_SECONDS
    for stream in STREAMS:
        spec = replace(stream, replicas=replicas, max_age_seconds=age)
        await connection.ensure_stream(spec)
    for bucket in BUCKETS:
        await connection.ensure_bucket(replace(bucket, replicas=replicas))
    for consumer in consumers:
        await connection.ensure_consumer(consumer)
