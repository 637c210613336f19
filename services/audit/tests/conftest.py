"""Those who call."""

from collections.abc import Callable

import pytest
from contracts.platform.v1 import Actor


@pytest.fixture
def operator() -> Actor:
    """Give an operator."""
    return Actor.parse(
        {
            "type": "user",
            "id": "0199f3a0-0000-7000-8000-00000000000a",
            "email": "operator@dezky.localhost",
            "ip": "192.0.2.7",
            "audience": "dezky-operator",
            "platformAdmin": True,
        }
    )


@pytest.fixture
def member_of() -> Callable[..., Actor]:
    """Give what makes a person with roles in tenants: `member_of(acme="admin")`."""

    def member_of(**roles: str) -> Actor:
        memberships = [{"tenantSlug": slug, "role": role} for slug, role in roles.items()]
        return Actor.parse(
            {
                "type": "user",
                "id": "0199f3a0-0000-7000-8000-00000000000b",
                "audience": "dezky-portal",
                "memberships": memberships,
            }
        )

    return member_of
