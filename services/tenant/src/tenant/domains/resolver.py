"""Asks DNS for text records."""

from collections.abc import Sequence
from typing import Protocol

from contracts.faults import Unavailable
from dns.asyncresolver import Resolver as Asking
from dns.exception import DNSException
from dns.rdtypes.txtbase import TXTBase
from dns.resolver import NXDOMAIN, NoAnswer

_SECONDS = 3.0


class ResolverUnavailable(Unavailable):
    """No name server answered, or none that could say."""

    reason = "resolver_unavailable"


class Resolver(Protocol):
    """DNS, or what stands for it."""

    async def texts(self, name: str) -> list[str]:
        """Return what the TXT records of `name` say; none is an empty list."""
        ...


class DnsResolver:
    """The name servers of the machine, or given ones. Nothing is kept: people change and retry."""

    def __init__(self, *, servers: Sequence[str] = (), port: int = 53) -> None:
        self._servers = servers
        self._port = port

    async def texts(self, name: str) -> list[str]:
        """Absolute names only: the machine's search list is nobody's proof."""
        asking = Asking(configure=not self._servers)
        if self._servers:
            asking.nameservers = list(self._servers)
            asking.port = self._port
        try:
            answer = await asking.resolve(f"{name}.", "TXT", lifetime=_SECONDS)
        except (NXDOMAIN, NoAnswer):
            return []
        except DNSException as error:
            raise ResolverUnavailable(
                f"DNS didn't say what {name} holds; try again.", retry_after_seconds=5
            ) from error
        # RFC 7208 §3.3: the strings of one record are joined without spaces.
        return [
            b"".join(record.strings).decode("utf-8", "replace")
            for record in answer
            if isinstance(record, TXTBase)
        ]
