"""Where probes may connect: a name is resolved once, and the checked address is connected to.

Link-local and metadata addresses answer with credentials to whoever asks from inside (SSRF); a
name that resolves to one, or does so only the second time, is refused as well.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from health.probes.failure import ProbeFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_METADATA = frozenset(
    map(ipaddress.ip_address, ("169.254.169.254", "fd00:ec2::254", "100.100.100.200"))
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# libuv has four threads for names: a few resolvers that hang would hold up every probe.
_THREADS = 64


def is_refused(address: Address) -> bool:
    """Say whether no target of a stranger may be there."""
    inner = _inner(address)
    return inner in _METADATA or inner.is_link_local or inner.is_multicast or inner.is_unspecified


def _inner(address: Address) -> Address:
    """Unwrap an IPv4 address that travels as an IPv6 one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address.sixtofour:
            return address.sixtofour
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


class Guard:
    """Resolves names for probes."""

    def __init__(self, *, allowed: Sequence[Network] = ()) -> None:
        """`allowed` networks may be reached by anybody's targets."""
        self._allowed = tuple(allowed)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="resolve")

    async def resolve(self, host: str, *, is_trusted: bool) -> list[str]:
        """Return the host's addresses; refuse all of them when a stranger's target may not."""
        literal = _literal(host)
        found = [literal] if literal else await self._look_up(host)
        if not is_trusted:
            for address in found:
                if is_refused(address) and not self._is_allowed(address):
                    raise ProbeFailed(f"{host} leads to {address}, which targets may not reach")
        return [str(address) for address in found]

    def check_literal(self, host: str, *, is_trusted: bool) -> None:
        """Refuse an address that is written as one, without resolving any name."""
        literal = _literal(host)
        if literal and not is_trusted and is_refused(literal) and not self._is_allowed(literal):
            raise ProbeFailed(f"{host} is an address that targets may not reach")

    def close(self) -> None:
        """End the threads without waiting for names that never resolve."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _is_allowed(self, address: Address) -> bool:
        inner = _inner(address)
        return any(one.version == inner.version and inner in one for one in self._allowed)

    async def _look_up(self, host: str) -> list[Address]:
        try:
            rows = await asyncio.get_running_loop().run_in_executor(
                self._threads, _getaddrinfo, host
            )
        except (socket.gaierror, UnicodeError) as error:
            raise ProbeFailed(f"the name {host} can't be resolved") from error
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


def _getaddrinfo(host: str) -> list[str]:
    rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(row[4][0]).split("%", 1)[0] for row in rows]
