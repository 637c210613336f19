"""Ports on the loopback interface."""

import socket

from devstack.ports import free_port, is_free


class TestFreePort:
    def test_can_be_listened_on(self):
        """A server can bind the port it is given."""
        with socket.create_server(("127.0.0.1", free_port())):
            pass

    def test_is_never_given_twice_in_a_row(self):
        """Two servers that ask before they listen get different ports."""
        assert len({free_port() for _ in range(20)}) == 20

    def test_lies_below_the_range_of_outgoing_connections(self):
        """A reconnecting client is never given a stopped server's port as its own."""
        assert free_port() < 32_768


class TestIsFree:
    def test_refuses_a_taken_port(self):
        """A port somebody listens on is not free."""
        with socket.create_server(("127.0.0.1", free_port())) as server:
            assert not is_free(server.getsockname()[1])
