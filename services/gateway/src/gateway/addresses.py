"""The client's address: X-Forwarded-For is believed as far as trusted proxies wrote it."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from gateway.settings import Network

Address = IPv4Address | IPv6Address

# One customer's line: whoever has one IPv6 address has 2^64 of them.
_LINE_BITS = 64


def client_address(peer: str, forwarded: str, *, trusted: Sequence[Network]) -> str:
    """Walk from the connection's peer to the left as long as each hop is a trusted proxy.

    What stands left of a stranger or of garbage is anybody's word. Empty for a local socket.
    """
    nearest = parse(peer)
    if nearest is None:
        return ""
    if trusted and forwarded:
        for hop in reversed(forwarded.split(",")):
            if not any(nearest in network for network in trusted):
                break
            further = parse(hop)
            if further is None:
                break
            nearest = further
    return str(nearest)


@lru_cache(maxsize=4096)
def parse(text: str) -> Address | None:
    """Read an address as proxies write it: with a port, in brackets, with a zone, mapped."""
    host = text.strip()
    if host.startswith("["):
        host, closed, port = host[1:].partition("]")
        if not closed or (port and not _is_port(port.removeprefix(":"))):
            return None
    elif host.count(":") == 1:
        host, _, port = host.partition(":")
        if not _is_port(port):
            return None
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=4096)
def line(address: str) -> str:
    """Name what one customer has: an IPv4 address, or a /64 of IPv6."""
    if ":" not in address:
        return address
    return str(IPv6Network((address, _LINE_BITS), strict=False))


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit()
