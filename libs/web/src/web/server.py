"""Serves an application until SIGTERM."""

import sys
from collections.abc import Callable
from typing import TypeVar

import uvicorn
from chassis import logs
from chassis.settings import SettingsRefused, read_or_exit
from starlette.types import ASGIApp

from web.settings import WebSettings

S = TypeVar("S", bound=WebSettings)
_SHORTEST_SECRET = 32


def serve(settings_class: type[S], build: Callable[[S], ASGIApp]) -> None:
    """Serve; exit with 1 and one clear line when the settings are wrong."""
    settings = read_or_exit(settings_class)
    try:
        _check(settings)
    except SettingsRefused as refused:
        sys.exit(f"{settings.service}: {refused}")
    logs.configure(settings.service, level=settings.log_level, style=settings.log_format)
    uvicorn.run(
        build(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop" if sys.platform != "win32" else "auto",
        log_config=None,
        log_level="warning",
        access_log=False,
        # X-Forwarded-For is the gateway's to judge.
        proxy_headers=False,
        server_header=False,
        # Event streams never end by themselves.
        timeout_graceful_shutdown=2,
    )


def _check(settings: WebSettings) -> None:
    prefix = settings.service.upper()
    if settings.issuer is None or len(settings.issuer.audiences) != 1:
        raise SettingsRefused(f'{prefix}_ISSUER: should be {{"issuer": …, "audiences": [client]}}')
    if len(settings.secret.get_secret_value()) < _SHORTEST_SECRET:
        raise SettingsRefused(f"{prefix}_SECRET: should have {_SHORTEST_SECRET} characters or more")
