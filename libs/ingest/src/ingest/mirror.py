"""Who is who and whose is what: the KV bucket `directory` in memory."""

import asyncio

import structlog
from bus import Connection, Entry
from chassis.directory import BUCKET, person_key
from contracts.faults import Fault
from contracts.tenant.v1 import ActorRecord, SpaceRecord, TenantRecord
from pydantic import ValidationError

from ingest.outcomes import Person

log = structlog.get_logger()
_RETRY_SECONDS = 0.5


class Mirror:
    """Follows the bucket: a tenant or a person counts as soon as the value arrives."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._loaded = asyncio.Event()
        self._tenants: dict[str, TenantRecord] = {}
        self._domains: dict[str, str] = {}
        self._spaces: dict[str, str] = {}
        self._people: dict[str, Person] = {}
        # address -> the keys of the records that claim it
        self._claims: dict[str, set[str]] = {}

    async def loaded(self) -> None:
        """Wait until everything was read once: before that every tenant would be unknown."""
        await self._loaded.wait()

    async def follow(self) -> None:
        """Read everything, then every change, until cancelled."""
        while True:
            try:
                watch = await self._connection.key_value(BUCKET).watch(self.see)
            except Fault as fault:
                log.warning("directory_awaited", reason=fault.reason)
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                break
        try:
            await asyncio.Event().wait()
        finally:
            await watch.stop()

    def has_tenant(self, slug: str) -> bool:
        """Say whether there is such a tenant."""
        return slug in self._tenants

    def tenant_of_address(self, address: str) -> str | None:
        """Return whose domain the address, or the bare domain, belongs to."""
        return self._domains.get(_domain(address))

    def tenant_of_space(self, space: str) -> str | None:
        """Return who was given this oCIS space."""
        return self._spaces.get(space)

    def person(self, email: str) -> Person | None:
        """Return who has this address, verified; else the only one who claims it."""
        if not email:
            return None
        address = email.lower()
        verified = self._people.get(person_key("email", address))
        if verified:
            return verified
        claiming = {
            self._people[key].id: self._people[key] for key in self._claims.get(address, ())
        }
        return next(iter(claiming.values())) if len(claiming) == 1 else None

    def person_at(self, source: str, identity: str) -> Person | None:
        """Return who has this identity at the source."""
        return self._people.get(person_key(source, identity))

    def see(self, entry: Entry | None) -> None:
        """Take a value, a deletion, or the word that everything was told."""
        if entry is None:
            self._loaded.set()
            log.info("directory_loaded", tenants=len(self._tenants), people=len(self._people))
            return
        kind, _, rest = entry.key.partition(".")
        try:
            if kind == "tenant":
                self._see_tenant(rest, None if entry.deleted else TenantRecord.read(entry.value))
            elif kind == "space":
                self._spaces.pop(rest, None)
                if not entry.deleted:
                    self._spaces[rest] = SpaceRecord.read(entry.value).tenant_slug
            elif kind in {"actor", "person"}:
                self._see_person(
                    entry.key, None if entry.deleted else ActorRecord.read(entry.value)
                )
        except ValidationError:
            log.exception("directory_value_malformed", key=entry.key, revision=entry.revision)

    def _see_tenant(self, slug: str, record: TenantRecord | None) -> None:
        before = self._tenants.pop(slug, None)
        for domain in before.domains if before else ():
            if self._domains.get(domain) == slug:
                del self._domains[domain]
        if record:
            self._tenants[slug] = record
            self._domains |= dict.fromkeys(record.domains, slug)

    def _see_person(self, key: str, record: ActorRecord | None) -> None:
        before = self._people.pop(key, None)
        if before:
            self._claims.get(before.email, set()).discard(key)
        if record and not record.gone:
            tenants = tuple(one.tenant_slug for one in record.memberships)
            self._people[key] = Person(record.id, record.email.lower(), record.name, tenants)
            if record.email:
                self._claims.setdefault(record.email.lower(), set()).add(key)


def _domain(address: str) -> str:
    """Return the domain as the tenant service keeps it: lower case, international names encoded."""
    domain = address.rpartition("@")[2].strip().strip("<>").rstrip(".").lower()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
