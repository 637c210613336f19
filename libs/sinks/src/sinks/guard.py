"""Where what people configure may connect: a name is resolved once, and what was checked is used.

Link-local and metadata addresses answer with credentials to whoever asks from inside (SSRF); a
name that resolves to one, or does so only the second time, is refused as well.
"""

import ipaddress
import socket
from collections.abc import Sequence

from sinks.resolving import LookUp, Resolving, addresses_of

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# Those that aren't link-local: Amazon's and Google's over IPv6, Alibaba's, Azure's, Oracle's.
_METADATA = frozenset(
    map(
        ipaddress.ip_address,
        ("fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")


class AddressRefused(OSError):  # noqa: N818 - states the fact
    """Nothing that people configure may be there, or the name leads nowhere."""


def is_refused(address: Address) -> bool:
    """Say whether nothing of a stranger may be there."""
    inner = _inner(address)
    return inner in _METADATA or inner.is_link_local or inner.is_multicast or inner.is_unspecified


def _inner(address: Address) -> Address:
    """Unwrap an IPv4 address that travels as an IPv6 one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address.sixtofour:
            return address.sixtofour
        if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


class Guard:
    """Resolves names for what people configure."""

    def __init__(self, *, allowed: Sequence[Network] = (), look_up: LookUp = addresses_of) -> None:
        """`allowed` networks may be reached by anybody."""
        self._allowed = tuple(allowed)
        self._resolving = Resolving(look_up)

    async def resolve(self, host: str, *, is_trusted: bool) -> list[str]:
        """Return the host's addresses; refuse all of them when a stranger may not."""
        literal = _literal(host)
        found = [literal] if literal else await self._look_up(host)
        if not is_trusted:
            for address in found:
                if is_refused(address) and not self._is_allowed(address):
                    raise AddressRefused(f"{host} leads to {address}, which targets may not reach")
        return [str(address) for address in found]

    def check_literal(self, host: str, *, is_trusted: bool) -> None:
        """Refuse an address that is written as one, without resolving any name."""
        literal = _literal(host)
        if literal and not is_trusted and is_refused(literal) and not self._is_allowed(literal):
            raise AddressRefused(f"{host} is an address that targets may not reach")

    def _is_allowed(self, address: Address) -> bool:
        inner = _inner(address)
        return any(one.version == inner.version and inner in one for one in self._allowed)

    async def _look_up(self, host: str) -> list[Address]:
        try:
            rows = await self._resolving(host)
        except (OSError, UnicodeError) as error:
            raise AddressRefused(f"the name {host} can't be resolved") from error
        return [ipaddress.ip_address(row) for row in dict.fromkeys(rows)]


def _literal(host: str) -> Address | None:
    """Take every spelling that the system's resolver takes: 0x7f.1 is an address too."""
    text = host.strip("[]").split("%", 1)[0]
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(text))
    except (OSError, UnicodeError):
        return None
