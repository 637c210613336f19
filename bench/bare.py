"""The shortest path that could be: FastAPI, NATS, a constant reply. `serve` or `reply`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import nats
import uvicorn
import uvloop
from fastapi import FastAPI, Request, Response

SUBJECT = "bench.bare"


def application(nats_url: str) -> FastAPI:
    """A route that reads, and one that reads a body; each asks one question."""
    held: dict[str, Any] = {}

    @asynccontextmanager
    async def connected(_app: FastAPI) -> AsyncIterator[None]:
        held["nats"] = await nats.connect(nats_url)
        yield
        await held["nats"].close()

    app = FastAPI(lifespan=connected)

    @app.get("/bare/{slug}")
    async def bare(slug: str) -> Response:
        answer = await held["nats"].request(SUBJECT, slug.encode(), timeout=5)
        return Response(answer.data, media_type="application/json")

    @app.post("/bare/bench")
    async def bare_with_body(request: Request) -> Response:
        answer = await held["nats"].request(SUBJECT, await request.body(), timeout=5)
        return Response(answer.data, media_type="application/json")

    return app


async def reply(nats_url: str, constant: bytes) -> None:
    """Answer every question with the same bytes."""
    connection = await nats.connect(nats_url)

    async def answer(message: Any) -> None:
        await message.respond(constant)

    await connection.subscribe(SUBJECT, queue="bare", cb=answer)
    await connection.flush()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        uvicorn.run(
            application(sys.argv[2]),
            host="127.0.0.1",
            port=int(sys.argv[3]),
            loop="uvloop",
            log_level="warning",
            access_log=False,
        )
    else:
        uvloop.run(reply(sys.argv[2], sys.argv[3].encode()))
