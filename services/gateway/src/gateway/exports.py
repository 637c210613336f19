"""Hand-written routes: an rpc's reply in another format than JSON, which no contract can say."""

from collections.abc import Iterator

from chassis.money import decimal_text
from chassis.spreadsheets import csv_of
from contracts.message import Message
from contracts.partner.v1 import (
    GET_MARGIN_REPORT,
    GetMarginReportRequest,
    GetMarginReportResponse,
)
from contracts.rpc import HttpRule

from gateway.endpoints import Bus, Endpoint
from gateway.replies import Answer, ReplyWriter
from gateway.requests import RequestReader

_MARGIN_REPORT = HttpRule(method="GET", path="/partners/{slug}/margin-report.csv")
_COLUMNS = ("month", "tenant", "name", "currency", "revenue", "margin_pct", "margin")
_LARGEST_PAGE = 1000


def exports() -> Iterator[Endpoint]:
    """Prepare every hand-written route."""
    rpc, rule = GET_MARGIN_REPORT, _MARGIN_REPORT
    yield Endpoint(
        rpc=rpc,
        rule=rule,
        name="export_margin_report",
        # A file has no pages.
        reader=RequestReader(rpc, rule, without=("cursor", "limit")),
        writer=MarginReportWriter(rpc, rule),
        tenant_field=None,
        ask=whole_margin_report,
    )


async def whole_margin_report(bus: Bus, request: Message) -> Message:
    """Ask page by page: a report may be larger than one message of the bus."""
    asked = GetMarginReportRequest.read(request.dump())
    asked.limit = _LARGEST_PAGE
    whole = reply = await bus.call(GET_MARGIN_REPORT, asked)
    while reply.next_cursor is not None:
        # Every page is of the same month, also when the month ends meanwhile.
        asked.month, asked.cursor = whole.month, reply.next_cursor
        reply = await bus.call(GET_MARGIN_REPORT, asked)
        whole.rows += reply.rows
    return whole


class MarginReportWriter(ReplyWriter):
    """Writes a margin report as a file of comma-separated values."""

    media_type = "text/csv"

    def write(self, reply: Message | bytes) -> Answer:
        """Return the file; amounts in decimals of their currency, exact."""
        if not isinstance(reply, GetMarginReportResponse):
            raise TypeError(type(reply).__name__)
        body = csv_of(
            _COLUMNS,
            (
                (
                    reply.month,
                    row.tenant_slug,
                    row.tenant_name,
                    row.revenue.currency,
                    decimal_text(row.revenue),
                    f"{reply.margin_pct:.2f}",
                    decimal_text(row.margin),
                )
                for row in reply.rows
            ),
        )
        name = f"{reply.partner_slug}-{reply.month}.csv"
        headers = [
            (b"content-type", b"text/csv; charset=utf-8"),
            (b"content-disposition", f'attachment; filename="{name}"'.encode()),
            (b"content-length", str(len(body)).encode()),
        ]
        return Answer(self.status, headers, body)
