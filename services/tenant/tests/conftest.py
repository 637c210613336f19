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
            "name": "Olga Operator",
            "ip": "192.0.2.7",
            "audience": "dezky-operator",
            "platformAdmin": True,
        }
    )


@pytest.fixture
def member_of() -> Callable[..., Actor]:
    """Give what makes a member of the named tenants."""

    def member_of(*slugs: str, role: str = "member") -> Actor:
        memberships = [{"tenantSlug": slug, "role": role} for slug in slugs]
        return Actor.parse(
            {
                "type": "user",
                "id": "0199f3a0-0000-7000-8000-00000000000b",
                "audience": "dezky-portal",
                "memberships": memberships,
            }
        )

    return member_of
