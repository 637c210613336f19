"""All kinds of probes by name."""

from collections.abc import Mapping

from health.probes.dns import probe_dns
from health.probes.http import HttpProbe
from health.probes.mongo import probe_mongo
from health.probes.nats import probe_nats
from health.probes.oidc import OidcProbe
from health.probes.postgres import probe_postgres
from health.probes.redis import probe_redis
from health.probes.seen import Probe
from health.probes.smtp import probe_smtp
from health.probes.tcp import probe_tcp, probe_tls


class Probes:
    """The kinds, and what has to be closed with them."""

    def __init__(self, own: Mapping[str, Probe]) -> None:
        """`own` are the kinds that look at our own bus and database."""
        self._http = HttpProbe()
        self.by_kind: Mapping[str, Probe] = {
            "http": self._http,
            "tcp": probe_tcp,
            "tls": probe_tls,
            "dns": probe_dns,
            "smtp": probe_smtp,
            "oidc": OidcProbe(self._http),
            "nats": probe_nats,
            "mongo": probe_mongo,
            "redis": probe_redis,
            "postgres": probe_postgres,
            **own,
        }

    @classmethod
    def without_bus(cls) -> "Probes":
        """Return the kinds that look outside."""
        return cls({})

    async def close(self) -> None:
        """Close connections."""
        await self._http.close()
