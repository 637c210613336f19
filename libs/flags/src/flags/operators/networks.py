"""cidr: whether an address lies in a network."""

from collections.abc import Callable, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

from flags.operators.values import each
from flags.refusals import Refused


def in_networks(values: Sequence[str]) -> Callable[[Any], bool]:
    """Hold when the address lies in one of the networks."""
    networks = each(values, _network)

    def test(value: Any) -> bool:
        address = _address(value)
        return address is not None and any(address in network for network in networks)

    return test


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise Refused("is no network: write 10.0.0.0/8 or 2001:db8::/32") from None


def _address(value: Any) -> IPv4Address | IPv6Address | None:
    if not isinstance(value, str):
        return None
    try:
        address = ip_address(value)
    except ValueError:
        return None
    # A dual-stack socket tells IPv4 peers so (RFC 4291 §2.5.5.2).
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
