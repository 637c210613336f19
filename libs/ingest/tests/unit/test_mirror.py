"""Who is who and whose is what."""

from bus import Entry
from chassis.directory import actor_key
from contracts.tenant.v1 import TenantRecord
from ingest import tenant_of


class TestTenants:
    def test_domain(self, mirror):
        """An address belongs to whose domain it has, in any spelling."""
        for address in ("a@ACME.example", "acme.example", "<a@acme.example.>"):
            assert mirror.tenant_of_address(address) == "acme"

    def test_international_domain(self, mirror):
        """Mail servers tell names as people write them; the directory has them encoded."""
        assert mirror.tenant_of_address("zoë@müller-söhne.example") == "acme"

    def test_nonsense(self, mirror):
        """What attackers type is nobody's."""
        for address in ("", "root", "a@b@", "a@" + "x" * 300, "@..", "acme.example@evil.example"):
            assert mirror.tenant_of_address(address) is None

    def test_domain_given_up(self, mirror, put):
        """A domain that a tenant no longer has is nobody's."""
        mirror.see(put("tenant.acme", _acme(["new.example"])))
        assert mirror.tenant_of_address("a@acme.example") is None
        assert mirror.tenant_of_address("a@new.example") == "acme"

    def test_space(self, mirror):
        """A space belongs to whom it was given."""
        assert (mirror.tenant_of_space("s1"), mirror.tenant_of_space("s2")) == ("acme", None)


class TestPeople:
    def test_verified(self, mirror):
        """A verified address is one person's."""
        assert tenant_of(mirror.person("LI@acme.example")) == "acme"

    def test_claimed_once(self, mirror):
        """An address that one person alone claims will do."""
        assert tenant_of(mirror.person("zoe@elsewhere.example")) == "acme"

    def test_claimed_twice(self, mirror):
        """An address that two claim tells nothing."""
        assert mirror.person("twin@elsewhere.example") is None

    def test_identity_at_a_source(self, mirror):
        """Provisioning tells who somebody is elsewhere."""
        assert mirror.person_at("ocis", "u1").email == "li@acme.example"
        assert mirror.person_at("stalwart", "u1") is None

    def test_gone(self, mirror):
        """A record that was deleted is forgotten, and its claim with it."""
        mirror.see(Entry(actor_key("i", "twin1"), b"", 2, deleted=True))
        assert mirror.person("twin@elsewhere.example") is not None

    def test_malformed(self, mirror):
        """A value that nobody can read harms nothing else."""
        mirror.see(Entry("tenant.broken", b"{", 3))
        assert mirror.has_tenant("acme")


def _acme(domains):
    return TenantRecord(id="0190f5b2-0000-7000-8000-000000000001", slug="acme", domains=domains)
