"""Request ids: kept if sane, else made."""

import re

import pytest
from gateway.request_ids import request_id


class TestRequestId:
    @pytest.mark.parametrize("given", ["a", "01a2-b3_c4.d5:e6", "x" * 128])
    def test_sane_id_is_kept(self, given):
        """A caller finds its own id again."""
        assert request_id(given) == given

    @pytest.mark.parametrize(
        "given", ["", "x" * 129, "a b", "a\r\nSet-Cookie: b", "-a", "ä", "a\n"]
    )
    def test_anything_else_is_replaced(self, given):
        """What could break a header or a log line never gets in."""
        assert re.fullmatch("[0-9a-f]{32}", request_id(given))
