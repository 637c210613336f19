"""If-Match: one version, in quotes or not."""

import pytest
from gateway.faults import VersionMalformed, VersionMissing
from gateway.preconditions import etag, expected_version


class TestExpectedVersion:
    @pytest.mark.parametrize("given", ['"3"', "3", ' "3" '])
    def test_one_version_is_read(self, given):
        """Quoted as its ETag, or bare."""
        assert expected_version(given) == 3

    def test_etag_is_read_back(self):
        """What an answer said can be sent as it is."""
        assert expected_version(etag(17)) == 17

    def test_none_is_a_missing_precondition(self):
        """Without If-Match a change is not begun (RFC 6585 §3)."""
        with pytest.raises(VersionMissing) as refused:
            expected_version(None)
        assert refused.value.status == 428

    @pytest.mark.parametrize(
        "given",
        ['W/"3"', "*", '"3", "4"', '"3', '3"', '""', "", "0", '"03"', "-1", "3.0", "٣", "x"],
    )
    def test_anything_else_is_malformed(self, given):
        """Weak tags never match, and lists name no version to base a change on."""
        with pytest.raises(VersionMalformed) as refused:
            expected_version(given)
        assert refused.value.errors[0].field == "If-Match"
