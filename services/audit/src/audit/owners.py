"""Whose tenant each one is: the tenants of the KV bucket `directory`, in memory (ADR 0034)."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from bus import Connection, Entry, Watch
from chassis.awaiting import until_there
from chassis.directory import BUCKET, tenant_key
from contracts.tenant.v1 import TenantRecord
from pydantic import ValidationError

log = structlog.get_logger()
_PREFIX = "tenant"
# Who owns tenants knows of a new partner before the directory does.
_OWNER = "tenant"


class Owners:
    """Follows the bucket from the first question on; tells which partner an entry belongs to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._partners: dict[str, str] = {}
        self._held: dict[str, str] = {}
        self._watch: Watch | None = None
        self._loaded = asyncio.Event()
        self._beginning = asyncio.Lock()

    async def loaded(self) -> None:
        """Return once every tenant has been seen: an entry is stored once, and never changed."""
        async with self._beginning:
            if self._watch is None:
                bucket = self._connection.key_value(BUCKET)
                watching = partial(bucket.watch, self.see, prefix=_PREFIX)
                self._watch = await until_there("directory", watching)
        await self._loaded.wait()

    def see(self, entry: Entry | None) -> None:
        """Take a value over; None when the bucket has been read."""
        if entry is None:
            self._loaded.set()
            log.info("owners_loaded", tenants=len(self._partners))
            return
        self._partners.pop(entry.key, None)
        if entry.deleted:
            self._held.pop(entry.key, None)
            return
        try:
            record = TenantRecord.read(entry.value)
        except ValidationError:
            # What can't be read is no reason to let go of anything: a hold stays.
            log.exception("directory_value_malformed", key=entry.key, revision=entry.revision)
            return
        self._partners[entry.key] = record.partner_slug
        self._held.pop(entry.key, None)
        if record.legal_hold:
            self._held[entry.key] = record.slug

    def knows(self, slug: str) -> bool:
        """Say whether there is, or was, such a tenant."""
        return tenant_key(slug) in self._partners

    def held(self) -> frozenset[str]:
        """Return the slugs of tenants under legal hold: nothing of theirs is deleted."""
        return frozenset(self._held.values())

    def partner_of(self, entry: Mapping[str, Any]) -> str:
        """Return the partner whose entry it is, empty for nobody's.

        On a tenant's timeline the body has no say, but for the tenant service's: otherwise any
        source could show its entries to any partner, or hide them.
        """
        told: str = entry["partnerSlug"]
        if not entry["tenantSlug"]:
            return told
        mirrored = self.partner_of_tenant(entry["tenantSlug"])
        return told or mirrored if entry["source"] == _OWNER else mirrored

    def partner_of_tenant(self, slug: str) -> str:
        """Return the partner whose tenant it is, empty for nobody's."""
        return self._partners.get(tenant_key(slug), "")
