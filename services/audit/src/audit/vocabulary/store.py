"""Every query about known words; nothing else touches the collection."""

from collections.abc import Iterable, Sequence

from pymongo.errors import BulkWriteError

from audit.text import AFTER_ANY_LETTER
from audit.vocabulary.documents import WordDocument
from audit.vocabulary.rules import is_word

_DUPLICATE_KEY = 11000
_MOST_CACHED = 100_000


class Vocabulary:
    """Learns the words of entries before they are stored: whoever finds one, finds it by those."""

    def __init__(self) -> None:
        self._learned: set[str] = set()

    async def learn_for_all(self, words: Iterable[str]) -> None:
        """Store those that are new; what is known already costs nothing."""
        fresh = [word for word in set(words) - self._learned if is_word(word)]
        if not fresh:
            return
        collection = WordDocument.get_pymongo_collection()
        try:
            await collection.insert_many([{"_id": word} for word in fresh], ordered=False)
        except BulkWriteError as error:
            if any(one["code"] != _DUPLICATE_KEY for one in error.details["writeErrors"]):
                raise
        if len(self._learned) > _MOST_CACHED:
            self._learned.clear()
        self._learned.update(fresh)

    async def present_in_all(self, words: Sequence[str]) -> list[str]:
        """Return those of the words that some entry may have."""
        collection = WordDocument.get_pymongo_collection()
        rows = await collection.find({"_id": {"$in": list(words)}}).to_list()
        known = {row["_id"] for row in rows}
        return [word for word in words if word in known or not is_word(word)]

    async def beginning_with_in_all(self, text: str, *, limit: int) -> list[str]:
        """Return up to `limit` known words that begin so, in the order of their letters."""
        collection = WordDocument.get_pymongo_collection()
        within = {"_id": {"$gte": text, "$lt": text + AFTER_ANY_LETTER}}
        rows = await collection.find(within).sort("_id", 1).limit(limit).to_list()
        return [row["_id"] for row in rows]
