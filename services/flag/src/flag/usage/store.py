"""Every query about counts; nothing else touches the collection. Flags belong to no tenant."""

from collections.abc import Sequence
from typing import Any

from chassis import Clock, now
from chassis.portions import portions
from contracts.flag.v1 import Flag, FlagUsage, UsageCount, VariantUsage
from flags import FlagSet
from pymongo import UpdateOne

from flag.checking import needed_by
from flag.usage.documents import UsageDocument
from flag.usage.rules import stale

_AT_ONCE = 500


class UsageStore:
    """Counts in MongoDB."""

    def __init__(self, flags: FlagSet, *, clock: Clock = now) -> None:
        self._flags = flags
        self._clock = clock

    async def add_to_all(self, counts: Sequence[UsageCount]) -> None:
        """Add what an evaluator has counted."""
        collection = UsageDocument.get_pymongo_collection()
        for some in portions(counts, _AT_ONCE):
            await collection.bulk_write([_added(count) for count in some], ordered=False)

    async def of_all(self, flags: Sequence[Flag]) -> dict[str, FlagUsage]:
        """Return the usage of these flags, by key."""
        keys = [flag.key for flag in flags]
        found = UsageDocument.get_pymongo_collection().find({"_id": {"$in": keys}})
        counted = {raw["_id"]: raw for raw in await found.to_list()}
        needed = _needed(self._flags)
        return {flag.key: self._usage(flag, counted.get(flag.key), needed) for flag in flags}

    async def stale_of_all(self) -> list[str]:
        """Return the keys of all flags that are stale."""
        flags = [held.flag for held in self._flags.flags.values()]
        return [key for key, usage in (await self.of_all(flags)).items() if usage.stale]

    def _usage(self, flag: Flag, raw: dict[str, Any] | None, needed: set[str]) -> FlagUsage:
        variants = raw["variants"] if raw else {}
        return FlagUsage(
            evaluations=raw["evaluations"] if raw else 0,
            last_seen_at=raw["lastSeenAt"] if raw else None,
            variants=[
                VariantUsage(
                    variant=name,
                    evaluations=one["evaluations"],
                    last_seen_at=one["lastSeenAt"],
                )
                for name, one in sorted(variants.items())
            ],
            stale=stale(
                now=self._clock(),
                created_at=flag.created_at,
                first_seen_at=raw["firstSeenAt"] if raw else None,
                last_seen_at=raw["lastSeenAt"] if raw else None,
                variants={name: one["lastSeenAt"] for name, one in variants.items()},
                is_needed=flag.key in needed,
            ),
        )


def _needed(flags: FlagSet) -> set[str]:
    return {key for needed in needed_by(flags).values() for key in needed}


def _added(count: UsageCount) -> UpdateOne:
    variant = f"variants.{count.variant}"
    seen_at = count.last_seen_at
    return UpdateOne(
        {"_id": count.key},
        {
            "$inc": {
                "evaluations": count.evaluations,
                f"{variant}.evaluations": count.evaluations,
            },
            "$max": {"lastSeenAt": seen_at, f"{variant}.lastSeenAt": seen_at},
            "$min": {"firstSeenAt": seen_at},
        },
        upsert=True,
    )
