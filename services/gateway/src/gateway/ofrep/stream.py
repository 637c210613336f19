"""Changes of flags as they happen (OFREP ADR-0008): a notice to evaluate again, and since when."""

import asyncio
import json
from collections.abc import Sequence

from flags import Flags
from starlette.types import Receive, Scope, Send

from gateway.event_streams import Line, serve

# A change of many flags is one notice.
_GATHER_SECONDS = 0.02


class Stream:
    """One client's stream. Event ids are the bucket's revisions: any instance can resume it."""

    def __init__(
        self, flags: Flags, *, tenant: str, last_event_id: str, longest_seconds: float
    ) -> None:
        self._flags = flags
        self._tenant = tenant
        self._longest_seconds = longest_seconds
        self._changed = asyncio.Event()
        self._resumed = bool(last_event_id)
        is_known = last_event_id.isascii() and last_event_id.isdigit()
        # With an id that isn't ours, who knows what was missed.
        self._seen = int(last_event_id) if is_known else flags.mirror.revision
        if self._resumed and (not is_known or self._seen > flags.mirror.revision):
            self._seen = 0

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the client goes, or its ticket ends."""
        forget = [
            self._flags.on_change(lambda _key: self._changed.set()),
            self._flags.tenants.on_change(self._tenant_changed),
        ]
        try:
            await serve(receive, send, self._follow, longest_seconds=self._longest_seconds)
        finally:
            for one in forget:
                one()

    async def _follow(self, line: Line) -> None:
        # An id without data is remembered and announces nothing (HTML §9.2.6).
        await line.tell(f"retry: 2000\nid: {self._seen}\n\n".encode())
        missed = self._flags.mirror.changed_since(self._seen)
        # Between its evaluation and this stream the client may have missed something: it asks once
        # more, and gets a 304 if it hasn't.
        if missed or not self._resumed:
            await line.tell(self._notice(missed))
        while line.is_open:
            if await line.next(self._changed.wait()):
                await asyncio.sleep(_GATHER_SECONDS)
                # Just before looking: what changes while a notice is sent deserves one of its own.
                self._changed.clear()
                await line.tell(self._notice(self._flags.mirror.changed_since(self._seen)))

    def _notice(self, keys: Sequence[str]) -> bytes:
        self._seen = self._flags.mirror.revision
        told = {
            "type": "refetchEvaluation",
            "etag": self._flags.tag,
            "flags": sorted({key for key in keys if key}),
        }
        data = json.dumps(told, separators=(",", ":"))
        return f"id: {self._seen}\ndata: {data}\n\n".encode()

    def _tenant_changed(self, slug: str) -> None:
        # Another plan decides otherwise than before.
        if slug == self._tenant:
            self._changed.set()
