"""What a tenant uses, as far as the systems said so."""

from datetime import UTC, datetime, timedelta

import pytest
from contracts.tenant.v1 import Usage
from tenant.provisioning.assessing import Attempt
from tenant.provisioning.failures import NoAnswer
from tenant.provisioning.figures import usage_of
from tenant.provisioning.integration import Figures, Seen
from tenant.provisioning.reconciler import Outcome

GIB = 1024**3
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def told(integration, **figures):
    return Attempt(integration, outcome=Outcome(Seen([], Figures(**figures))))


def away(integration):
    return Attempt(integration, failure=NoAnswer("away"))


EVERYBODY = (
    told("authentik", users=3),
    told("stalwart", mailboxes=2, storage_bytes=GIB),
    told("ocis", storage_bytes=GIB // 2),
)


def figures(usage):
    return usage.users, usage.mailboxes, usage.storage_gib, usage.read_at


class TestUsageOf:
    def test_adds_mail_and_files(self):
        """Storage is both, rounded up to whole GiB."""
        assert figures(usage_of(EVERYBODY, held=None, at=NOON)) == (3, 2, 2, NOON)

    def test_never_read(self):
        """What nobody ever said is unknown, not nothing."""
        usage = usage_of((told("authentik", users=0), away("stalwart")), held=None, at=NOON)
        assert figures(usage) == (0, None, None, NOON)

    def test_nobody_answered(self):
        """There is nothing to note then."""
        assert usage_of((away("authentik"), Attempt("ocis")), held=None, at=NOON) is None

    @pytest.mark.parametrize("silent", [away("stalwart"), Attempt("stalwart")])
    def test_away(self, silent):
        """A figure that was read once is kept while its system is away or paused, with its time."""
        held = usage_of(EVERYBODY, held=None, at=NOON)
        now = (told("authentik", users=4), silent, told("ocis", storage_bytes=9 * GIB))
        assert figures(usage_of(now, held=held, at=LATER)) == (4, 2, 2, NOON)

    def test_back_again(self):
        """Once all have answered the time is theirs."""
        held = Usage(users=9, mailboxes=9, storage_gib=9, read_at=NOON)
        assert figures(usage_of(EVERYBODY, held=held, at=LATER)) == (3, 2, 2, LATER)
