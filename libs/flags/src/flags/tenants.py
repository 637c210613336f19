"""A mirror of the directory's tenants, each ready to be a subject."""

from collections.abc import Callable, Mapping

import structlog
from bus import Entry
from chassis.directory import tenant_key
from contracts.tenant.v1 import Tenant, TenantRecord
from pydantic import ValidationError

from flags.subject import Subject

log = structlog.get_logger()

Changed = Callable[[str], None]
PREFIX = tenant_key("").rstrip(".")
_KEY = tenant_key("")


class Tenants:
    """Who there is, by slug."""

    def __init__(self) -> None:
        self._records: dict[str, TenantRecord] = {}
        self._subjects: dict[str | None, Subject] = {}
        self._environment: str | None = None
        self._listeners: list[Changed] = []

    @property
    def records(self) -> Mapping[str, TenantRecord]:
        """What the directory says of each."""
        return self._records

    def subject(self, slug: str | None) -> Subject:
        """Return a tenant as subject; of one that isn't known, nothing but its slug is."""
        known = self._subjects.get(slug)
        if known is not None:
            return known
        return Subject(tenant_slug=slug, environment=self._environment)

    def on_change(self, listener: Changed) -> Callable[[], None]:
        """Call back with the slug of each tenant that changed; return what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def see(self, entry: Entry) -> None:
        """Take in what the directory says of a key."""
        slug = entry.key.removeprefix(_KEY)
        if entry.deleted:
            self._records.pop(slug, None)
            self._subjects.pop(slug, None)
            return
        try:
            record = TenantRecord.read(entry.value)
        except ValidationError:
            # The last good one stays.
            log.error("tenant_record_malformed", key=entry.key)  # noqa: TRY400 - not our value
            return
        self._put(record)

    def take(self, tenant: Tenant) -> None:
        """Take in what the tenant's own service says, before the directory does."""
        self._put(TenantRecord.read(tenant.dump()))

    def move_to(self, environment: str | None) -> None:
        """Evaluate for this environment from now on."""
        if environment != self._environment:
            self._environment = environment
            self._subjects = {slug: self._subject(one) for slug, one in self._records.items()}

    def _put(self, record: TenantRecord) -> None:
        held = self._records.get(record.slug)
        if held is None or record.version >= held.version:
            self._records[record.slug] = record
            self._subjects[record.slug] = self._subject(record)
            for listener in tuple(self._listeners):
                listener(record.slug)

    def _subject(self, record: TenantRecord) -> Subject:
        return Subject(
            tenant_id=record.id,
            tenant_slug=record.slug,
            plan=record.plan or None,
            partner_slug=record.partner_slug or None,
            environment=self._environment,
        )
