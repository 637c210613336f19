"""The KV read model `directory`: its keys, and a put that never lets an older value win."""

import asyncio
import hashlib
import json

from bus import Connection

BUCKET = "directory"


def tenant_key(slug: str) -> str:
    """Return the key of a tenant's record."""
    return f"tenant.{slug}"


def actor_key(issuer: str, subject: str) -> str:
    """Return the key of a person's record; hashed, for it names a person."""
    return f"actor.{hashlib.sha256(f'{issuer}|{subject}'.encode()).hexdigest()}"


async def put_newer(connection: Connection, *, key: str, payload: str) -> bool:
    """Put the JSON `payload` unless the bucket holds a same or newer `version`; say whether it did.

    Two relays of one service may publish the same document's records in any order.
    """
    bucket = connection.key_value(BUCKET)
    version = json.loads(payload)["version"]
    while True:
        held = await bucket.get(key)
        if held is not None and json.loads(held.value)["version"] >= version:
            return False
        if held is None:
            written = await bucket.create(key, payload.encode())
        else:
            written = await bucket.update(key, payload.encode(), revision=held.revision)
        if written is not None:
            return True
        # Somebody else wrote between our read and our write: look again, without spinning.
        await asyncio.sleep(0)
