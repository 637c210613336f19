"""Making the demo through the public API."""

import json

import httpx2
import pytest
from devstack.api import Api, Refused
from devstack.demo import DemoTenant, demo
from devstack.seed import Seed


class FakeGateway:
    """The routes of tenants and their people, in memory, counting what changes."""

    def __init__(self):
        self.tenants = {}
        self.users = {}
        self.partners = {}
        self.subscriptions = {}
        self.changes = []
        self.fails_after = 10_000
        self.provisions = False

    def __call__(self, request):
        _, _, slug, *rest = [*request.url.path.split("/"), "", ""]
        body = json.loads(request.content or b"{}")
        if request.method != "GET" and len(self.changes) >= self.fails_after:
            return httpx2.Response(500)
        if request.url.path == "/tenants" or request.url.path.startswith("/partners"):
            return self._create(body) if "plan" in body else self._partner(slug, body)
        if rest[0] == "subscription":
            return self._subscription(slug, body, request.method)
        if slug and request.url.path.startswith("/users/"):
            return self._deactivate(slug)
        if rest[0] == "users":
            return self._people(slug, body, request.method)
        return self._change(request, slug, body)

    def _partner(self, slug, body):
        """Create one, or add somebody to it; both are there once only."""
        known = self.partners.setdefault(slug, {})
        key = body.get("email", body.get("slug"))
        if key in known:
            return httpx2.Response(200 if slug else 409)
        known[key] = body
        self.changes.append(f"partner {key}")
        return httpx2.Response(201, json=body)

    def _subscription(self, slug, body, method):
        if method == "GET":
            return httpx2.Response(200 if slug in self.subscriptions else 404, json={})
        self.subscriptions[slug] = body
        self.changes.append(f"subscribe {slug}")
        return httpx2.Response(201, json=body)

    def _create(self, body):
        if body["slug"] in self.tenants:
            return httpx2.Response(409)
        self.changes.append(f"create {body['slug']}")
        status = "pending" if self.provisions else "active"
        self.tenants[body["slug"]] = body | {"version": 1, "status": status}
        return httpx2.Response(201, json=self.tenants[body["slug"]])

    def _people(self, slug, body, method):
        if method == "GET":
            users = [user for user in self.users.values() if user["slug"] == slug]
            return httpx2.Response(200, json={"items": users})
        user = body | {"id": f"id-{body['email']}", "active": True, "slug": slug}
        self.users[user["id"]] = user
        self.changes.append(f"add {body['email']}")
        return httpx2.Response(200, json=user)

    def _deactivate(self, user_id):
        self.users[user_id]["active"] = False
        self.changes.append(f"deactivate {user_id}")
        return httpx2.Response(200, json=self.users[user_id])

    def _change(self, request, slug, body):
        tenant = self.tenants[slug]
        if request.method == "GET":
            answer = httpx2.Response(200, json=dict(tenant))
            if tenant["status"] == "pending":
                # Provisioned by the next look.
                tenant |= {"version": 2, "status": "active"}
            return answer
        if request.method == "PATCH" and request.headers["If-Match"] != f'"{tenant["version"]}"':
            return httpx2.Response(412)
        statuses = {"suspend": "suspended", "resume": "active"}
        action = request.url.path.rpartition("/")[2]
        status = "deleted" if request.method == "DELETE" else statuses.get(action)
        change = {"status": status} if status else body
        self.tenants[slug] = tenant | change | {"version": tenant["version"] + 1}
        self.changes.append(f"{request.method} {request.url.path}")
        return httpx2.Response(200, json=self.tenants[slug])


@pytest.fixture
def gateway():
    return FakeGateway()


@pytest.fixture
def seed(gateway):
    with Api("http://gateway", "token", transport=httpx2.MockTransport(gateway)) as api:
        yield Seed(api)


def _add_all(seed):
    for partner in demo().partners:
        seed.add_partner(partner)
    seed.add_all(demo().tenants)


class TestAdd:
    def test_makes_every_tenant(self, seed, gateway):
        """All tenants of the demo are there."""
        _add_all(seed)
        assert set(gateway.tenants) == {tenant.slug for tenant in demo().tenants}

    def test_makes_some_suspended_and_one_deleted(self, seed, gateway):
        """The demo shows every status that a tenant can have without integrations."""
        _add_all(seed)
        statuses = [tenant["status"] for tenant in gateway.tenants.values()]
        assert (statuses.count("suspended"), statuses.count("deleted")) == (2, 1)

    def test_makes_partners(self, seed, gateway):
        """Partners are there with their share, before the tenants that name them."""
        _add_all(seed)
        assert gateway.partners[""]["nordwind"]["marginPct"] == 17.5
        assert "partner@nordwind.localhost" in gateway.partners["nordwind"]
        assert gateway.tenants["kaltwasser"]["partnerSlug"] == "nordwind"

    def test_subscribes(self, seed, gateway):
        """Money is whole minor units of some currency."""
        _add_all(seed)
        assert gateway.subscriptions["tidewater"]["unitPrice"] == {
            "amountMinor": 790,
            "currency": "GBP",
        }

    def test_deactivates_who_left(self, seed, gateway):
        """Somebody who left is there, and inactive."""
        _add_all(seed)
        assert not gateway.users["id-bugs@acme.example"]["active"]

    def test_changes_nothing_the_second_time(self, seed, gateway):
        """A second run adds no tenant, nobody, and no history."""
        _add_all(seed)
        before = list(gateway.changes)
        _add_all(seed)
        assert gateway.changes == before

    @pytest.mark.parametrize("fails_after", range(1, 58, 4))
    def test_takes_up_where_it_was_interrupted(self, seed, gateway, fails_after):
        """A run that breaks off anywhere is completed by the next, nothing happening twice."""
        gateway.fails_after = fails_after
        with pytest.raises(Refused):
            _add_all(seed)
        gateway.fails_after = 10_000
        _add_all(seed)
        complete = FakeGateway()
        with Api("http://gateway", "token", transport=httpx2.MockTransport(complete)) as api:
            _add_all(Seed(api))
        assert sorted(gateway.changes) == sorted(complete.changes)

    def test_waits_until_provisioned(self, gateway):
        """A tenant's history begins once it is active, and is complete then."""
        gateway.provisions = True
        with Api("http://gateway", "token", transport=httpx2.MockTransport(gateway)) as api:
            _add_all(Seed(api, provisions=True))
            versions = {slug: tenant["version"] for slug, tenant in gateway.tenants.items()}
            assert versions == {one.slug: 2 + len(one.history) for one in demo().tenants}
            before = list(gateway.changes)
            _add_all(Seed(api, provisions=True))
        assert gateway.changes == before

    def test_leaves_what_a_person_has_changed(self, seed, gateway):
        """A tenant that was resumed by hand is not suspended again."""
        suspended = DemoTenant.model_validate(
            {
                "slug": "a",
                "name": "A",
                "plan": "starter",
                "domains": [],
                "history": [{"suspend": "why"}],
            }
        )
        seed.add_all([suspended])
        gateway.tenants["a"] |= {"status": "active", "version": 3}
        seed.add_all([suspended])
        assert gateway.tenants["a"]["status"] == "active"
