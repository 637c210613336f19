"""Every query about known words; nothing else touches the collection."""

from collections.abc import Iterable, Sequence
from itertools import islice

from pymongo.errors import BulkWriteError

from audit.text import AFTER_ANY_LETTER
from audit.vocabulary.documents import WordDocument
from audit.vocabulary.rules import is_word

_DUPLICATE_KEY = 11000
# Of a language, and of the people told of; which is forgotten is only tried to be learned again.
_MOST_AT_HAND = 20_000


class Vocabulary:
    """Learns the words of entries before they are stored: whoever finds one, finds it by those."""

    def __init__(self, *, most_at_hand: int = _MOST_AT_HAND) -> None:
        """Beyond `most_at_hand` those learned first are forgotten here, not in the store."""
        self._most_at_hand = most_at_hand
        self._learned: dict[str, None] = {}

    async def learn_for_all(self, words: Iterable[str]) -> None:
        """Store those that are new; what is known already costs nothing."""
        fresh = [word for word in set(words) - self._learned.keys() if is_word(word)]
        if not fresh:
            return
        collection = WordDocument.get_pymongo_collection()
        try:
            await collection.insert_many([{"_id": word} for word in fresh], ordered=False)
        except BulkWriteError as error:
            if any(one["code"] != _DUPLICATE_KEY for one in error.details["writeErrors"]):
                raise
        self._learned |= dict.fromkeys(fresh)
        for word in list(islice(self._learned, max(len(self._learned) - self._most_at_hand, 0))):
            del self._learned[word]

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
