"""A new flag from what was asked for; what was left out has its default."""

from datetime import datetime

from contracts.flag.v1 import CreateFlagRequest, Flag, Scope

from flag import drafts


def flag_of(request: CreateFlagRequest, *, now: datetime) -> Flag:
    """Return the flag: off, for nobody in particular, unless asked otherwise."""
    kind = request.kind or "boolean"
    first = request.variants[0].name if request.variants and kind == "variants" else ""
    flag = Flag(
        key=request.key,
        kind=kind,
        state="off",
        default_variant=first,
        scope=Scope(),
        created_at=now,
        updated_at=now,
    )
    drafts.apply(drafts.draft_of(request), flag)
    return flag
