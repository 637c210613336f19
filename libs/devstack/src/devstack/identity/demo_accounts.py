"""The demo accounts that every fresh provider has."""

from dataclasses import dataclass

from devstack.identity.account import Account
from devstack.identity.applications import PLATFORM_ADMINS


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """An account whose password everybody may know."""

    account: Account
    password: str
    role: str
    # Where the account signs in.
    application: str = "dezky-portal"


DEMO_ACCOUNTS = (
    DemoAccount(
        account=Account(
            username="operator",
            email="operator@dezky.localhost",
            name="Olga Lindqvist",
            groups=(PLATFORM_ADMINS,),
        ),
        password="dezky-operator",  # noqa: S106 - public on purpose, development only
        role="platform operator",
        application="dezky-operator",
    ),
    DemoAccount(
        account=Account(username="acme-admin", email="admin@acme.localhost", name="Amira Haddad"),
        password="dezky-acme-admin",  # noqa: S106 - public on purpose, development only
        role="administrator of acme",
    ),
    DemoAccount(
        account=Account(username="acme-member", email="member@acme.localhost", name="Marek Nowak"),
        password="dezky-acme-member",  # noqa: S106 - public on purpose, development only
        role="member of acme",
    ),
    DemoAccount(
        account=Account(
            username="nordwind-partner", email="partner@nordwind.localhost", name="Freya Nordwind"
        ),
        password="dezky-nordwind-partner",  # noqa: S106 - public on purpose, development only
        role="partner nordwind",
        application="dezky-partner",
    ),
)
