"""Whose tenant one was, and when: pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field


class Spell(BaseModel, validate_by_name=True, validate_by_alias=True):
    """A time during which a tenant was one partner's."""

    partner_slug: Annotated[str, Field(alias="partnerSlug")]
    since: datetime
    # None while it lasts.
    until: datetime | None = None


def followed(spells: Sequence[Spell], partner_slug: str | None, *, at: datetime) -> list[Spell]:
    """Return the spells after this partner, or none, has become the tenant's at this moment."""
    latest = spells[-1] if spells else None
    current = latest.partner_slug if latest and latest.until is None else None
    if partner_slug == current:
        return list(spells)
    ended = list(spells)
    if latest and current:
        ended[-1] = latest.model_copy(update={"until": at})
    begun = [Spell(partner_slug=partner_slug, since=at)] if partner_slug else []
    return ended + begun


def was_with(spells: Sequence[Spell], partner_slug: str, *, at: datetime) -> bool:
    """Say whether the tenant was this partner's at this moment."""
    return any(
        spell.partner_slug == partner_slug
        and spell.since <= at
        and (spell.until is None or at < spell.until)
        for spell in spells
    )
