"""Those who call, those who are asked, and what is asked of the database."""

from collections.abc import Awaitable, Callable

import pytest
from bus import Connection, Service
from contracts.faults import NotFound
from contracts.partner.v1 import GET_PARTNER, GetPartnerRequest, GetPartnerResponse, Partner
from contracts.platform.v1 import Actor
from hypothesis import settings
from pymongo import monitoring

# The machine's load decides how long an example takes: that is no fact about our code.
settings.register_profile("steady", deadline=None, database=None, derandomize=True)
settings.load_profile("steady")

_QUERIES = {"find", "aggregate", "count", "distinct"}


class Queries(monitoring.CommandListener):
    """Notes every query that the driver sends."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in _QUERIES:
            self.names.append(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


QUERIES = Queries()
# Counts for the clients that are made from here on: those of the tests.
monitoring.register(QUERIES)


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


@pytest.fixture
def partner_of() -> Callable[..., Actor]:
    """Give what makes somebody who works for the named partner."""

    def partner_of(slug: str, **memberships: str) -> Actor:
        return Actor.parse(
            {
                "type": "user",
                "id": "0199f3a0-0000-7000-8000-00000000000c",
                "audience": "dezky-partner",
                "partnerSlug": slug,
                "memberships": [
                    {"tenantSlug": tenant, "role": role} for tenant, role in memberships.items()
                ],
            }
        )

    return partner_of


@pytest.fixture
def partner_service() -> Callable[[Connection], Awaitable[Service]]:
    """Give what starts the partner service: two partners under contract, one no longer."""

    async def get_partner(request: GetPartnerRequest) -> GetPartnerResponse:
        if request.slug not in {"reseller", "other", "former"}:
            raise NotFound("There is no such partner.", reason="partner_not_found")
        partner = Partner.parse(
            {
                "id": "0199f3a0-0000-7000-8000-0000000000aa",
                "slug": request.slug,
                "name": request.slug.title(),
                "status": "terminated" if request.slug == "former" else "active",
                "createdAt": "2026-01-01T00:00:00Z",
                "updatedAt": "2026-01-01T00:00:00Z",
            }
        )
        return GetPartnerResponse(partner=partner)

    async def started(connection: Connection) -> Service:
        service = Service(connection, name="partner", version="1.0.0", description="Partners.")
        service.add(GET_PARTNER, get_partner)
        await service.start()
        return service

    return started


@pytest.fixture
def queries() -> list[str]:
    """Give the names of the queries that the database is asked, from now on."""
    QUERIES.names.clear()
    return QUERIES.names
