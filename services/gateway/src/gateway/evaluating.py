"""Answers POST /flags/evaluate from the watched flags; its service would say the same, later."""

from dataclasses import replace

from contracts.flag.v1 import EVALUATE_FLAGS, EvaluateFlagsRequest
from contracts.platform.v1 import Actor
from flags.asking import subject_for
from flags.evaluation import Outcome
from pydantic_core import to_json
from starlette.types import ASGIApp, Scope

from gateway.door import Door
from gateway.endpoints import Endpoint
from gateway.exchange import Exchange


def answered_here(endpoint: Endpoint, door: Door) -> Endpoint:
    """Return the endpoint, answered by ourselves if it is that one."""
    if endpoint.rpc is not EVALUATE_FLAGS:
        return endpoint

    async def evaluate(scope: Scope, actor: Actor, body: bytes) -> ASGIApp:
        flags = door.loaded_flags()
        request = endpoint.reader.read(
            path=scope["path_params"],
            query=scope["query_string"],
            headers=Exchange.of(scope).sent,
            body=body,
        )
        asked = EvaluateFlagsRequest.model_validate(request)
        subject = await subject_for(actor, flags, asked.tenant_slug, asked.context)
        served = b",".join(_served(*one) for one in flags.all.outcomes(subject))
        return endpoint.writer.hand_on(b"{%s}" % served)

    return replace(endpoint, local=evaluate)


def _served(key: str, outcome: Outcome) -> bytes:
    """Return the member of the answer; flags end in few ways, each is written once."""
    if not outcome.served:
        outcome.served = to_json({key: outcome.evaluation.value})[1:-1]
    return outcome.served
