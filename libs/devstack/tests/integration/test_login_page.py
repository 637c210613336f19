"""Signing the demo accounts in at the real identity provider."""

import base64
import json

import pytest
from devstack.accounts import ACCOUNTS


def _claims(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


class TestToken:
    @pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
    def test_is_that_of_the_account(self, identity_provider, account):
        """Every demo account gets a token of its own application through the login page."""
        claims = _claims(identity_provider.token(account.username))
        assert (claims["iss"], claims["aud"], claims["email"]) == (
            identity_provider.layout.issuer(account.client),
            account.client,
            account.email,
        )
