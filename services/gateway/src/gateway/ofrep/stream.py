"""Changes of flags as they happen (OFREP ADR-0008): a notice to evaluate again, and since when."""

import asyncio
import contextlib
import json
from collections.abc import Sequence

from flags import Flags
from starlette.types import Receive, Scope, Send

_HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
]
# A proxy closes what is silent for a minute.
_COMMENT_SECONDS = 15.0
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
        gone = asyncio.create_task(_disconnected(receive))
        forget = [
            self._flags.on_change(lambda _key: self._changed.set()),
            self._flags.tenants.on_change(self._tenant_changed),
        ]
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEAD})
            # An id without data is remembered and announces nothing (HTML §9.2.6).
            await send(_part(f"retry: 2000\nid: {self._seen}\n\n", more=True))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._longest_seconds):
                    await self._follow(gone, send)
            await send(_part("", more=False))
        finally:
            gone.cancel()
            for one in forget:
                one()

    async def _follow(self, gone: asyncio.Task[None], send: Send) -> None:
        missed = self._flags.mirror.changed_since(self._seen)
        # Between its evaluation and this stream the client may have missed something: it asks once
        # more, and gets a 304 if it hasn't.
        if missed or not self._resumed:
            await send(_part(self._notice(missed), more=True))
        while not gone.done():
            self._changed.clear()
            waiting = asyncio.create_task(self._changed.wait())
            await asyncio.wait(
                [waiting, gone], timeout=_COMMENT_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            waiting.cancel()
            if self._changed.is_set():
                await asyncio.sleep(_GATHER_SECONDS)
                text = self._notice(self._flags.mirror.changed_since(self._seen))
                await send(_part(text, more=True))
            elif not gone.done():
                await send(_part(": still here\n\n", more=True))

    def _notice(self, keys: Sequence[str]) -> str:
        self._seen = self._flags.mirror.revision
        told = {
            "type": "refetchEvaluation",
            "etag": self._flags.tag,
            "flags": sorted({key for key in keys if key}),
        }
        return f"id: {self._seen}\ndata: {json.dumps(told, separators=(',', ':'))}\n\n"

    def _tenant_changed(self, slug: str) -> None:
        # Another plan decides otherwise than before.
        if slug == self._tenant:
            self._changed.set()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _part(text: str, *, more: bool) -> dict[str, object]:
    return {"type": "http.response.body", "body": text.encode(), "more_body": more}
