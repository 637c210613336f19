"""What buckets need, over NATS."""

from collections.abc import Mapping

from nats.aio.client import Client

from bus import appending, subjects
from bus import headers as names
from bus.key_value import Watcher
from bus.listeners import Listeners
from bus.messages import Appended, Entry, Publication
from bus.wire.feed import Feed
from bus.wire.management import Management
from bus.wire.requests import Requests
from bus.wire.watch import NatsWatch

_TIMEOUT_SECONDS = 5.0
_STATUS = "Status"
_SEQUENCE = "Nats-Sequence"


class NatsStorage:
    """The buckets as one connection sees them."""

    def __init__(self, client: Client, requests: Requests, reconnects: Listeners) -> None:
        self._client = client
        self._requests = requests
        self._reconnects = reconnects
        self._management = Management(requests)

    async def append(self, subject: str, payload: bytes, *, headers: Mapping[str, str]) -> Appended:
        """Store a value."""
        return await appending.append(self._requests, Publication(subject, payload, headers))

    async def newest(self, bucket: str, key: str) -> Entry | None:
        """Return the key's newest entry, deleted or not (ADR-31, direct get)."""
        subject = f"$JS.API.DIRECT.GET.KV_{bucket}.{subjects.value(bucket, key)}"
        reply = await self._requests.request(
            subject, b"", headers={}, timeout_seconds=_TIMEOUT_SECONDS
        )
        if _STATUS in reply.headers:
            return None
        return Entry(
            key=key,
            value=reply.payload,
            revision=int(reply.headers[_SEQUENCE]),
            deleted=names.OPERATION in reply.headers or names.MARKER_REASON in reply.headers,
        )

    async def watch(
        self, bucket: str, handler: Watcher, *, pattern: str, only_keys: bool
    ) -> NatsWatch:
        """Start a watch that is renewed with the line."""

        async def open_feed() -> Feed:
            feed = Feed(self._client, self._management)
            try:
                await feed.open(bucket, pattern, only_keys=only_keys)
            except BaseException:
                await feed.close()
                raise
            return feed

        watch = NatsWatch(open_feed, handler, prefix=f"$KV.{bucket}.", reconnects=self._reconnects)
        await watch.start()
        return watch
