"""From conditions to what stored entries are looked up by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audit.persons.veil import Veil
from audit.query.conditions import Condition, Kind
from audit.text import AFTER_ANY_LETTER
from audit.vocabulary.store import Vocabulary

# A beginning that more words than this share is looked up as a range of words.
_MOST_WORDS = 8
_FIELDS = {
    Kind.ACTION: "actionPaths",
    Kind.TENANT: "tenantSlug",
    Kind.PARTNER: "partnerSlug",
    Kind.OUTCOME: "outcome",
    Kind.SOURCE: "source",
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """A stored field that equals one of `values`, or none of them.

    With `is_exact` an index finds each value by itself.
    """

    field: str
    values: Sequence[Any]
    is_excluded: bool = False
    is_exact: bool = True


class Lookup:
    """Knows under which keys people and words are stored."""

    def __init__(self, veil: Veil, vocabulary: Vocabulary) -> None:
        self._veil = veil
        self._vocabulary = vocabulary

    async def criteria(self, conditions: Sequence[Condition]) -> list[Criterion]:
        """Return what must hold for stored entries; every one of them."""
        return [one for condition in conditions for one in await self._criteria(condition)]

    async def _criteria(self, condition: Condition) -> list[Criterion]:
        if condition.kind in _FIELDS:
            field = _FIELDS[condition.kind]
            return [Criterion(field, condition.values, condition.is_excluded)]
        if condition.kind is Kind.ACTOR:
            keys = [await self._veil.actor_key(email) for email in condition.values]
            actors = Criterion("actorKey", keys, condition.is_excluded)
            # Everything that tells of a person has an index; who acted is looked at.
            return [actors] if condition.is_excluded else [Criterion("people", keys), actors]
        return [await self._words(condition)]

    async def _words(self, condition: Condition) -> Criterion:
        (word,) = condition.values
        # Words of personal fields are keyed: those are found whole. What no entry has isn't asked.
        whole = await self._vocabulary.present_in_all([word, await self._veil.keyed_word(word)])
        if condition.kind is Kind.WORD:
            return Criterion("words", whole)
        known = await self._vocabulary.beginning_with_in_all(word, limit=_MOST_WORDS + 1)
        if len(known) > _MOST_WORDS:
            beginning = {"$elemMatch": {"$gte": word, "$lt": word + AFTER_ANY_LETTER}}
            return Criterion("words", [beginning, *whole], is_exact=False)
        return Criterion("words", list(dict.fromkeys([*whole, *known])))
