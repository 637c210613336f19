"""Where answers may go."""

import pytest
from bus.inboxes import is_inbox


class TestIsInbox:
    @pytest.mark.parametrize(
        "subject", ["_INBOX.a", "_INBOX.a.1", "_INBOX_tenant.a", "_INBOX_ingest_ocis.x.y"]
    )
    def test_inbox(self, subject):
        """Inboxes of all clients, those with a prefix of their own included."""
        assert is_inbox(subject)

    @pytest.mark.parametrize(
        "subject",
        [
            "",
            "_INBOX",
            "_INBOX.",
            "_INBOXES.a",
            "x._INBOX.a",
            "audit.a._.b",
            "_INBOX.>",
            "_INBOX.a b",
        ],
    )
    def test_other(self, subject):
        """Nothing else."""
        assert not is_inbox(subject)
