"""What an export may be, and what refuses it: pure."""

from contracts.audit.v1 import Export
from contracts.faults import Malformed, NotFound, TooManyRequests
from contracts.platform.v1 import FieldError

WAITING = ("queued", "running")


class ExportNotFound(NotFound):
    """No such export, or none of entries that the caller may read."""

    reason = "export_not_found"


class LinkRefused(NotFound):
    """The link isn't one of ours, or its time is over: read the export again for a new one."""

    reason = "download_link_refused"


class TenantRequired(Malformed):
    """Somebody who runs several tenants exports the entries of one at a time."""

    reason = "tenant_required"

    @classmethod
    def among(cls, slugs: list[str]) -> "TenantRequired":
        """Name the choice."""
        errors = [FieldError(field="filter.tenantSlug", message=f"one of {', '.join(slugs)}")]
        return cls("You run several tenants: say whose entries.", errors=errors)


class TooManyExports(TooManyRequests):
    """So many are being written already."""

    reason = "too_many_exports"


def progress_of(export: Export, *, looked_at: int) -> float:
    """Return how much of the log was looked through."""
    if export.state in {"done", "expired"} or not export.log_size:
        return 1.0 if export.state in {"done", "expired"} else 0.0
    return min(1.0, round(looked_at / export.log_size, 4))
