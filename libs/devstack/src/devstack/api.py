"""A caller of the gateway with one person's token."""

import time
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import Any, Self

import httpx2

_PATIENCE_SECONDS = 20.0
_WAIT_SECONDS = 0.2


class Refused(Exception):  # noqa: N818 - faults state the fact (style.md 5)
    """The gateway answered with a fault that the caller did not expect."""


class Api:
    """The gateway as one person sees it."""

    def __init__(
        self,
        url: str,
        access_token: str,
        *,
        renew: Callable[[], str] | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """`renew` gives another token once the first one has ended."""
        self._renew = renew
        self._client = httpx2.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {access_token}"},
            transport=transport,
            trust_env=False,
            timeout=15.0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        allowed: Collection[int] = (),
    ) -> httpx2.Response:
        """Send a request and return the answer; wait for services that are not there yet."""
        give_up_at = time.monotonic() + _PATIENCE_SECONDS
        while True:
            response = self._client.request(method, path, json=json, params=params, headers=headers)
            if response.status_code == httpx2.codes.UNAUTHORIZED and self._renew is not None:
                self._client.headers["Authorization"] = f"Bearer {self._renew()}"
                response = self._client.request(
                    method, path, json=json, params=params, headers=headers
                )
            is_early = response.status_code == httpx2.codes.SERVICE_UNAVAILABLE
            if not is_early or time.monotonic() > give_up_at:
                break
            time.sleep(_WAIT_SECONDS)
        if response.is_error and response.status_code not in allowed:
            raise Refused(f"{method} {path}: {response.status_code} {response.text}")
        return response
