"""What a caller may call, by the same rules that let calls in."""

from collections.abc import Mapping
from functools import cache

from contracts.platform.v1 import Actor
from contracts.rpc import AnyRpc

from gateway.access.rules import refusal
from gateway.callers import Caller
from gateway.endpoints import endpoints


@cache
def _by_place() -> Mapping[bool, tuple[AnyRpc, ...]]:
    """Give the rpcs of tenants' own routes, and all others."""
    known = [(endpoint.tenant_field is not None, endpoint.rpc) for endpoint in endpoints()]
    return {is_own: tuple(rpc for own, rpc in known if own == is_own) for is_own in (True, False)}


def abilities(actor: Actor, *, tenant: str | None = None) -> list[str]:
    """Return `<service>.<rpc>` of what may be called about a tenant, or about nobody in particular.

    The service may still find that there is nothing, or that its state forbids it.
    """
    caller = Caller(actor)
    return [
        f"{rpc.service}.{rpc.name}"
        for rpc in _by_place()[tenant is not None]
        if refusal(rpc.access, caller, tenant=tenant) is None
    ]
