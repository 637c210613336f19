"""Makes the streams and buckets of the bus: run by the stack before any service."""

import asyncio
import os

from bus import bootstrap, connect
from bus.streams import PLAINTEXT_DAYS


async def main() -> None:
    """Idempotent: a stream that exists is left as it is."""
    connection = await connect(os.environ["NATS_URL"], name="streams")
    try:
        days = int(os.environ.get("PLAINTEXT_DAYS") or PLAINTEXT_DAYS)
        await bootstrap(connection, plaintext_days=days)
    finally:
        await connection.drain()


if __name__ == "__main__":
    asyncio.run(main())
