"""The timeline's address is its query; nonsense is named, never dropped in silence."""

import pytest
from console.pages.audit import filters
from contracts.faults import Malformed
from starlette.datastructures import QueryParams


class TestAsked:
    def test_request(self):
        """Known names are asked, foreign ones are not."""
        query = QueryParams("tenantSlug=acme&outcome=failure&utm=x&q=&action=tenant.*")
        asked = filters.asked(query, limit=10)
        assert asked.dump() == {
            "tenantSlug": "acme",
            "outcome": "failure",
            "action": "tenant.*",
            "limit": 10,
        }

    @pytest.mark.parametrize(
        ("query", "field"),
        [("since=yesterday", "since"), ("outcome=maybe", "outcome"), ("action=Tenant", "action")],
    )
    def test_nonsense(self, query, field):
        """The field is named."""
        with pytest.raises(Malformed) as refused:
            filters.asked(QueryParams(query), limit=10)
        assert [error.field for error in refused.value.errors] == [field]


class TestChips:
    def test_only_without_control(self):
        """What has a control of its own is no chip; the rest can be taken off."""
        query = QueryParams("tenantSlug=acme&outcome=failure&action=tenant.*&source=tenant&q=x")
        assert [chip.name for chip in filters.chips(query)] == ["tenantSlug"]
        rare = QueryParams("action=tenant.created&source=third-party")
        assert [chip.value for chip in filters.chips(rare)] == ["tenant.created", "third-party"]
