"""The systems that the settings name, each with its client."""

import base64

import aiohttp
from pydantic import SecretStr

from tenant.provisioning.authentik.api import Api
from tenant.provisioning.authentik.integration import Authentik
from tenant.provisioning.http import Http
from tenant.provisioning.integration import Integration
from tenant.provisioning.ocis.graph import Graph
from tenant.provisioning.ocis.integration import Ocis
from tenant.provisioning.settings import ProvisioningSettings
from tenant.provisioning.stalwart.integration import Stalwart
from tenant.provisioning.stalwart.jmap import Jmap
from tenant.provisioning.stalwart.mail import Mail
from tenant.provisioning.stalwart.registry import RegistryMail
from tenant.provisioning.stalwart.rest import RestMail


def configured(settings: ProvisioningSettings, session: aiohttp.ClientSession) -> list[Integration]:
    """Return those that have an address."""
    systems: list[Integration] = []

    def http(name: str, url: str, secret: SecretStr, *, user: str = "") -> Http:
        return Http(
            session,
            url,
            name=name,
            headers={"Authorization": _authorization(user, secret)},
            timeout_seconds=settings.provisioning_timeout_seconds,
        )

    if url := settings.authentik_url:
        api = Api(http("authentik", url, settings.authentik_token))
        systems.append(Authentik(api, applications=settings.authentik_applications))
    if url := settings.stalwart_url:
        line = http("Stalwart", url, settings.stalwart_secret, user=settings.stalwart_user)
        is_rest = settings.stalwart_generation == "0.15"
        mail: Mail = RestMail(line) if is_rest else RegistryMail(Jmap(line))
        systems.append(Stalwart(mail))
    if url := settings.ocis_url:
        graph = Graph(http("oCIS", url, settings.ocis_secret, user=settings.ocis_user))
        systems.append(Ocis(graph, creates_users=settings.ocis_creates_users))
    return systems


def _authorization(user: str, secret: SecretStr) -> str:
    """Return Basic with a user, else Bearer."""
    if not user:
        return f"Bearer {secret.get_secret_value()}"
    pair = f"{user}:{secret.get_secret_value()}".encode()
    return f"Basic {base64.b64encode(pair).decode()}"
