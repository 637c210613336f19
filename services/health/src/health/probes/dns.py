"""dns: a name has answers. Address: `example.org`, `dns://resolver:53/example.org?type=MX`."""

from urllib.parse import parse_qs, urlsplit

import dns.asyncresolver
import dns.exception
import dns.resolver

from health.probes.dialing import Dialer
from health.probes.failure import ProbeFailed
from health.probes.seen import Seen

_PORT = 53


async def probe_dns(address: str, dialer: Dialer) -> Seen:
    """Ask once; the system's resolvers unless the address names one."""
    parts = urlsplit(address if "://" in address else f"dns:///{address}")
    name = parts.path.strip("/")
    kind = parse_qs(parts.query).get("type", ["A"])[0]
    resolver = dns.asyncresolver.Resolver(configure=not parts.hostname)
    if parts.hostname:
        guard = dialer.guard
        resolver.nameservers = list(
            await guard.resolve(parts.hostname, is_trusted=dialer.is_trusted)
        )
        resolver.port = parts.port or _PORT
    try:
        answer = await resolver.resolve(name, kind, search=False)
    except dns.resolver.NXDOMAIN as error:
        raise ProbeFailed(f"the name {name} doesn't exist") from error
    except dns.resolver.NoAnswer as error:
        raise ProbeFailed(f"{name} has no {kind} record") from error
    except dns.exception.Timeout as error:
        raise ProbeFailed("the resolver doesn't answer") from error
    except dns.exception.DNSException as error:
        raise ProbeFailed(f"{name} can't be resolved: {type(error).__name__}") from error
    return Seen(facts={"answers": sorted(record.to_text().rstrip(".") for record in answer)})
