"""A running stack as tests see it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from devstack.accounts import account
from devstack.layout import Layout
from devstack.processes import Process

if TYPE_CHECKING:
    from devstack.api import Api


@dataclass(frozen=True, slots=True)
class RunningStack:
    """Addresses, tokens, and the processes by name: `processes["tenant"].kill()`."""

    layout: Layout
    processes: Mapping[str, Process]

    @property
    def gateway_url(self) -> str:
        """The one HTTP door."""
        return self.layout.gateway_url

    @property
    def identity_url(self) -> str:
        """The identity provider."""
        return self.layout.identity_url

    @property
    def nats_url(self) -> str:
        """The bus."""
        return self.layout.nats_url

    @property
    def mongo_url(self) -> str:
        """The database."""
        return self.layout.mongo_url

    @contextmanager
    def api(self, username: str) -> Iterator["Api"]:
        """Give the gateway as this demo account uses it, for as long as the tests take."""
        from devstack.api import Api  # noqa: PLC0415 - as below

        renew = partial(self.token, username)
        with Api(self.gateway_url, renew(), renew=renew) as api:
            yield api

    def token(self, username: str) -> str:
        """Sign the demo account in through the login page; return its access token."""
        # Most tests of the servers alone need no HTTP client.
        from devstack.login import browser, sign_in  # noqa: PLC0415

        person = account(username)
        with browser() as client:
            issuer = self.layout.issuer(person.client)
            return sign_in(person, issuer=issuer, client=client).access_token
