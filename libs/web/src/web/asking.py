"""From a page's address to an rpc's request: what fits is asked, the rest is left out."""

from collections.abc import Mapping
from typing import Any

from contracts.rpc import AnyRpc
from pydantic import ValidationError


def kept(rpc: AnyRpc, query: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """Return the members of the request that the address names, one by one as the contract allows.

    An old link with a value that is none any more shows the list without that filter.
    """
    members: dict[str, Any] = {}
    for name, info in rpc.request.model_fields.items():
        alias = info.alias or name
        value = query.get(alias, "")
        if not value:
            continue
        try:
            rpc.request.__pydantic_validator__.validate_assignment(
                rpc.request.model_construct(), name, value
            )
        except ValidationError:
            continue
        members[alias] = value
    return {**members, **more}
