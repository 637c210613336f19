"""What acknowledgement subjects say."""

from bus.wire.acknowledgements import Place, place


class TestPlace:
    def test_short(self):
        """Servers without a domain name stream and consumer only."""
        assert place("$JS.ACK.AUDIT.audit.2.10.7.1700000000000000000.3") == Place(
            2, 10, 7, 1700000000000000000, 3
        )

    def test_long(self):
        """Servers with a domain put it and the account before (ADR-15)."""
        assert place("$JS.ACK.hub.ABCDEF.AUDIT.audit.2.10.7.1700000000000000000.3.rnd") == Place(
            2, 10, 7, 1700000000000000000, 3
        )
        assert place("$JS.ACK._.ABCDEF.AUDIT.audit.2.10.7.1700000000000000000.3").pending == 3
