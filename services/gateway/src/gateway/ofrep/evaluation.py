"""Answers OFREP's questions from the watched flags: no hop, one evaluator."""

import asyncio
from http import HTTPStatus
from urllib.parse import parse_qs

from chassis import scope_of
from contracts.faults import Forbidden
from contracts.platform.v1 import Actor
from flags import Flags
from flags.evaluation import FLAG_NOT_FOUND, INVALID_CONTEXT
from identity.faults import TokenMissing
from pydantic_core import to_json
from starlette.types import ASGIApp, Scope

from gateway.access.faults import NotAMemberOf
from gateway.door import Door
from gateway.exchange import Exchange
from gateway.ofrep.asking import Question, Unanswerable, answer, question, unanswerable
from gateway.ofrep.stream import Stream
from gateway.ofrep.tags import is_known, tag_of
from gateway.ofrep.telling import bulk, told
from gateway.ofrep.tickets import Tickets
from gateway.replies import Answer

EVENTS = "/ofrep/v1/events"
_CATCH_UP_SECONDS = 0.5


class Ofrep:
    """One method for each route."""

    def __init__(self, door: Door, tickets: Tickets) -> None:
        self._door = door
        self._tickets = tickets

    async def one(self, scope: Scope, actor: Actor, body: bytes) -> ASGIApp:
        """Evaluate one flag (OFREP 0.3, §evaluate/flags/{key})."""
        key = scope["path_params"]["key"]
        flags = self._door.loaded_flags()
        try:
            asked = await _asked(flags, actor, body)
        except Unanswerable as error:
            return unanswerable(error, key=key)
        found = flags.evaluate(key, asked.tenant, asked.context)
        status = HTTPStatus.BAD_REQUEST if found.error_code else HTTPStatus.OK
        if found.error_code == FLAG_NOT_FOUND:
            status = HTTPStatus.NOT_FOUND
        return answer(status, to_json(told(key, found)))

    async def all(self, scope: Scope, actor: Actor, body: bytes) -> ASGIApp:
        """Evaluate every flag (OFREP 0.3, §evaluate/flags); 304 only for the very same question."""
        flags = self._door.loaded_flags()
        try:
            asked = await _asked(flags, actor, body)
        except Unanswerable as error:
            return unanswerable(error)
        # A notice said that there is something new: it may not have arrived in this instance.
        await _caught_up(flags, _query(scope, "flagConfigEtag"))
        tag = tag_of(flags, asked.tenant, asked.context)
        if is_known(Exchange.of(scope).sent.get("if-none-match", ""), tag):
            return Answer(HTTPStatus.NOT_MODIFIED, [(b"etag", tag.encode())], b"")
        found = flags.all.outcomes(flags.subject(asked.tenant, asked.context))
        ticket = self._tickets.issue(asked.tenant)
        shown = bulk(found, environment=flags.environment, stream=f"{EVENTS}?ticket={ticket}")
        return answer(HTTPStatus.OK, shown, etag=tag)

    async def events(self, scope: Scope, _actor: Actor, _body: bytes) -> ASGIApp:
        """Tell changes; the ticket is what a bulk evaluation gave out."""
        ticket = _query(scope, "ticket")
        seconds = self._tickets.seconds_left(ticket)
        if not seconds:
            raise TokenMissing("Bring the ticket that a bulk evaluation gave you.")
        sent = Exchange.of(scope).sent
        return Stream(
            self._door.loaded_flags(),
            tenant=self._tickets.tenant(ticket),
            last_event_id=sent.get("last-event-id", "") or _query(scope, "lastEventId"),
            longest_seconds=seconds,
        )


async def _asked(flags: Flags, actor: Actor, body: bytes) -> Question:
    asked = question(body)
    if not _may_ask(actor, asked.tenant):
        raise NotAMemberOf(asked.tenant)
    if not await flags.look_up(asked.tenant):
        raise Unanswerable(INVALID_CONTEXT, f"There is no tenant {asked.tenant}.")
    return asked


def _may_ask(actor: Actor, tenant: str) -> bool:
    try:
        return scope_of(actor).sees(tenant)
    except Forbidden:
        return False


async def _caught_up(flags: Flags, tag: str) -> None:
    """Wait a moment until the notice's state is here."""
    if not tag or tag == flags.tag:
        return
    changed = asyncio.Event()
    forget = flags.on_change(lambda _key: changed.set())
    try:
        async with asyncio.timeout(_CATCH_UP_SECONDS):
            while flags.tag != tag:
                await changed.wait()
                changed.clear()
    except TimeoutError:
        return
    finally:
        forget()


def _query(scope: Scope, name: str) -> str:
    query: bytes = scope["query_string"]
    return parse_qs(query.decode("latin-1")).get(name, [""])[0]
