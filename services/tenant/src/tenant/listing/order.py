"""Orders of the list, and the places in them where pages end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from chassis.cursors import CursorMalformed, decode, encode
from contracts.platform.v1 import FieldError

# As the contract names a key -> as it is stored. Names sort as people read them.
_STORED = {"slug": "slug", "name": "sortName", "createdAt": "createdAt", "updatedAt": "updatedAt"}
KEYS = tuple(_STORED.values())
_EPOCH = datetime.fromtimestamp(0, UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Place(NamedTuple):
    """Where a tenant stands in an order, and a page may end: its value of the key, and its slug."""

    value: Any
    slug: str

    @classmethod
    def of(cls, raw: Mapping[str, Any], key: str) -> "Place":
        """Return the place of a stored tenant."""
        return cls(raw.get(key, ""), raw["slug"])


@dataclass(frozen=True, slots=True)
class Order:
    """A key, the slug for ties, both in one direction."""

    key: str
    direction: int

    @classmethod
    def of(cls, sort: str | None) -> "Order":
        """Read what was asked for; without anything it is the slug."""
        asked = sort or "slug"
        return cls(_STORED[asked.lstrip("+-")], -1 if asked.startswith("-") else 1)

    @property
    def by(self) -> dict[str, int]:
        """Give what the database sorts by."""
        return {self.key: self.direction, "slug": self.direction}

    def cursor(self, place: Place) -> str:
        """Return the cursor of the page that ends here; it is good for this order only."""
        value = place.value
        if isinstance(value, datetime):
            value = (value - _EPOCH) // _MILLISECOND
        return encode(self.key, self.direction, value, place.slug)

    def read(self, cursor: str | None) -> Place | None:
        """Return where the page with this cursor ended."""
        if not cursor:
            return None
        is_time = self.key.endswith("At")
        key, direction, value, slug = decode(cursor, kinds=(str, int, int if is_time else str, str))
        if (key, direction) != (self.key, self.direction):
            raise _foreign()
        try:
            edge = _EPOCH + int(value) * _MILLISECOND if is_time else value
        except OverflowError:
            raise _foreign() from None
        return Place(edge, str(slug))

    def between(self, after: Place | None, end: Place | None) -> list[dict[str, Any]]:
        """Return the filters for what comes after one place, and up to another."""
        later, earlier = ("$gt", "$lt") if self.direction > 0 else ("$lt", "$gt")
        behind = [self._beyond(after, later, later)] if after else []
        return behind + ([self._beyond(end, earlier, f"{earlier}e")] if end else [])

    def window(self, after: Place | None, end: Place | None) -> dict[str, Any]:
        """Return the same as far as the index covers it, ties at both ends included."""
        later, earlier = ("$gte", "$lte") if self.direction > 0 else ("$lte", "$gte")
        edges = {later: after, earlier: end}
        bounds = {operator: place.value for operator, place in edges.items() if place}
        return {self.key: bounds} if bounds else {}

    def _beyond(self, place: Place, beyond: str, tied: str) -> dict[str, Any]:
        if self.key == "slug":
            return {"slug": {tied: place.slug}}
        tie = {self.key: place.value, "slug": {tied: place.slug}}
        return {"$or": [{self.key: {beyond: place.value}}, tie]}


def _foreign() -> CursorMalformed:
    errors = [FieldError(field="cursor", message="belongs to another order")]
    return CursorMalformed("The cursor belongs to another order; start without one.", errors=errors)
