"""All pages about tenants; those with fixed names before those with a slug in their place."""

from console.pages.tenants import (
    billing,
    creating,
    danger,
    listing,
    overview,
    people,
    timeline,
)

ROUTERS = (
    listing.router,
    creating.router,
    overview.router,
    people.router,
    billing.router,
    timeline.router,
    danger.router,
)
