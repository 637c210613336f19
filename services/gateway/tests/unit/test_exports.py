"""Hand-written routes: replies in other formats."""

import pytest
from chassis import now
from contracts.partner.v1 import GetMarginReportResponse, MarginRow
from contracts.platform.v1 import Money

PATH = "/partners/north/margin-report.csv"


def page(*names, cursor=None):
    return GetMarginReportResponse(
        partner_slug="north",
        month="2026-10",
        as_of=now(),
        margin_pct=12.5,
        rows=[
            MarginRow(
                tenant_slug=name.strip("=").lower(),
                tenant_name=name,
                revenue=Money(amount_minor=1004, currency="EUR"),
                margin=Money(amount_minor=126, currency="EUR"),
            )
            for name in names
        ],
        next_cursor=cursor,
    )


@pytest.fixture
async def ask(gateway, operator):
    """Ask as platform admin."""
    await gateway.register.put(operator, "olga", platform_admin=True)

    async def ask(path=PATH):
        return await gateway.client.get(path, headers=operator.bearer("olga"))

    return ask


class TestMarginReport:
    async def test_file(self, gateway, ask):
        """A table with exact amounts, to be saved under a name of its own."""
        gateway.services.replies["get_margin_report"] = [page("=Acme")]
        answer = await ask(f"{PATH}?month=2026-10")
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.headers["content-disposition"] == 'attachment; filename="north-2026-10.csv"'
        assert answer.text.splitlines() == [
            '"month","tenant","name","currency","revenue","margin_pct","margin"',
            '"2026-10","acme","\'=Acme","EUR","10.04","12.50","1.26"',
        ]

    async def test_whole(self, gateway, ask):
        """All pages, of one month."""
        gateway.services.replies["get_margin_report"] = [page("A", cursor="next"), page("B")]
        answer = await ask()
        assert [line.split(",")[1] for line in answer.text.splitlines()[1:]] == ['"a"', '"b"']
        asked = [
            (call.request.slug, call.request.month, call.request.cursor)
            for call in gateway.services.named("get_margin_report")
        ]
        assert asked == [("north", None, None), ("north", "2026-10", "next")]

    @pytest.mark.parametrize("query", ["cursor=x", "limit=1", "format=xls"])
    async def test_parameters(self, ask, query):
        """A file has no pages, and only a month."""
        answer = await ask(f"{PATH}?{query}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == query.partition("=")[0]

    async def test_refusals_are_problems(self, gateway):
        """Whoever may not read it gets no file."""
        answer = await gateway.client.get(PATH)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
