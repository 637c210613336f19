"""The people who were told of last: writing asks nobody's key twice."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

# A few megabytes; whoever isn't among them costs a look-up.
_MOST = 10_000


@dataclass(slots=True)
class Known:
    """Whose key it is, and the hashed subjects that are remembered."""

    identity: str
    key: bytes
    links: set[str]


class PeopleAtHand:
    """By hashed handle."""

    def __init__(self, *, most: int = _MOST) -> None:
        """Beyond `most` those used longest ago are forgotten."""
        self._most = most
        self._people: OrderedDict[str, Known] = OrderedDict()

    def missing(self, hashed: Collection[str]) -> set[str]:
        """Return those that aren't here."""
        return {one for one in hashed if one not in self._people}

    def add(self, hashed: str, known: Known) -> None:
        """Keep somebody."""
        self._people[hashed] = known

    def use(self, hashed: Mapping[str, str]) -> dict[str, Known]:
        """Return those who are known by these handles, given with their hashes."""
        used = {handle: self._people[one] for handle, one in hashed.items()}
        for one in hashed.values():
            self._people.move_to_end(one)
        while len(self._people) > self._most:
            self._people.popitem(last=False)
        return used

    def clear(self) -> None:
        """Forget all."""
        self._people.clear()
