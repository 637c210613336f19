"""What generated classes make of absent, null and empty."""

import pytest
from pydantic import ValidationError


class TestAbsence:
    """Absent, null and empty."""

    @pytest.mark.parametrize("name", ["currency", "checked", "notes", "seenAt", "origin"])
    def test_null_is_refused(self, refused, name):
        """An optional field may be left out; null is something else."""
        assert refused(**{name: None}) == [name]

    @pytest.mark.parametrize("name", ["soldAt", "remark"])
    def test_null_clears_what_is_clearable(self, parsed, name):
        """The own option allows null, and the patch carries it."""
        assert parsed(**{name: None}).dump_set()[name] is None

    def test_a_clearable_field_keeps_its_other_rules(self, refused):
        """Null is allowed, the rest is as before."""
        assert refused(remark="0123456789") == ["remark"]

    def test_a_required_message_must_be_given(self, shop):
        """A reply without its content is no reply."""
        with pytest.raises(ValidationError, match="product"):
            shop.GetProductResponse.parse({})
