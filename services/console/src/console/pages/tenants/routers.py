"""All pages about tenants; those with fixed names before those with a slug in their place."""

from console.pages.tenants import (
    billing,
    bulk,
    creating,
    danger,
    listing,
    overview,
    people,
    resources,
    timeline,
)

ROUTERS = (
    listing.router,
    creating.router,
    bulk.router,
    overview.router,
    people.router,
    billing.router,
    timeline.router,
    resources.router,
    danger.router,
)
