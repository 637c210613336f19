"""Entries by the hundred thousand, as the audit service would have stored them."""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from audit.arrivals.documents import ArrivalDocument
from audit.arrivals.store import ArrivalStore
from audit.documents import EntryDocument
from audit.entries import entry_of
from audit.persons.declared import DECLARED, Declarations
from audit.persons.documents import PersonDocument, SecretDocument
from audit.persons.keyring import Keyring
from audit.persons.master import MasterKeys
from audit.persons.store import PersonStore
from audit.persons.veil import Veil
from audit.vocabulary.documents import WordDocument
from audit.vocabulary.store import Vocabulary
from beanie import init_beanie
from bus import connect, subjects
from devstack import secrets
from devstack.running import RunningStack
from pymongo import AsyncMongoClient

MANY = 1_000_000

TENANTS = [f"tenant{number:02}" for number in range(20)]
NOUNS = ["invoice", "user", "share", "mailbox", "domain"]
ACTIONS = [f"{noun}.{verb}" for noun in NOUNS for verb in ("created", "removed")]
PEOPLE = [f"person{number:02}@tenant{number % 20:02}.example" for number in range(50)]
SOURCES = ["billing", "shop", "backup", "wiki"]
_SYLLABLES = [a + b for a in "bdfgklmnpr" for b in "aeiou"]
WORDS = [first + second + "n" for first in _SYLLABLES[:10] for second in _SYLLABLES[:10]]
DAYS = 90
_PORTION = 1000
_DOCUMENTS = [ArrivalDocument, EntryDocument, PersonDocument, SecretDocument, WordDocument]


def _entries(numbers: range) -> Iterator[dict[str, Any]]:
    """Give entries spread evenly over the last days, the oldest first, as entries arrive."""
    dice = random.Random(f"{numbers}")
    end = datetime.now(UTC) - timedelta(seconds=60)
    for number in numbers:
        at = end - timedelta(days=DAYS) * ((numbers.stop - number) / len(numbers))
        subject = subjects.audit(dice.choice(SOURCES), dice.choice(TENANTS), dice.choice(ACTIONS))
        body = {
            "id": str(uuid.UUID(int=dice.getrandbits(128))),
            "at": at,
            "actorType": "user",
            "actorEmail": dice.choice(PEOPLE),
            "actorIp": "192.0.2.17",
            "outcome": dice.choices(["success", "failure", "denied"], [80, 15, 5])[0],
            "resourceType": "thing",
            "resourceId": str(number),
            "resourceName": f"{dice.choice(WORDS)} {number}",
            "metadata": {"amountMinor": number, "currency": "EUR"},
        }
        entry = entry_of(subject, body, sequence=number, received_at=at)
        yield entry | {"partnerSlug": f"partner{int(entry['tenantSlug'][-2:]) % 4}"}


async def fill(stack: RunningStack, size: int) -> None:
    """Store so many past the service, in the order of their times, in place of earlier ones."""
    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as client:
        database = client["audit"]
        await init_beanie(database=database, document_models=_DOCUMENTS)
        await database["entries"].delete_many({"source": {"$in": SOURCES}})
        await _seed(_veil(stack), range(size))


async def append(stack: RunningStack, size: int) -> None:
    """Store so many behind all others, and note that they wait: the service will seal them."""
    line = await connect(stack.nats_url, name="bench")
    streamed = (await line.state("AUDIT")).last
    await line.drain()
    async with AsyncMongoClient[dict[str, Any]](stack.mongo_url, tz_aware=True) as client:
        await init_beanie(database=client["audit"], document_models=_DOCUMENTS)
        last = await client["audit"]["seals"].find_one({}, {"sequence": 1}, sort=[("_id", -1)])
        first = max(streamed, last["sequence"] if last else 0) + 1
        await _seed(_veil(stack), range(first, first + size), arrivals=ArrivalStore())


def _veil(stack: RunningStack) -> Veil:
    keys = MasterKeys.read(json.loads(secrets.audit(stack.layout.data)["AUDIT_MASTER_KEYS"]))
    return Veil(Keyring(PersonStore(), keys), Declarations(DECLARED))


async def _seed(veil: Veil, numbers: range, *, arrivals: ArrivalStore | None = None) -> None:
    """A thousand at a time."""
    collection, vocabulary = EntryDocument.get_pymongo_collection(), Vocabulary()
    portion: list[dict[str, Any]] = []
    for entry in _entries(numbers):
        portion.append(entry)
        if len(portion) == _PORTION or entry["sequence"] == numbers.stop - 1:
            covered = await veil.cover(portion)
            await vocabulary.learn_for_all(word for one in covered for word in one["words"])
            await collection.insert_many(covered, ordered=False)
            if arrivals is not None:
                await arrivals.add({one["_id"]: one["sequence"] for one in covered})
            portion = []
