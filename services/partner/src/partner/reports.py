"""Margin reports: what a partner's tenants brought in a month, and the partner's share of it."""

from chassis import Clock, now
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.partner import v1

from partner import margins
from partner.documents import PartnerDocument
from partner.figures import rows_of, totals_of
from partner.rules import last_instant
from partner.tenants import Tenants

_PAGE = 200


class MarginReports:
    """Made anew each time from what is remembered, so nothing has to run at a month's end."""

    def __init__(self, tenants: Tenants, *, clock: Clock = now) -> None:
        self._tenants = tenants
        self._clock = clock

    async def of(
        self, partner: PartnerDocument, request: v1.GetMarginReportRequest
    ) -> v1.GetMarginReportResponse:
        """Return one page of rows, and the totals of all pages."""
        moment = self._clock()
        month = request.month or f"{moment:%Y-%m}"
        as_of = last_instant(month, now=moment)
        points = margins.share_at(partner.margins, as_of)
        revenues = await self._tenants.revenue_at(partner.slug, as_of)
        rows = rows_of(revenues, basis_points=points)
        after = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else ""
        page, next_cursor = page_of(
            [row for row in rows if row.tenant_slug > after],
            limit=request.limit or _PAGE,
            cursor=lambda last: encode(last.tenant_slug),
        )
        return v1.GetMarginReportResponse(
            partner_slug=partner.slug,
            month=month,
            as_of=as_of,
            margin_pct=margins.percent(points),
            rows=page,
            totals=totals_of(rows),
            next_cursor=next_cursor,
        )
