"""Everything a handler works with, built once."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from starlette.requests import Request

from devstack.identity.account import Account
from devstack.identity.accounts import Accounts
from devstack.identity.applications import Application, find_application, issuer_of
from devstack.identity.events import Events
from devstack.identity.forgery import FormGuard
from devstack.identity.grants import Codes, RefreshTokens
from devstack.identity.groups import Groups
from devstack.identity.keys import SigningKeys
from devstack.identity.sessions import Sessions
from devstack.identity.settings import Settings
from devstack.identity.store import Store


@dataclass(frozen=True, slots=True)
class Provider:
    """One running provider."""

    settings: Settings
    now: Callable[[], float]
    store: Store
    accounts: Accounts
    groups: Groups
    keys: SigningKeys
    codes: Codes
    refresh_tokens: RefreshTokens
    sessions: Sessions
    forms: FormGuard
    events: Events

    @classmethod
    def build(cls, settings: Settings, *, now: Callable[[], float] = time.time) -> Self:
        """Open the store; `start` fills it."""
        store = Store(settings.data)
        accounts = Accounts(store)
        suffix = settings.cookie_suffix
        return cls(
            settings=settings,
            now=now,
            store=store,
            accounts=accounts,
            groups=Groups(store),
            keys=SigningKeys(store, now=now),
            codes=Codes(store, now=now),
            refresh_tokens=RefreshTokens(store, now=now),
            sessions=Sessions(store, accounts, now=now, cookie=f"identity_session_{suffix}"),
            forms=FormGuard(cookie=f"identity_form_{suffix}"),
            events=Events(store, now=now),
        )

    async def start(self) -> None:
        """Make the keys and the demo accounts that are missing."""
        self.keys.load()
        await self.accounts.seed()

    def issuer(self, application: Application) -> str:
        """Return the application's issuer, as tokens name it."""
        return issuer_of(application, base_url=self.settings.base_url)

    def application(self, request: Request) -> Application | None:
        """Return the application that the path names."""
        return find_application(request.path_params["slug"])

    def may_use(self, account: Account, application: Application) -> bool:
        """Whether the account is in the group the application asks for, if any."""
        return (
            self.settings.open_applications
            or not application.required_group
            or application.required_group in account.groups
        )


def provider_of(request: Request) -> Provider:
    """Return the provider that this request came to."""
    provider: Provider = request.app.state.provider
    return provider
