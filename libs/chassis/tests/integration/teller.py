"""Changes accounts as fast as it can, and prints each change once it is acknowledged."""

import asyncio
import json
import os
import random
import sys
from typing import ClassVar

import structlog
import uvloop
from bus import connect
from chassis import Outbox, OutboxEntry, StoredDocument, mongo, outbox_index
from chassis.relay import Relay
from contracts.faults import Fault
from contracts.message import Message
from pymongo.errors import PyMongoError

ACCOUNTS = 12
TELLERS = 16


class Account(Message):
    name: str
    balance: int = 0


class AccountDocument(StoredDocument, Account, extra="ignore"):
    class Settings:
        """Found by the sweep."""

        name = "accounts"
        keep_nulls = False
        indexes: ClassVar = [outbox_index()]

    def projections(self):
        payload = json.dumps({"id": self.id, "version": self.version, "balance": self.balance})
        return [OutboxEntry(kind="directory", subject=f"account.{self.name}", payload=payload)]


def deposited(account) -> list[OutboxEntry]:
    """Change the account; return what tells of it."""
    account.balance += 1
    told = json.dumps({"account": account.name, "number": account.balance})
    return [OutboxEntry(subject="event.bank._.deposited", payload=told)]


async def tell(outbox: Outbox) -> None:
    """Deposit into one account after the other; what fails is tried elsewhere."""
    collection = AccountDocument.get_pymongo_collection()
    while True:
        identity = f"account-{random.randrange(ACCOUNTS)}"

        async def load(identity=identity):
            found = await collection.find_one({"_id": identity})
            return AccountDocument.read_stored(found)

        try:
            account = await outbox.change(load, deposited)
        except (Fault, PyMongoError):
            await asyncio.sleep(0.01)
        else:
            line = json.dumps({"account": account.name, "number": account.balance})
            # Unbuffered: a killed process prints nothing later.
            os.write(sys.stdout.fileno(), f"{line}\n".encode())


async def main(mongo_url: str, nats_url: str) -> None:
    connection = await connect(nats_url, name="teller")
    async with mongo.opened(mongo_url, "bank") as database:
        await mongo.prepare(database, [AccountDocument])
        collection = AccountDocument.get_pymongo_collection()
        for number in range(ACCOUNTS):
            fresh = AccountDocument(id=f"account-{number}", name=f"a{number}").storable()
            fresh.pop("_id")
            await collection.update_one(
                {"_id": f"account-{number}"}, {"$setOnInsert": fresh | {"outbox": []}}, upsert=True
            )
        relay = Relay(connection, [collection])
        await asyncio.gather(relay.run(), *(tell(Outbox(relay.wake)) for _ in range(TELLERS)))


if __name__ == "__main__":
    # Standard output is for what was acknowledged.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    uvloop.run(main(*sys.argv[1:]))
