"""Accounts, passwords and settings."""

import asyncio

import pytest
from devstack.identity.account import Account
from devstack.identity.accounts import Accounts
from devstack.identity.demo_accounts import DEMO_ACCOUNTS
from devstack.identity.passwords import hash_password, matches
from devstack.identity.settings import Settings
from devstack.identity.store import Store


@pytest.fixture
def accounts(tmp_path):
    store = Store(tmp_path)
    yield Accounts(store)
    store.close()


class TestSeed:
    async def test_makes_the_demo_accounts(self, accounts):
        """Each signs in with its public password."""
        await accounts.seed()
        for demo in DEMO_ACCOUNTS:
            account = await accounts.authenticate(demo.account.username, password=demo.password)
            assert account.email == demo.account.email

    async def test_is_idempotent(self, accounts):
        """A second start changes nothing, not even what a developer changed."""
        await accounts.seed()
        changed = Account(username="operator", email="me@dezky.localhost", name="Me")
        await accounts.save(changed, password="mine")
        await accounts.seed()
        assert accounts.find("operator").email == "me@dezky.localhost"
        assert await accounts.authenticate("operator", password="mine")

    def test_only_the_operator_is_one(self):
        """The group stands on one account."""
        admins = [one.account.username for one in DEMO_ACCOUNTS if one.account.groups]
        assert admins == ["operator"]


class TestFind:
    async def test_a_username_wins_over_an_address(self, accounts):
        """Addresses need not be unique."""
        first = Account(username="first", email="shared@a.localhost", name="1")
        second = Account(username="second", email="shared@a.localhost", name="2")
        await accounts.save(first, password="p")
        await accounts.save(second, password="p")
        assert accounts.find("SECOND").username == "second"
        assert accounts.find("shared@a.localhost").username == "first"


class TestPasswords:
    async def test_match_themselves(self):
        """Salted: the same password never looks the same."""
        first, second = await asyncio.gather(hash_password("ü"), hash_password("ü"))
        assert first != second
        assert await matches("ü", first)
        assert not await matches("u", first)

    async def test_leave_the_loop_free(self):
        """While a password is hashed, others are served."""
        hashing = asyncio.create_task(hash_password("p"))
        await asyncio.sleep(0)
        assert not hashing.done()
        await hashing


class TestSettings:
    def test_names_itself_by_its_port(self, monkeypatch):
        """Without a public address it is localhost and the port."""
        monkeypatch.setenv("IDENTITY_PORT", "9999")
        settings = Settings()
        assert settings.base_url == "http://localhost:9999"
        assert settings.cookie_suffix == "9999"

    def test_reads_its_environment(self, monkeypatch):
        """A trailing slash of the public address is not doubled in issuers."""
        monkeypatch.setenv("IDENTITY_PUBLIC_URL", "http://identity.localhost:8083/")
        monkeypatch.setenv("IDENTITY_OPEN_APPLICATIONS", "1")
        settings = Settings()
        assert settings.base_url == "http://identity.localhost:8083"
        assert settings.open_applications is True
