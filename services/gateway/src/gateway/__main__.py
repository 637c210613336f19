"""Composition root of the gateway."""

import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import aiohttp
from chassis import garbage, line, logs, telemetry
from chassis.settings import read_or_exit
from identity import HttpFetch, Verifier

from gateway.app import build
from gateway.door import Door
from gateway.lifecycle import Lifecycle
from gateway.server import server
from gateway.settings import Settings


@asynccontextmanager
async def verification(settings: Settings) -> AsyncIterator[Verifier]:
    """Give a verifier that fetches the issuers' keys over HTTP."""
    async with aiohttp.ClientSession() as session:
        verifier = Verifier(settings.issuers, HttpFetch(session))
        try:
            yield verifier
        finally:
            await verifier.aclose()


def main() -> None:
    """Serve until SIGTERM; exit with 1 and one clear line when the settings are wrong."""
    settings = read_or_exit(Settings)
    logs.configure(settings.service, level=settings.log_level, style=settings.log_format)
    shutdown = telemetry.configure(settings.service, otlp_endpoint=settings.otlp_endpoint)
    door = Door()
    lifecycle = Lifecycle(
        settings,
        door,
        line=partial(line.opened, settings),
        verification=partial(verification, settings),
        # As if asked to stop: what is in flight is answered first.
        give_up=partial(signal.raise_signal, signal.SIGTERM),
    )
    app = build(settings, door, ailment=lifecycle.ailment, lifespan=lifecycle.run)
    running = server(app, settings)
    garbage.settle()
    try:
        running.run()
    except SystemExit:
        # uvicorn has logged why it can't listen, and ends with codes of its own.
        lifecycle.failed = True
    shutdown()
    if lifecycle.failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
