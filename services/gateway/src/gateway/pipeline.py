"""The order in which a call is answered; each step is somebody else's module."""

import re

import structlog
from bus import acting_as, answering, within
from contracts.faults import Fault, Forbidden, Internal
from contracts.platform.v1 import Actor
from starlette.types import ASGIApp, Receive, Scope

from gateway import bodies, limits
from gateway.access.faults import NotAMemberOf
from gateway.access.rules import refusal
from gateway.addresses import line
from gateway.authentication import Authentication
from gateway.callers import Caller, anonymous
from gateway.denial import Denial
from gateway.denials import Denials
from gateway.endpoints import Bus, Endpoint, Local
from gateway.exchange import Exchange
from gateway.faults import IdempotencyKeyMalformed
from gateway.headers import RequestHeaders
from gateway.limits import Allowance, Limits
from gateway.problems import problem_response

log = structlog.get_logger()

_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class Pipeline:
    """Token, person, access, limits, rpc, answer."""

    def __init__(
        self,
        *,
        authentication: Authentication,
        denials: Denials,
        bus: Bus,
        by_address: Limits,
        by_actor: Limits,
        request_seconds: float,
        body_limit_bytes: int,
    ) -> None:
        self._authentication = authentication
        self._denials = denials
        self._bus = bus
        self._by_address = by_address
        self._by_actor = by_actor
        self._request_seconds = request_seconds
        self._body_limit_bytes = body_limit_bytes

    async def answer(self, scope: Scope, receive: Receive, endpoint: Endpoint) -> ASGIApp:
        """Answer, whatever happens: faults as they are, anything else as our mistake."""
        exchange = Exchange.of(scope)
        key = exchange.sent.get("idempotency-key", "") if endpoint.rpc.changes else ""
        fault: Fault
        try:
            with (
                within(self._request_seconds),
                answering(exchange.request_id, idempotency_key=key),
            ):
                return await self._answer(scope, receive, endpoint, exchange)
        except Fault as known:
            fault = known
        except Exception:
            log.exception("request_failed", request_id=exchange.request_id)
            fault = Internal("internal error")
        return problem_response(fault, request_id=exchange.request_id)

    @property
    def bus(self) -> Bus:
        """Who is asked, also by what goes on after the first answer."""
        return self._bus

    async def still(self, scope: Scope, endpoint: Endpoint) -> Actor:
        """Return who asked, as they are now; raise why they no longer may."""
        exchange = Exchange.of(scope)
        caller = await self._authentication.identify(exchange.sent, address=exchange.address)
        tenant = endpoint.tenant(scope["path_params"])
        fault = refusal(endpoint.rpc.access, caller, tenant=tenant)
        if fault is not None:
            raise fault
        return caller.actor if caller else anonymous(address=exchange.address)

    async def _answer(
        self, scope: Scope, receive: Receive, endpoint: Endpoint, exchange: Exchange
    ) -> ASGIApp:
        headers = exchange.sent
        bodies.check_declared(headers, limit_bytes=self._body_limit_bytes)
        # Before the token: checking one costs more than asking here.
        spent = self._by_address.spend(line(exchange.address))
        exchange.headers |= limits.headers(spent)
        caller = await self._authentication.identify(headers, address=exchange.address)
        exchange.actor_id = caller.actor.id if caller else ""
        await self._admit(caller, endpoint, scope)
        actor = self._charged(caller, exchange, spent)
        _check_key(headers, endpoint)
        body = b""
        if endpoint.reader.takes_body:
            body = await bodies.read(receive, headers, limit_bytes=self._body_limit_bytes)
        with acting_as(actor):
            if endpoint.local is not None:
                return await self._locally(endpoint.local, scope, actor, body, endpoint)
            message = endpoint.reader.read(
                path=scope["path_params"],
                query=scope["query_string"],
                headers=headers,
                body=body,
            )
            reply = await endpoint.ask(self._bus, message)
        return endpoint.writer.write(reply)

    async def _admit(self, caller: Caller | None, endpoint: Endpoint, scope: Scope) -> None:
        tenant = endpoint.tenant(scope["path_params"])
        fault = refusal(endpoint.rpc.access, caller, tenant=tenant)
        if fault is None:
            return
        if caller is not None and isinstance(fault, Forbidden):
            await self._note(fault, caller.actor, endpoint, scope, tenant)
        raise fault

    async def _locally(
        self, answer: Local, scope: Scope, actor: Actor, body: bytes, endpoint: Endpoint
    ) -> ASGIApp:
        try:
            return await answer(scope, actor, body)
        except NotAMemberOf as refused:
            await self._note(refused, actor, endpoint, scope, refused.tenant)
            raise

    async def _note(
        self, fault: Forbidden, actor: Actor, endpoint: Endpoint, scope: Scope, tenant: str | None
    ) -> None:
        await self._denials.record(
            Denial(
                actor=actor,
                route=endpoint.label,
                path=f"{endpoint.rule.method} {scope['path']}",
                reason=fault.reason,
                # What can't be a slug is nobody's timeline, and no subject token.
                tenant=tenant if tenant and _SLUG.fullmatch(tenant) else "",
            )
        )

    def _charged(self, caller: Caller | None, exchange: Exchange, spent: Allowance | None) -> Actor:
        if caller is None:
            return anonymous(address=exchange.address)
        exchange.headers |= limits.headers(spent, self._by_actor.spend(caller.actor.id))
        return caller.actor


def _check_key(headers: RequestHeaders, endpoint: Endpoint) -> None:
    key = headers.get("idempotency-key")
    if key is not None and endpoint.rpc.changes and not _IDEMPOTENCY_KEY.fullmatch(key):
        raise IdempotencyKeyMalformed("An Idempotency-Key is 1 to 255 visible ASCII characters.")
