"""The client's address: who is believed about it."""

from ipaddress import ip_address, ip_network

import pytest
from gateway.addresses import client_address, line, parse
from hypothesis import given
from hypothesis import strategies as st

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
ADDRESSES = st.ip_addresses().map(str)
STRANGERS = ADDRESSES.filter(
    lambda text: (known := parse(text)) and not any(known in network for network in TRUSTED)
)


class TestClientAddress:
    def test_peer_counts_when_nobody_is_trusted(self):
        """Without trusted proxies the header is anybody's word."""
        assert client_address("203.0.113.9", "198.51.100.1", trusted=()) == "203.0.113.9"

    def test_stranger_is_not_believed(self):
        """A peer outside the trusted networks names nobody but itself."""
        assert client_address("203.0.113.9", "1.2.3.4", trusted=TRUSTED) == "203.0.113.9"

    def test_trusted_proxy_is_believed(self):
        """A trusted peer names the client."""
        assert client_address("10.0.0.1", "198.51.100.1", trusted=TRUSTED) == "198.51.100.1"

    def test_walk_ends_at_first_stranger_from_the_right(self):
        """What the client itself wrote, left of its own address, doesn't count."""
        forwarded = "6.6.6.6, 198.51.100.1, 10.0.0.2"
        assert client_address("10.0.0.1", forwarded, trusted=TRUSTED) == "198.51.100.1"

    def test_leftmost_counts_when_all_are_trusted(self):
        """A proxy that calls by itself is the client."""
        assert client_address("10.0.0.1", "10.0.0.3, fd00::2", trusted=TRUSTED) == "10.0.0.3"

    @pytest.mark.parametrize("garbage", ["unknown", "_hidden", "", "1.2.3", "1.2.3.4.5", "[::1"])
    def test_garbage_ends_the_walk(self, garbage):
        """What stands left of garbage is not looked at."""
        forwarded = f"198.51.100.1, {garbage}, 10.0.0.2"
        assert client_address("10.0.0.1", forwarded, trusted=TRUSTED) == "10.0.0.2"

    def test_local_socket_has_no_address(self):
        """A peer without an address is shown as none."""
        assert client_address("", "198.51.100.1", trusted=TRUSTED) == ""

    @given(peer=ADDRESSES, forwarded=st.text())
    def test_result_is_always_an_address(self, peer, forwarded):
        """Whatever is sent, the result is one of the addresses that were, in plain form."""
        found = client_address(peer, forwarded, trusted=TRUSTED)
        assert str(ip_address(found)) == found

    @given(client=STRANGERS, before=st.lists(ADDRESSES | st.text(), max_size=4))
    def test_client_cannot_hide_behind_what_it_wrote(self, client, before):
        """Whatever a stranger puts into the header, a trusted proxy appends its real address."""
        forwarded = ",".join([*before, client])
        found = client_address("10.0.0.1", forwarded, trusted=TRUSTED)
        assert found == str(parse(client))


class TestParse:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("192.0.2.1", "192.0.2.1"),
            (" 192.0.2.1 ", "192.0.2.1"),
            ("192.0.2.1:4711", "192.0.2.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("2001:DB8:0::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("fe80::1%eth0", "fe80::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ],
    )
    def test_form_is_understood(self, text, expected):
        """Ports, brackets and zones are left out; mapped addresses are IPv4."""
        assert str(parse(text)) == expected

    @pytest.mark.parametrize("text", ["192.0.2.1:http", "[::1]x", "300.1.1.1", "::1:", "localhost"])
    def test_anything_else_is_no_address(self, text):
        """Nothing is guessed."""
        assert parse(text) is None


class TestLine:
    def test_ipv4_address_is_a_line(self):
        """One IPv4 address is one customer."""
        assert line("192.0.2.1") == "192.0.2.1"

    def test_ipv6_line_is_a_64(self):
        """All addresses of a /64 share one bucket."""
        assert line("2001:db8:1:2::1") == line("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
