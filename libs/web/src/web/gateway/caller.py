"""Carries typed requests to the gateway with one person's token."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, NewType, TypeVar

import aiohttp
from contracts.faults import Fault, Internal, TooLate
from contracts.message import Message
from contracts.platform.v1 import Problem
from contracts.rpc import AnyRpc, Rpc
from pydantic import ValidationError
from yarl import URL

from web.faults import GatewayUnreachable, SignInRequired
from web.gateway.calls import Call, Calls
from web.gateway.requests import HttpRequest, http_request

Q = TypeVar("Q", bound=Message)
R = TypeVar("R", bound=Message)
AccessToken = NewType("AccessToken", str)
_ERRORS = 400
_UNAUTHENTICATED = 401


class GatewayCaller:
    """Implements `contracts.rpc.Caller`, so the generated typed clients work over HTTP."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        token: AccessToken,
        renew: Callable[[], Awaitable[AccessToken]],
        forwarded_for: str,
        request_id: str,
        seconds: float,
    ) -> None:
        """`renew` is asked once when the gateway finds the token too old."""
        self._http = http
        self._token = token
        self._renew = renew
        self._seconds = seconds
        self._headers = {"X-Forwarded-For": forwarded_for, "X-Request-Id": request_id}
        self.calls = Calls()
        self._idempotency_key = ""
        self._changes = 0

    def use_key(self, key: str) -> None:
        """Send this Idempotency-Key with what changes something: a double click counts once."""
        self._idempotency_key = key

    async def call(self, rpc: Rpc[Q, R], request: Q) -> R:
        """Return the reply, or raise the fault that came instead."""
        status, body = await self.send(rpc, http_request(rpc, request))
        if status >= _ERRORS:
            raise _fault(status, body)
        rule = rpc.http
        try:
            if rule is not None and rule.response_body:
                field = rpc.reply.model_fields[rule.response_body].alias or rule.response_body
                return rpc.reply.read(b'{"%s":%s}' % (field.encode(), body))
            return rpc.reply.read(body)
        except ValidationError as error:
            raise Internal(f"{rpc.name} answered against its contract.") from error

    async def send(self, rpc: AnyRpc, request: HttpRequest) -> tuple[int, bytes]:
        """Return status and body; a token that ended meanwhile is renewed once."""
        headers = {**request.headers, **self._key(rpc)}
        status, body = await self._once(rpc, request, headers)
        if status == _UNAUTHENTICATED:
            self._token = await self._renew()
            status, body = await self._once(rpc, request, headers)
            if status == _UNAUTHENTICATED:
                raise SignInRequired("Your sign-in has ended.")
        return status, body

    def stream_headers(self) -> dict[str, str]:
        """Return the headers of a call that streams its answer."""
        return {**self._headers, "Authorization": f"Bearer {self._token}"}

    async def _once(
        self, rpc: AnyRpc, request: HttpRequest, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        started_at = time.perf_counter()
        status = 0
        try:
            async with self._http.request(
                request.method,
                URL(request.path, encoded=True),
                data=request.body,
                headers={**self.stream_headers(), **headers},
                timeout=aiohttp.ClientTimeout(total=self._seconds),
                allow_redirects=False,
            ) as response:
                status = response.status
                return status, await response.read()
        except TimeoutError as error:
            raise TooLate("The gateway did not answer in time.") from error
        except (aiohttp.ClientError, OSError) as error:
            raise GatewayUnreachable("The gateway does not answer.") from error
        finally:
            seconds = time.perf_counter() - started_at
            self.calls.made.append(Call(rpc=rpc, request=request, status=status, seconds=seconds))

    def _key(self, rpc: AnyRpc) -> dict[str, str]:
        if not rpc.changes or not self._idempotency_key:
            return {}
        # A form that makes several changes names each by its place.
        self._changes += 1
        suffix = f".{self._changes}" if self._changes > 1 else ""
        return {"Idempotency-Key": f"{self._idempotency_key}{suffix}"}


def _fault(status: int, body: bytes) -> Fault:
    try:
        return Fault.of(Problem.read(body))
    except ValidationError:
        problem: dict[str, Any] = {"status": status, "reason": "gateway_error"}
        return Fault.of(Problem(detail=f"The gateway answered {status}.", **problem))
