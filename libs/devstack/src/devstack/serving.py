"""Serves an application on the loopback interface, in a thread: for tests with real sockets."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from devstack.ports import free_port

_START_SECONDS = 30.0


@contextmanager
def served(build: Callable[[], ASGIApp], *, port: int = 0) -> Iterator[str]:
    """Give the address; `build` is called in the thread that serves."""
    port = port or free_port()
    config = uvicorn.Config(
        build,
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name=f"server {port}", daemon=True)
    thread.start()
    give_up_at = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > give_up_at:
            raise RuntimeError(f"nothing answers on port {port}")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=_START_SECONDS)
