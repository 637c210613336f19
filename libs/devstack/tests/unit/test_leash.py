"""What a leash holds when its supervisor is gone."""

import io

from devstack.leash import read_groups


class TestReadGroups:
    def test_are_those_still_held(self):
        """Released groups are left alone: their numbers may be somebody else's by now."""
        assert read_groups(io.StringIO("+10\n+11\n-10\n")) == {11}
