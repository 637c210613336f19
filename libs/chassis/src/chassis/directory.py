"""The KV read model `directory`: its keys, and a put that never lets an older value win."""

import hashlib
import json
from typing import Any, Literal

from bus import Connection

BUCKET = "directory"

# Since when the key is this document's, and the document's version. Identities grow with time
# (UUIDv7): whoever took over a key begins at whatever version, and is newer nevertheless.
Age = tuple[str, int]
_OLDEST: Age = ("", -1)


def tenant_key(slug: str) -> str:
    """Return the key of a tenant's record."""
    return f"tenant.{slug}"


def actor_key(issuer: str, subject: str) -> str:
    """Return the key of a person's record; hashed, for it names a person."""
    return f"actor.{hashlib.sha256(f'{issuer}|{subject}'.encode()).hexdigest()}"


def person_key(source: str, identity: str) -> str:
    """Return the key of a person by an identity at a source, or by `email`; hashed as well."""
    return f"person.{source}.{hashlib.sha256(identity.encode(errors='replace')).hexdigest()}"


def api_key_key(secret: str) -> str:
    """Return the key of an API key's record; hashed, for nobody is to learn secrets from it."""
    return f"apikey.{hashlib.sha256(secret.encode(errors='replace')).hexdigest()}"


async def put_newer(
    connection: Connection,
    *,
    bucket: str = BUCKET,
    key: str,
    payload: str,
    over: Literal["older", "different"] = "older",
) -> bool:
    """Put the record `payload` unless the bucket holds a newer one; say whether it did.

    Two relays of one service may publish the same document's records in any order. A record of the
    same version is left alone, or replaced where it is "different" and newer code has made ours.
    Raises ValueError for what is no record.
    """
    records = connection.key_value(bucket)
    value = payload.encode()
    age = _age(json.loads(payload))
    while True:
        held = await records.get(key)
        if held is None:
            written = await records.create(key, value)
        else:
            there = _age_of_held(held.value)
            if there > age or (there == age and (over == "older" or held.value == value)):
                return False
            written = await records.update(key, value, revision=held.revision)
        # None: somebody else wrote between our read and our write, so look again.
        if written is not None:
            return True


def _age(record: Any) -> Age:
    if not isinstance(record, dict) or not isinstance(record.get("version"), int):
        raise ValueError("a record has a version")  # noqa: TRY004 - a wrong value, not our mistake
    return str(record.get("since") or record.get("id", "")), record["version"]


def _age_of_held(value: bytes) -> Age:
    """What nobody can read is older than everything."""
    try:
        return _age(json.loads(value))
    except ValueError:
        return _OLDEST
