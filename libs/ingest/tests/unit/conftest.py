"""A directory that knows one tenant and two people, and the sample source."""

import importlib.util
from pathlib import Path

import pytest
from bus import Entry
from chassis.directory import actor_key, person_key
from contracts.platform.v1 import Membership
from contracts.tenant.v1 import ActorRecord, SpaceRecord, TenantRecord
from ingest.mirror import Mirror

TENANT = "0190f5b2-0000-7000-8000-000000000001"
PERSON = "0190f5b2-0000-7000-8000-00000000000{}"


@pytest.fixture
def put():
    """Make a directory's entry."""
    return lambda key, record: Entry(key, record.dump_json(), 1)


@pytest.fixture
def person():
    """Make a person's record."""

    def make(number, email, *slugs):
        memberships = [Membership(tenant_slug=slug, role="member") for slug in slugs]
        return ActorRecord.model_validate(
            {
                "id": PERSON.format(number),
                "email": email,
                "memberships": memberships,
                "last_login_at": "2026-05-24T12:00:00Z",
            }
        )

    return make


@pytest.fixture
def mirror(put, person):
    """Give a mirror with acme, its domains, a space, and people by every kind of key."""
    mirror = Mirror(connection=None)
    domains = ["acme.example", "xn--mller-shne-kcb9d.example"]
    mirror.see(put("tenant.acme", TenantRecord(id=TENANT, slug="acme", domains=domains)))
    mirror.see(put("space.s1", SpaceRecord(id="x", tenant_slug="acme", version=1)))
    mirror.see(put(person_key("email", "li@acme.example"), person(1, "li@acme.example", "acme")))
    mirror.see(put(person_key("ocis", "u1"), person(1, "li@acme.example", "acme")))
    mirror.see(put(actor_key("i", "zoe"), person(2, "Zoe@elsewhere.example", "acme")))
    mirror.see(put(actor_key("i", "twin1"), person(3, "twin@elsewhere.example", "acme")))
    mirror.see(put(actor_key("i", "twin2"), person(4, "twin@elsewhere.example", "acme")))
    mirror.see(None)
    return mirror


@pytest.fixture(scope="session")
def code_host():
    """Give the module of the sample source, as docs/adding-a-source.md tells to write one."""
    path = Path(__file__).parents[1] / "sample" / "ingest_codehost" / "normalise.py"
    spec = importlib.util.spec_from_file_location("sample_normalise", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
