"""Who may sign tokens, for which audiences, and with which algorithms."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

# Public-key algorithms only: a shared secret would let every reader mint (RFC 8725 §2.1).
# EdDSA is spelt Ed25519 since RFC 9864 gave each curve its own name.
Algorithm = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"
]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s?#@]+$")]
Audience = Annotated[str, StringConstraints(min_length=1)]


class Issuer(BaseModel):
    """One entry of a setting like GATEWAY_ISSUERS."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )

    # Compared to the `iss` claim byte by byte: the trailing slash is part of the name.
    issuer: Url
    audiences: tuple[Audience, ...] = Field(min_length=1)
    # Needed where the issuer is reached by another host than its name says.
    jwks_uri: Url | None = None
    algorithms: tuple[Algorithm, ...] = Field(default=("RS256", "ES256"), min_length=1)

    @property
    def discovery_uri(self) -> str:
        """OpenID Connect Discovery 1.0 §4."""
        return f"{self.issuer.removesuffix('/')}/.well-known/openid-configuration"
