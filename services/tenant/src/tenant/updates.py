"""What the fields of an update do to a stored tenant."""

from datetime import datetime

from contracts.tenant import v1

from tenant import rules
from tenant.documents import TenantDocument
from tenant.domains import names
from tenant.listing.findable import keep_findable
from tenant.quotas import PlanLimits
from tenant.resale.spells import followed

# A null clears these; the others refuse it.
_PLAIN = ("contact", "billing_address")


def take_over(
    tenant: TenantDocument, request: v1.UpdateTenantRequest, *, limits: PlanLimits, at: datetime
) -> None:
    """Fields that were not sent stay; of a deleted tenant only what keeps it may be said."""
    sent = request.model_fields_set
    rules.ensure_version(tenant.slug, expected=request.version, stored=tenant.version)
    if sent - {"slug", "version"} - rules.HOLDS or tenant.status == "purged":
        rules.ensure_alive(tenant.slug, status=tenant.status)
    if request.name is not None:
        tenant.name = rules.named(request.name)
    if "domains" in sent:
        tenant.set_domains(names.normalised(request.domains), at=at)
    for field in sent & {*_PLAIN}:
        setattr(tenant, field, getattr(request, field))
    if "integrations" in sent:
        tenant.integrations = sorted(request.integrations)
    if "partner_slug" in sent:
        tenant.partner_slug = request.partner_slug
        tenant.spells = followed(tenant.spells, tenant.partner_slug, at=at)
    for field in sent & rules.HOLDS:
        setattr(tenant, field, getattr(request, field))
    _allow(tenant, request, limits)
    keep_findable(tenant)


def _allow(tenant: TenantDocument, request: v1.UpdateTenantRequest, limits: PlanLimits) -> None:
    """Set plan and overrides, and what follows from them."""
    if request.plan is not None:
        tenant.plan = request.plan
    if "quota_overrides" in request.model_fields_set:
        tenant.quota_overrides = request.quota_overrides
    limits.settle(tenant)
