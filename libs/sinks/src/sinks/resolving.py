"""Looking names up, in threads that nobody waits for.

Resolvers that hang hold a thread for up to half a minute: the event loop's own few would be gone at
once, and those of `concurrent.futures` would keep the process from ending.
"""

import asyncio
import contextlib
import queue
import socket
import threading
from collections.abc import Callable, Sequence

LookUp = Callable[[str], Sequence[str]]
_Job = tuple[str, asyncio.AbstractEventLoop, "asyncio.Future[Sequence[str]]"]
_MOST_THREADS = 64


def addresses_of(host: str) -> Sequence[str]:
    """Ask the system; raise OSError, or UnicodeError for what is no name."""
    rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(row[4][0]).split("%", 1)[0] for row in rows]


class Resolving:
    """As many look-ups at once as there are threads, which start when they are needed."""

    def __init__(self, look_up: LookUp = addresses_of, *, threads: int = _MOST_THREADS) -> None:
        self._look_up = look_up
        self._most = threads
        self._started = 0
        self._idle = threading.Semaphore(0)
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()

    async def __call__(self, host: str) -> Sequence[str]:
        """Return the host's addresses; raise what the look-up raises."""
        loop = asyncio.get_running_loop()
        found: asyncio.Future[Sequence[str]] = loop.create_future()
        self._jobs.put((host, loop, found))
        if not self._idle.acquire(blocking=False) and self._started < self._most:
            self._started += 1
            threading.Thread(target=self._work, name="resolve", daemon=True).start()
        return await found

    def _work(self) -> None:
        while True:
            host, loop, found = self._jobs.get()
            try:
                rows, error = self._look_up(host), None
            except (OSError, UnicodeError) as failure:
                rows, error = (), failure
            # The loop may have been closed meanwhile: then nobody waits.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, found, rows, error)
            self._idle.release()


def _settle(
    found: "asyncio.Future[Sequence[str]]", rows: Sequence[str], error: Exception | None
) -> None:
    if found.done():
        return
    if error is None:
        found.set_result(rows)
    else:
        found.set_exception(error)
