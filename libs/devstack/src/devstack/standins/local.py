"""What only this machine may ask for."""

import ipaddress

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


def is_local(request: Request) -> bool:
    """Say whether the request comes from this machine, and from no page in a browser."""
    # A browser names the page that posts: no page may manage what is here.
    if "origin" in request.headers or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def refused() -> Response:
    """Answer everybody else."""
    return JSONResponse({"detail": "Only from this machine, and not from a page."}, status_code=403)
