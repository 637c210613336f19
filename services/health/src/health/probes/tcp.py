"""tcp: somebody accepts connections. tls: and shows a valid certificate."""

from health.probes.dialing import Dialer, certificate_days, split
from health.probes.seen import Seen

_TLS_PORT = 443


async def probe_tcp(address: str, dialer: Dialer) -> Seen:
    """Connect and hang up."""
    parts = split(address, scheme="tcp")
    async with dialer.open(parts.hostname or "", parts.port or 0):
        return Seen()


async def probe_tls(address: str, dialer: Dialer) -> Seen:
    """Shake hands; chain, name and dates are checked by the handshake."""
    parts = split(address, scheme="tls", port=_TLS_PORT)
    async with dialer.open(parts.hostname or "", parts.port or _TLS_PORT, is_tls=True) as (
        _,
        writer,
    ):
        facts = {
            "certificate_days": certificate_days(writer),
            "version": writer.get_extra_info("ssl_object").version(),
        }
        return Seen(facts=facts)
