"""The timeline's filters: in the address, as chips, and as the gateway's query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from contracts.audit.v1 import ListEntriesRequest
from contracts.faults import Malformed
from pydantic import ValidationError
from starlette.datastructures import QueryParams

PICKS = (
    ("", "All"),
    ("tenant.*", "Tenants"),
    ("partner.*", "Partners"),
    ("flag.*", "Flags"),
    ("user.*", "Users"),
)
SOURCES = ("authentik", "stalwart", "ocis", "tenant", "partner", "flag", "health", "gateway")
_NAMES: Mapping[str, str] = {
    "q": "Words",
    "action": "Action",
    "source": "Source",
    "outcome": "Outcome",
    "tenantSlug": "Tenant",
    "partnerSlug": "Partner",
    "actorEmail": "Actor",
    "since": "Since",
    "until": "Until",
    "before": "Before",
    "frequent": "Frequent ones",
    "includeArchive": "Archive",
}
FIELDS = tuple(
    name
    for name in _NAMES
    if name in {info.alias or key for key, info in ListEntriesRequest.model_fields.items()}
)
# They have controls of their own above the list.
_SHOWN_ELSEWHERE = frozenset({"q", "outcome", "frequent", "includeArchive"})
# What just came is neither.
_NOT_STREAMED = frozenset({"before", "includeArchive"})


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, which can be taken off."""

    name: str
    label: str
    value: str


def asked(query: QueryParams, *, limit: int) -> ListEntriesRequest:
    """Make the request; what breaks its contract raises Malformed and names the field."""
    members = {name: query[name] for name in (*FIELDS, "cursor") if query.get(name)}
    try:
        return ListEntriesRequest.model_validate({**members, "limit": limit}, extra="forbid")
    except ValidationError as refused:
        raise Malformed.because(refused) from None


def streamed(query: QueryParams) -> str:
    """Return the same filters as a query of the gateway's stream, and the place to go on behind."""
    names = [name for name in FIELDS if name not in _NOT_STREAMED]
    return urlencode({name: query[name] for name in (*names, "after") if query.get(name)})


def chips(query: QueryParams) -> Sequence[Chip]:
    """Return the filters that have no control of their own."""
    picked = {value for value, _ in PICKS}
    return [
        Chip(name, _NAMES[name], query[name])
        for name in FIELDS
        if query.get(name)
        and name not in _SHOWN_ELSEWHERE
        and not (name == "action" and query[name] in picked)
        and not (name == "source" and query[name] in SOURCES)
    ]
