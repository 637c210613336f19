"""Sinks as a setting describes them: a JSON list."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from sinks.chat import Matrix, Slack
from sinks.mail import Mail, Security
from sinks.signing import key_of
from sinks.sink import Sink
from sinks.webhook import Webhook


class _Described(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z0-9-]{1,40}$")


class WebhookSettings(_Described):
    """A signed webhook."""

    kind: Literal["webhook"]
    url: str
    secret: SecretStr

    @field_validator("secret")
    @classmethod
    def _is_a_key(cls, secret: SecretStr) -> SecretStr:
        key_of(secret.get_secret_value())
        return secret


class SlackSettings(_Described):
    """A Slack-compatible webhook; its URL is a secret."""

    kind: Literal["slack"]
    url: SecretStr


class MatrixSettings(_Described):
    """A Matrix room."""

    kind: Literal["matrix"]
    homeserver: str
    room: str
    token: SecretStr


class MailSettings(_Described):
    """A mail server and whom to write to."""

    kind: Literal["mail"]
    host: str
    port: int = 587
    sender: str
    receivers: list[str] = Field(min_length=1)
    user: str = ""
    password: SecretStr = SecretStr("")
    security: Security = "starttls"


SinkSettings = Annotated[
    WebhookSettings | SlackSettings | MatrixSettings | MailSettings, Field(discriminator="kind")
]


def build(described: Sequence[SinkSettings]) -> list[Sink]:
    """Make the sinks."""
    return [_sink(one) for one in described]


def _sink(one: SinkSettings) -> Sink:
    match one:
        case WebhookSettings():
            return Webhook(one.name, one.url, one.secret.get_secret_value())
        case SlackSettings():
            return Slack(one.name, one.url.get_secret_value())
        case MatrixSettings():
            return Matrix(one.name, one.homeserver, one.room, one.token.get_secret_value())
        case MailSettings():
            return Mail(
                one.name,
                host=one.host,
                port=one.port,
                sender=one.sender,
                receivers=one.receivers,
                user=one.user,
                password=one.password.get_secret_value(),
                security=one.security,
            )
