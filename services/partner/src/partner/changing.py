"""What a PATCH changes of a partner: pure, refusing what no contract holds."""

from datetime import datetime

from contracts.partner.v1 import UpdatePartnerRequest

from partner import margins, rules
from partner.documents import PartnerDocument


def apply(request: UpdatePartnerRequest, partner: PartnerDocument, *, at: datetime) -> None:
    """Change what was sent; null clears."""
    sent = request.model_fields_set
    if request.name is not None:
        partner.name = rules.named(request.name)
    if "domain" in sent:
        partner.domain = rules.normalised_domain(request.domain) if request.domain else None
    if request.margin_pct is not None:
        points = margins.basis_points(request.margin_pct)
        partner.margins = margins.followed(partner.margins, points, at=at)
    if "contact" in sent:
        partner.contact = request.contact
    if "billing" in sent:
        partner.billing = request.billing
