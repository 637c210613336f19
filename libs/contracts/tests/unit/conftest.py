"""A tenant with every kind of field."""

from datetime import UTC, datetime

import pytest
from contracts.tenant.v1 import (
    Tenant,
)

NOW = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)


@pytest.fixture
def tenant():
    """Give a tenant with every kind of field."""
    return Tenant(
        id="018f6b8e-0000-7000-8000-000000000000",
        slug="acme",
        name="Acme",
        plan="business",
        status="active",
        domains=["acme.example"],
        created_at=NOW,
        updated_at=NOW,
        version=3,
    )
