"""The whole system as tests get it."""

import httpx2
import pytest


def _me(stack, username):
    headers = {"Authorization": f"Bearer {stack.token(username)}"}
    return httpx2.get(f"{stack.gateway_url}/me", headers=headers, trust_env=False)


@pytest.mark.slow
class TestStack:
    def test_knows_who_signs_in(self, stack):
        """A token from the login page opens the door."""
        assert _me(stack, "operator").json()["user"]["email"] == "operator@dezky.localhost"

    def test_works_again_after_a_restart(self, stack):
        """A service that was killed and started again is the same service."""
        stack.processes["tenant"].kill()
        stack.processes["tenant"].start()
        assert _me(stack, "operator").status_code == 200
