"""The caller, as the tenant service knows them, with what they may do: that is decided here."""

from dataclasses import replace

from bus import current_actor
from contracts.message import Message
from contracts.tenant.v1 import GET_ME, GetMeRequest

from gateway.access.abilities import abilities
from gateway.endpoints import Bus, Endpoint


def with_abilities(endpoint: Endpoint) -> Endpoint:
    """Let the route about the caller say what they may do; leave every other as it is."""
    return replace(endpoint, ask=_ask) if endpoint.rpc is GET_ME else endpoint


async def _ask(bus: Bus, request: Message) -> Message:
    reply = await bus.call(GET_ME, GetMeRequest.read(request.dump()))
    if (actor := current_actor()) is not None:
        reply.may = abilities(actor)
        for tenant in reply.tenants:
            tenant.may = abilities(actor, tenant=tenant.slug)
    return reply
