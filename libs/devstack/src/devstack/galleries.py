"""Which pages are pictured: every one of console and portal, as people with some data see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pages of one application, as one person sees them.

    The demo has what paths name; `{export}` and the like are places for what `scenes` prepares.
    """

    name: str
    username: str
    paths: Sequence[str]
    # Routes that aren't pages, and why.
    without: Mapping[str, str]


CONSOLE = Gallery(
    "console",
    "operator",
    (
        "/", "/palette?q=no", "/nowhere",
        "/tenants", "/tenants?q=nobody", "/tenants/new", "/tenants/acme", "/tenants/acme/users",
        "/tenants/acme/resources", "/tenants/acme/resources/plan?system=stalwart",
        "/tenants/acme/billing", "/tenants/acme/audit", "/tenants/acme/support",
        "/tenants/acme/danger", "/tenants/acme/health",
        "/tenants/bulk?do=suspend&slug=acme&slug=tidewater",
        "/partners", "/partners/new", "/partners/nordwind",
        "/flags", "/flags/new", "/flags/jmap_native_v2?tenant=acme", "/flags/file",
        "/change-requests", "/change-requests/{change}",
        "/infrastructure", "/infrastructure/targets/nats", "/infrastructure/tenants",
        "/infrastructure/incidents", "/infrastructure/incidents/new",
        "/infrastructure/incidents/{incident}", "/infrastructure/maintenance/new",
        "/audit", "/audit?q=nobody-is-called-so", "/audit/{entry}", "/audit/{entry}/proof",
        "/audit/counts", "/audit/exports", "/audit/exports/{export}", "/audit/erasures",
        "/audit/erasures/{erasure}", "/ingest", "/ingest/dead-letters",
    ),
    {
        "/infrastructure/events": "a stream",
        "/infrastructure/targets/{id}/history": "a part of a page",
        "/audit/events": "a stream",
        "/audit/exports/{id}/file": "a download",
        "/audit/erasures/{id}/certificate.txt": "a download",
        "/audit/{id}/proof.txt": "a download",
        "/flags/file.yaml": "a download",
        "/partners/{slug}/margin.csv": "a download",
    },
)  # fmt: skip

PORTAL = Gallery(
    "portal",
    "acme-admin",
    (
        "/tenants/acme", "/tenants/acme/people", "/tenants/acme/domains",
        "/tenants/acme/activity", "/tenants/acme/activity/{own}",
        "/tenants/acme/activity/{own}/proof", "/tenants/acme/status",
        "/tenants/acme/subscription", "/tenants/acme/organization", "/new-organization",
        "/invitations/accept", "/nowhere",
    ),
    {
        "/": "leads on to one's own organization",
        "/tenants/{slug}/activity.jsonl": "a download",
        "/tenants/{slug}/activity/{id}/proof.txt": "a download",
    },
)  # fmt: skip

GALLERIES = (CONSOLE, PORTAL)
