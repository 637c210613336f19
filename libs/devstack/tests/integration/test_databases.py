"""Databases that tests use by turns."""

import uuid
from typing import ClassVar

import pytest
from beanie import Document
from devstack.databases import Databases
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError


class ShipDocument(Document):
    name: str

    class Settings:
        """A name is given once."""

        name = "ships"
        indexes: ClassVar = [IndexModel([("name", ASCENDING)], name="name", unique=True)]


@pytest.fixture(scope="module")
def databases():
    """Give databases that the other tests of this package don't use."""
    return Databases(uuid.uuid4().hex)


class TestDatabases:
    @pytest.mark.parametrize("turn", range(5))
    async def test_empty_with_indexes(self, database, prepare, turn):
        """Whatever a test has left, the next finds no document, the indexes, and nothing else."""
        assert set(await database.list_collection_names()) <= {"ships"}
        await prepare([ShipDocument])
        assert await database.ships.count_documents({}) == 0
        await ShipDocument(name="Argo").insert()
        with pytest.raises(DuplicateKeyError):
            await ShipDocument(name="Argo").insert()
        await database.left_behind.insert_one({"turn": turn})

    async def test_more_documents_later(self, database, prepare):
        """A document that comes to a database later gets its indexes too."""

        class BoatDocument(ShipDocument):
            class Settings(ShipDocument.Settings):
                """As those of ships."""

                name = "boats"

        await prepare([ShipDocument])
        await prepare([ShipDocument, BoatDocument])
        assert "name" in await database.boats.index_information()
        assert BoatDocument.get_pymongo_collection().database.name == database.name
