"""Makes the streams, buckets and durables: `python -m bus AUDIT/audit`, as the privileged user."""

import argparse
import asyncio
import os

from bus.bootstrap import bootstrap
from bus.streams import PLAINTEXT_DAYS, ConsumerSpec
from bus.wire import connect


def durable(text: str) -> ConsumerSpec:
    """Read `<stream>/<durable>`."""
    stream, separator, name = text.partition("/")
    if not (stream and separator and name):
        raise argparse.ArgumentTypeError(f"{text!r} should look like AUDIT/audit")
    return ConsumerSpec(stream, name)


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} should be a number of days, 1 at least")
    return int(text)


async def main() -> None:
    """Connect where NATS_URL says, as NATS_USER if that is set."""
    parser = argparse.ArgumentParser(prog="python -m bus", description=__doc__)
    parser.add_argument("durables", nargs="*", type=durable, help="<stream>/<durable>")
    parser.add_argument("--replicas", type=int, default=1, help="3 in a cluster")
    parser.add_argument(
        "--plaintext-days",
        type=_days,
        default=os.environ.get("PLAINTEXT_DAYS") or PLAINTEXT_DAYS,
        help="how long streams keep what tells of people (PLAINTEXT_DAYS)",
    )
    options = parser.parse_args()
    connection = await connect(
        os.environ.get("NATS_URL", "nats://127.0.0.1:4222"),
        name="bootstrap",
        user=os.environ.get("NATS_USER", ""),
        password=os.environ.get("NATS_PASSWORD", ""),
    )
    try:
        await bootstrap(
            connection,
            consumers=options.durables,
            replicas=options.replicas,
            plaintext_days=options.plaintext_days,
        )
    finally:
        await connection.drain()


if __name__ == "__main__":
    asyncio.run(main())
