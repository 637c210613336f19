"""From a delivery to an entry, as it is stored: pure."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chassis.clock import to_milliseconds
from contracts.audit.v1 import Entry, Publication
from pydantic import ValidationError

from audit.intake.limits import ensure_kept, ensure_shallow
from audit.places import Place, place_of
from audit.rules import Refused, reasons
from audit.sources import RESERVED
from audit.text import words

# What has no id at all is identified by its place in the stream: the same on redelivery.
_PLACES = uuid.UUID("2f6b1c52-6b0c-4f0a-9a57-6b5f0f3d2c11")
# Clocks of other systems run ahead, but not by days; such an entry would head the list for ever.
FURTHEST_AHEAD = timedelta(days=1)
_DEFAULTS: dict[str, Any] = {
    field.alias or name: "" for name, field in Entry.model_fields.items() if field.default == ""
} | {"actorType": "external", "outcome": "success"}


def entry_of(
    subject: str,
    payload: bytes | Mapping[str, Any],
    *,
    message_id: str = "",
    sequence: int,
    part: int | None = None,
    received_at: datetime,
) -> dict[str, Any]:
    """Return the entry that a message tells, personal fields in the clear; raise `Refused` if none.

    The subject names source, tenant and action; a body that says otherwise is refused, for
    permissions guard subjects and nothing guards bodies. The contract checks the body, once, and
    the subject, once per subject: what comes out is an Entry without being checked as one again.
    """
    place = place_of(subject)
    ensure_kept(payload)
    try:
        told = Publication.parse(payload)
    except ValidationError as error:
        raise Refused(reasons(error)) from error
    ensure_shallow(told.metadata)
    _ensure_agreement(told, place)
    moment = to_milliseconds(received_at)
    if told.at is not None and told.at > moment + FURTHEST_AHEAD:
        raise Refused(f"at: {told.at.isoformat()} is after the receipt, {moment.isoformat()}")
    stored: dict[str, Any] = {"_id": "", "at": moment} | _DEFAULTS | told.storable()
    given = stored.pop("id", None) or _uuid_in(message_id)
    stored["_id"] = given.lower() if given else _by_place(received_at, sequence, part)
    stored["receivedAt"] = moment
    stored["sequence"] = sequence
    stored["source"] = place.source
    stored["tenantSlug"] = place.tenant_slug
    stored["action"] = place.action
    stored["actorEmail"] = stored["actorEmail"].lower()
    stored["actionPaths"] = place.action_paths
    stored["words"] = sorted(place.words | words(stored["resourceName"]))
    if told.external_id:
        stored["event"] = _event(place, told.external_id)
    return stored


def _event(place: Place, external_id: str) -> str:
    """Return what makes an event one entry: of strangers' sources, each tenant has its own."""
    if place.source in RESERVED:
        return f"{place.source}:{external_id}"
    return f"{place.source}:{place.tenant_slug}:{external_id}"


def _ensure_agreement(told: Publication, place: Place) -> None:
    for field, said, meant in (
        ("action", told.action, place.action),
        ("tenantSlug", told.tenant_slug, place.tenant_slug),
        ("source", told.source, place.source),
    ):
        if said is not None and said != meant:
            raise Refused(f"{field}: the body says {said!r}, the subject says {meant!r}")


def _uuid_in(message_id: str) -> str | None:
    """By it the stream knows a message that is published again, for minutes; we do for ever."""
    try:
        return str(uuid.UUID(message_id))
    except ValueError:
        return None


def _by_place(received_at: datetime, sequence: int, part: int | None) -> str:
    place = f"{received_at.isoformat()}|{sequence}"
    return str(uuid.uuid5(_PLACES, place if part is None else f"{place}|{part}"))
