"""From a request's fields, its query among them, to one selection: pure."""

from datetime import datetime

from contracts.audit.v1 import EntryFilter
from contracts.message import Message

from audit.query.conditions import Condition, Kind, Selection
from audit.query.moments import Span
from audit.query.parsing import parse

_KINDS = {
    "action": Kind.ACTION,
    "actor_email": Kind.ACTOR,
    "tenant_slug": Kind.TENANT,
    "partner_slug": Kind.PARTNER,
    "outcome": Kind.OUTCOME,
    "source": Kind.SOURCE,
}


def filter_of(request: Message) -> EntryFilter:
    """Return the part of a request that says which entries: its fields are an EntryFilter's."""
    return EntryFilter.read(request.dump())


def selection_of(asked: EntryFilter, *, now: datetime) -> Selection:
    """Fields and query combine by and; raise `QueryMalformed` for a query that makes no sense."""
    said = parse(asked.q or "", now=now)
    fields = tuple(
        Condition(kind, (_spelled(kind, value),))
        for name, kind in _KINDS.items()
        if (value := getattr(asked, name))
    )
    return Selection(
        fields + said.conditions,
        Span(asked.since, asked.until).within(said.span),
        is_complete=bool(asked.frequent),
    )


def _spelled(kind: Kind, value: str) -> str:
    return value.lower() if kind is Kind.ACTOR else value
