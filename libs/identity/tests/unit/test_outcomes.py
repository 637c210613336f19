"""What is told about decisions."""

from collections import Counter

import pytest
from contracts.faults import Unauthenticated
from identity import Verifier
from identity.faults import (
    IssuerUnknown,
)


class TestOutcomes:
    async def test_counts_by_issuer_and_reason(self, verifier, operator):
        """What was believed and what was refused, and why."""
        await verifier.verify(operator.token())
        for raw in ("", "a.b", operator.token(iss="https://a.test/"), operator.token(exp=1)):
            with pytest.raises(Unauthenticated):
                await verifier.verify(raw)
        assert verifier.outcomes == Counter(
            {
                (operator.name, "accepted"): 1,
                ("", "token_missing"): 1,
                ("", "token_malformed"): 1,
                ("", "issuer_unknown"): 1,
                (operator.name, "token_expired"): 1,
            }
        )

    async def test_strangers_add_no_labels(self, verifier, operator):
        """A thousand invented issuers are one line of metrics."""
        for number in range(10):
            with pytest.raises(IssuerUnknown):
                await verifier.verify(operator.token(iss=f"https://{number}.test/"))
        assert verifier.outcomes == Counter({("", "issuer_unknown"): 10})

    async def test_tells_a_meter(self, operator, network, clock):
        """Metrics hook in without this package knowing them."""
        told = []
        verifier = Verifier(
            [operator.issuer()],
            network,
            clock=clock.clock(),
            count=lambda issuer, outcome: told.append((issuer, outcome)),
        )
        await verifier.verify(operator.token())
        assert told == [(operator.name, "accepted")]


class TestConfiguration:
    def test_an_issuer_stands_once(self, operator, network):
        """Two entries for one name would hide which audiences it may mint."""
        with pytest.raises(ValueError, match="twice"):
            Verifier([operator.issuer(), operator.issuer(audiences=("x",))], network)
