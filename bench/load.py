"""A small HTTP/1.1 load: keep-alive connections, one request at a time on each, bounded in time."""

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What one run saw."""

    requests: int
    seconds: float
    failures: int

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


async def _connection(port: int, request: bytes, until: float) -> tuple[int, int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = failures = 0
    try:
        while time.perf_counter() < until:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
            await reader.readexactly(length)
            count += 1
            failures += not head.startswith(b"HTTP/1.1 200")
    finally:
        writer.close()
        await writer.wait_closed()
    return count, failures


async def run(
    port: int,
    path: str,
    *,
    headers: dict[str, str],
    body: bytes = b"",
    connections: int = 32,
    seconds: float = 3.0,
) -> Load:
    """Send `GET path`, or POST where there is a body, over `connections` for `seconds`."""
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", f"Host: localhost:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode() + body
    started = time.perf_counter()
    results = await asyncio.gather(
        *(_connection(port, request, started + seconds) for _ in range(connections))
    )
    spent = time.perf_counter() - started
    return Load(sum(count for count, _ in results), spent, sum(failed for _, failed in results))
