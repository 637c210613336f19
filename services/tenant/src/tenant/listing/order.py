"""Orders of the list, and the places in them where pages end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.cursors import CursorMalformed, decode, encode
from contracts.platform.v1 import FieldError

# As the contract names a key -> as it is stored. Names sort as people read them.
_KEYS = {"slug": "slug", "name": "sortName", "createdAt": "createdAt", "updatedAt": "updatedAt"}
_EPOCH = datetime.fromtimestamp(0, UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the last row's value of the key, and its slug."""

    value: Any
    slug: str


@dataclass(frozen=True, slots=True)
class Order:
    """A key, the slug for ties, both in one direction."""

    key: str
    direction: int

    @classmethod
    def of(cls, sort: str | None) -> "Order":
        """Read what was asked for; without anything it is the slug."""
        asked = sort or "slug"
        return cls(_KEYS[asked.lstrip("+-")], -1 if asked.startswith("-") else 1)

    @property
    def by(self) -> dict[str, int]:
        """Give what the database sorts by."""
        return {self.key: self.direction, "slug": self.direction}

    def place(self, raw: Mapping[str, Any]) -> Place:
        """Return the place of a stored tenant."""
        return Place(raw.get(self.key, ""), raw["slug"])

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

    def behind(self, place: Place | None) -> dict[str, Any]:
        """Return the filter for what comes after a place."""
        if place is None:
            return {}
        comes_later = "$gt" if self.direction > 0 else "$lt"
        if self.key == "slug":
            return {"slug": {comes_later: place.slug}}
        tie = {self.key: place.value, "slug": {comes_later: place.slug}}
        return {"$or": [{self.key: {comes_later: place.value}}, tie]}


def _foreign() -> CursorMalformed:
    errors = [FieldError(field="cursor", message="belongs to another order")]
    return CursorMalformed("The cursor belongs to another order; start without one.", errors=errors)
