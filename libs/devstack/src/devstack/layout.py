"""Where a stack lives: its ports, its addresses and its data folder."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from devstack.ports import free_port

OPERATOR_CLIENT = "dezky-operator"
PORTAL_CLIENT = "dezky-portal"
PARTNER_CLIENT = "dezky-partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One stack's ports and folder; everything else about it follows from them."""

    data: Path
    gateway_port: int = 8080
    console_port: int = 8081
    portal_port: int = 8082
    identity_port: int = 8083
    nats_port: int = 4222
    database_port: int = 27017
    stalwart_webhook_port: int = 8085
    # 0: there are none, and tenants are provisioned nowhere.
    standins_port: int = 0
    # Servers of somebody else, which take the place of the embedded ones.
    foreign_nats_url: str = ""
    foreign_mongo_url: str = ""

    @classmethod
    def from_environment(cls, data: Path, *, port_offset: int = 0, provisions: bool = True) -> Self:
        """Lay out the usual ports, moved by the offset; `NATS_URL` and `MONGO_URL` count."""
        return cls(
            data=data,
            gateway_port=8080 + port_offset,
            console_port=8081 + port_offset,
            portal_port=8082 + port_offset,
            identity_port=8083 + port_offset,
            nats_port=4222 + port_offset,
            database_port=27017 + port_offset,
            stalwart_webhook_port=8085 + port_offset,
            standins_port=8086 + port_offset if provisions else 0,
            foreign_nats_url=os.environ.get("NATS_URL", ""),
            foreign_mongo_url=os.environ.get("MONGO_URL", ""),
        )

    @classmethod
    def on_free_ports(cls, data: Path, *, provisions: bool = False) -> Self:
        """Lay out a stack that disturbs no other."""
        return cls(
            data=data,
            gateway_port=free_port(),
            console_port=free_port(),
            portal_port=free_port(),
            identity_port=free_port(),
            nats_port=free_port(),
            database_port=free_port(),
            stalwart_webhook_port=free_port(),
            standins_port=free_port() if provisions else 0,
            foreign_nats_url=os.environ.get("NATS_URL", ""),
            foreign_mongo_url=os.environ.get("MONGO_URL", ""),
        )

    @property
    def gateway_url(self) -> str:
        """The one HTTP door."""
        return f"http://localhost:{self.gateway_port}"

    @property
    def console_url(self) -> str:
        """Where operators work."""
        return f"http://localhost:{self.console_port}"

    @property
    def portal_url(self) -> str:
        """Where customers look after themselves."""
        return f"http://localhost:{self.portal_port}"

    @property
    def identity_url(self) -> str:
        """The identity provider; its issuers begin with it."""
        return f"http://localhost:{self.identity_port}"

    @property
    def nats_url(self) -> str:
        """The bus."""
        return self.foreign_nats_url or f"nats://127.0.0.1:{self.nats_port}"

    @property
    def mongo_url(self) -> str:
        """The database."""
        embedded = f"mongodb://127.0.0.1:{self.database_port}/?directConnection=true"
        return self.foreign_mongo_url or embedded

    @property
    def stalwart_webhook_url(self) -> str:
        """Where Stalwart pushes its events."""
        return f"http://localhost:{self.stalwart_webhook_port}/ingest/stalwart/webhook"

    @property
    def standins_url(self) -> str:
        """What plays Stalwart and oCIS."""
        return f"http://localhost:{self.standins_port}"

    @property
    def ocis_audit_path(self) -> Path:
        """The audit log of oCIS."""
        return self.data / "ocis" / "audit.log"

    @property
    def issuers(self) -> list[dict[str, Any]]:
        """Whom the gateway trusts, and for which audiences: the value of GATEWAY_ISSUERS."""
        return [
            {"issuer": self.issuer(client), "audiences": [client]}
            for client in (OPERATOR_CLIENT, PORTAL_CLIENT, PARTNER_CLIENT)
        ]

    def issuer(self, client: str) -> str:
        """Name the issuer of one client, exactly as in its tokens."""
        return f"{self.identity_url}/application/o/{client}/"

    def to_json(self) -> str:
        """Write it down, for commands in other shells."""
        return json.dumps({**asdict(self), "data": str(self.data)})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read back what `to_json` wrote."""
        facts = json.loads(text)
        return cls(**{**facts, "data": Path(facts["data"])})
