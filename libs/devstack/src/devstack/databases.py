"""Databases of tests, whose indexes are made once: what a test wrote to is dropped, no more."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from beanie import Document, init_beanie
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

AnyDatabase = AsyncDatabase[dict[str, Any]]
Prepare = Callable[[Sequence[type[Document]]], Awaitable[None]]
# What a test left to the server when it ended is done by the time its database has a turn again.
_TURNS = 2
_WRITING = {"insert", "update", "delete", "findAndModify", "create", "createIndexes"}


class Databases(CommandListener):
    """What the tests of one process use on one server; those of a package use two by turns.

    It listens to the commands of their clients, to know what they wrote to. Deleting the documents
    would not do: in unique indexes the embedded database keeps what they had before an update.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._uses: Counter[str] = Counter()
        self._prepared: dict[str, set[type[Document]]] = defaultdict(set)
        self._written: dict[str, set[str]] = defaultdict(set)

    @property
    def names(self) -> Sequence[str]:
        """All that were ever written to."""
        return list(self._written)

    def next_name(self, package: str) -> str:
        """Name the database of a package's next test; it has to be emptied first."""
        self._uses[package] += 1
        return f"test_{self._prefix}_{package}_{self._uses[package] % _TURNS}"

    async def empty(self, database: AnyDatabase) -> None:
        """Drop every collection that may hold documents."""
        written, prepared = self._written[database.name], self._prepared[database.name]
        for name in written:
            await database.drop_collection(name)
        prepared -= {one for one in prepared if one.get_collection_name() in written}
        written.clear()

    async def prepare(self, database: AnyDatabase, documents: Sequence[type[Document]]) -> None:
        """Bind documents to a database, with their indexes, as `chassis.mongo.prepare` does."""
        written, prepared = self._written[database.name], self._prepared[database.name]
        before = set(written)
        known = [one for one in documents if one in prepared]
        await init_beanie(database=database, document_models=known, skip_indexes=True)
        new = [one for one in documents if one not in prepared]
        await init_beanie(database=database, document_models=new)
        prepared.update(new)
        # That it has indexes is no reason to drop it.
        written -= {one.get_collection_name() for one in new} - before

    def started(self, event: CommandStartedEvent) -> None:
        """Note what is written to."""
        if event.command_name in _WRITING:
            self._written[event.database_name].add(event.command[event.command_name])

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Nothing more is to be known."""

    def failed(self, event: CommandFailedEvent) -> None:
        """It may have written nevertheless."""
