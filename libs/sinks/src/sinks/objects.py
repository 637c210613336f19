"""Object storage: compressed lines of JSON, laid out by the hour."""

import gzip
import json
from collections.abc import Sequence
from itertools import groupby

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import ObjectStore

from sinks.guard import AddressRefused, Guard
from sinks.records import Record
from sinks.sink import NotDelivered


class Objects:
    """Puts `2026/11/26/01/<first index>-<last index>.jsonl.gz`, by the hour of each entry."""

    def __init__(self, store: ObjectStore, *, guard: Guard | None = None, host: str = "") -> None:
        """`host` is looked up and checked before each put: the store's client looks it up again."""
        self._store = store
        self._guard = guard
        self._host = host

    async def send(self, records: Sequence[Record]) -> None:
        """Return when every object is there; putting the same records again changes nothing."""
        await self._check()
        for hour, group in groupby(records, key=_hour):
            kept = list(group)
            path = f"{hour}/{_name(kept[0])}-{_name(kept[-1])}.jsonl.gz"
            lines = (json.dumps(one.data, ensure_ascii=False).encode() + b"\n" for one in kept)
            body = gzip.compress(b"".join(lines), mtime=0)
            try:
                await obstore.put_async(self._store, path, body)
            except (BaseError, OSError) as error:
                raise NotDelivered(_told(error)) from error

    async def _check(self) -> None:
        if self._guard is None or not self._host:
            return
        try:
            await self._guard.resolve(self._host, is_trusted=False)
        except AddressRefused as refused:
            raise NotDelivered(str(refused)) from refused


def _told(error: Exception) -> str:
    """Say what is wrong; what the store's client says names addresses and keys."""
    match error:
        case PermissionDeniedError() | UnauthenticatedError():
            return "the store refuses this key"
        case FileNotFoundError():
            return "there is no such bucket or folder"
        case _:
            return type(error).__name__


def _hour(record: Record) -> str:
    return record.at.strftime("%Y/%m/%d/%H")


def _name(record: Record) -> str:
    return record.id if record.index is None else f"{record.index:016d}"
