"""Every query about states; nothing else touches the collection."""

from collections.abc import Iterable

from pymongo import ReplaceOne

from health.results.documents import StateDocument
from health.results.live import Live


class StateStore:
    """The newest state of every target."""

    async def put_all(self, states: Iterable[Live]) -> None:
        """Store states, over whatever was there."""
        writes = [
            ReplaceOne({"_id": one.id}, one.model_dump(exclude={"id"}), upsert=True)
            for one in states
        ]
        if writes:
            await StateDocument.get_pymongo_collection().bulk_write(writes, ordered=False)

    async def read_all(self) -> list[Live]:
        """Return every state."""
        found = await StateDocument.get_pymongo_collection().find({}).to_list()
        return [Live.model_validate({**raw, "id": raw["_id"]}) for raw in found]
