"""What provisioning reads from the environment: an address makes a system configured."""

from typing import Annotated, Literal

import chassis
from chassis.settings import Seconds
from pydantic import AfterValidator, Field, SecretStr


def _http_address(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("should begin with http:// or https://")
    return value


Address = Annotated[str, AfterValidator(_http_address)]


class ProvisioningSettings(chassis.Settings):
    """Variables `TENANT_AUTHENTIK_*`, `TENANT_STALWART_*`, `TENANT_OCIS_*` and so on."""

    authentik_url: Address = Field("", description="authentik, without /api/v3.")
    authentik_token: SecretStr = Field(
        SecretStr(""), description="An API token that doesn't expire."
    )
    authentik_applications: tuple[str, ...] = Field(
        (), description="Slugs of the applications that tenants' people may use."
    )
    stalwart_url: Address = Field("", description="Stalwart's HTTP listener.")
    stalwart_generation: Literal["0.15", "0.16"] = Field(
        "0.16", description="0.15 stands for everything before 0.16: REST; then it is JMAP."
    )
    stalwart_user: str = Field(
        "", description="For Basic; without it the secret is a bearer token."
    )
    stalwart_secret: SecretStr = Field(SecretStr(""), description="Password, or API key.")
    ocis_url: Address = Field("", description="oCIS, as its proxy is reached.")
    ocis_user: str = Field("", description="For Basic; without it the secret is a bearer token.")
    ocis_secret: SecretStr = Field(SecretStr(""), description="App token, or access token.")
    ocis_creates_users: bool = Field(
        default=True, description="False where oCIS makes its users at their first sign-in."
    )
    provision_unproven_domains: bool = Field(
        default=False, description="Make domains that their tenants haven't proven; for tests."
    )
    provisioning_workers: int = Field(8, ge=1, description="Tenants worked on at once.")
    provisioning_timeout_seconds: Seconds = Field(10.0, description="For each call.")
    provisioning_settle_seconds: Seconds = Field(
        20.0, description="How long a creation that nobody answered may still come to be."
    )
    provisioning_lease_seconds: Seconds = Field(
        15.0, description="After so long another instance takes over a killed one's tenant."
    )
    provisioning_resync_minutes: Seconds = Field(
        60.0, description="How often what is in agreement is looked at again."
    )
    provisioning_resync: Literal["repair", "report"] = Field(
        "repair", description="What is done about drift that such a look finds."
    )
    provisioning_circuit_seconds: Seconds = Field(
        30.0, description="How long a system is left alone after failures in a row."
    )
    provisioning_first_retry_seconds: Seconds = Field(2.0)
    provisioning_longest_retry_seconds: Seconds = Field(300.0)

    @property
    def has_systems(self) -> bool:
        """Say whether tenants are provisioned anywhere."""
        return bool(self.authentik_url or self.stalwart_url or self.ocis_url)
