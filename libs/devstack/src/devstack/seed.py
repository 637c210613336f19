"""Makes the demo through the public API, as an operator would, so its audit entries are real.

Idempotent: what is there stays, and an interrupted run is taken up where it stopped.
"""

import hashlib
import os
import time
from collections.abc import Sequence
from typing import Any

import httpx2

from devstack.accounts import ACCOUNTS, account
from devstack.api import Api
from devstack.data import SEEDED
from devstack.demo import DemoPartner, DemoTenant, Event, Person, demo, demo_text
from devstack.layout import Layout
from devstack.login import browser, sign_in

_ACTIVE_SECONDS = 60.0
_LOOK_SECONDS = 0.05


class Seed:
    """The operator at work."""

    def __init__(self, api: Api, *, provisions: bool = False) -> None:
        """`provisions`: a tenant becomes active in a version of its own, once it is provisioned."""
        self._api = api
        self._first_version = 2 if provisions else 1

    def add_all(self, tenants: Sequence[DemoTenant]) -> None:
        """Make tenants, their people and their history, as far as they are missing.

        History comes last: they are provisioned while others are made.
        """
        for tenant in tenants:
            if self._create(tenant)["status"] != "deleted":
                self._add_people(tenant)
                self._subscribe(tenant)
        for tenant in tenants:
            stored = self._active(tenant.slug)
            # Each event makes one version, so the version tells how many of them have happened.
            for event in tenant.history[max(0, stored["version"] - self._first_version) :]:
                stored = self._replay(tenant.slug, event, version=stored["version"])

    def add_partner(self, partner: DemoPartner) -> None:
        """Make the partner and its people, as far as they are missing."""
        facts = partner.model_dump(include={"slug", "name", "domain"})
        self._api.send(
            "POST", "/partners", json={**facts, "marginPct": partner.margin}, allowed={409}
        )
        for person in partner.people:
            path = f"/partners/{partner.slug}/users"
            self._api.send("POST", path, json=person.model_dump())

    def _subscribe(self, tenant: DemoTenant) -> None:
        """Whoever subscribed once has a subscription for ever, if only a cancelled one."""
        agreed, path = tenant.subscription, f"/tenants/{tenant.slug}/subscription"
        if (
            agreed is None
            or self._api.send("GET", path, allowed={404}).status_code == httpx2.codes.OK
        ):
            return
        price = {"amountMinor": agreed.price, "currency": agreed.currency}
        facts = agreed.model_dump(include={"seats", "period", "status"})
        self._api.send("POST", path, json={**facts, "unitPrice": price})

    def _create(self, tenant: DemoTenant) -> Any:
        facts = tenant.model_dump(mode="json", include={"slug", "name", "plan", "domains"})
        if tenant.partner:
            facts["partnerSlug"] = tenant.partner
        response = self._api.send("POST", "/tenants", json=facts, allowed={409})
        if response.status_code == httpx2.codes.CONFLICT:
            response = self._api.send("GET", f"/tenants/{tenant.slug}")
        return response.json()

    def _active(self, slug: str) -> Any:
        """Return the tenant once it is no longer pending: then its version stands still."""
        give_up_at = time.monotonic() + _ACTIVE_SECONDS
        while True:
            stored = self._api.send("GET", f"/tenants/{slug}").json()
            if stored["status"] != "pending":
                return stored
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"{slug} is still pending after {_ACTIVE_SECONDS:.0f} s")
            time.sleep(_LOOK_SECONDS)

    def _add_people(self, tenant: DemoTenant) -> None:
        path = f"/tenants/{tenant.slug}/users"
        page = self._api.send("GET", path, params={"limit": "200"}).json()
        known = {user["email"]: user for user in page["items"]}
        for person in tenant.people:
            user = known.get(person.email) or self._add_person(path, person)
            if person.left and user["active"]:
                self._api.send(
                    "POST", f"/users/{user['id']}/deactivate", json={"reason": person.left}
                )

    def _add_person(self, path: str, person: Person) -> Any:
        facts = person.model_dump(include={"email", "name", "role"})
        return self._api.send("POST", path, json=facts).json()

    def _replay(self, slug: str, event: Event, *, version: int) -> Any:
        path = f"/tenants/{slug}"
        if event.suspend:
            response = self._api.send("POST", f"{path}/suspend", json={"reason": event.suspend})
        elif event.resume:
            response = self._api.send("POST", f"{path}/resume", json={})
        elif event.delete:
            response = self._api.send("DELETE", path, params={"reason": event.delete})
        else:
            response = self._api.send(
                "PATCH", path, json=event.change, headers={"If-Match": f'"{version}"'}
            )
        return response.json()


def seed(layout: Layout) -> None:
    """Fill a running stack; the accounts sign in as people do."""
    marker = layout.data / SEEDED
    edition = hashlib.sha256(demo_text().encode()).hexdigest()
    # Only a hint that saves a sign-in: without it the seed finds nothing to do by itself.
    if marker.exists() and marker.read_text() == edition and not layout.foreign_mongo_url:
        return
    for person in (account("operator"), *ACCOUNTS[1:]):
        with browser() as client:
            tokens = sign_in(person, issuer=layout.issuer(person.client), client=client)
        with Api(layout.gateway_url, tokens.access_token) as api:
            if person.username == "operator":
                operator = Seed(api, provisions=bool(layout.standins_port))
                for partner in demo().partners:
                    operator.add_partner(partner)
                operator.add_all(demo().tenants)
            # First sight of a person links the account to the memberships that wait for it.
            api.send("GET", "/me")
    marker.write_text(edition)


if __name__ == "__main__":
    seed(Layout.from_json(os.environ["LAYOUT"]))
