"""Whether a flag can stand among the others."""

from contracts.flag.v1 import Flag
from flags import FlagSet
from flags.prerequisites import DEEPEST, endless
from flags.refusals import FlagRefused, Refusals

from flag.rules import malformed


def check(flag: Flag, among: FlagSet) -> None:
    """Refuse, field by field, what can't be compiled and what doesn't exist."""
    refusals = Refusals()
    try:
        among.with_draft(flag)
    except FlagRefused as refused:
        refusals.found += refused.refusals
    for index, key in enumerate(flag.segments):
        if key not in among.segments:
            refusals.add(f"segments.{index}", f"there is no segment {key}")
    for index, needed in enumerate(flag.prerequisites):
        other = among.flags.get(needed.key)
        if other is None and needed.key != flag.key:
            refusals.add(f"prerequisites.{index}.key", f"there is no flag {needed.key}")
        elif other is not None:
            served = {one.name for one in other.flag.variants} or {"on", "off"}
            for place, variant in enumerate(needed.variants):
                if variant not in served:
                    at = f"prerequisites.{index}.variants.{place}"
                    refusals.add(at, f"{needed.key} has no variant {variant}")
    _check_chain(flag, among, refusals)
    if refusals.found:
        raise malformed(refusals.found)


def needed_by(flags: FlagSet) -> dict[str, tuple[str, ...]]:
    """Return which flags each flag needs."""
    return {
        key: tuple(needed.key for needed in held.flag.prerequisites)
        for key, held in flags.flags.items()
    }


def dependants(key: str, among: FlagSet) -> list[str]:
    """Return the flags that need `key`."""
    return [other for other, needed in needed_by(among).items() if key in needed]


def _check_chain(flag: Flag, among: FlagSet, refusals: Refusals) -> None:
    if not flag.prerequisites:
        return
    needed = needed_by(among) | {flag.key: tuple(one.key for one in flag.prerequisites)}
    if walked := endless(needed):
        chain = " → ".join(walked)
        comes_back = len(set(walked)) < len(walked)
        what = "come back to themselves" if comes_back else f"are more than {DEEPEST} deep"
        refusals.add("prerequisites", f"{what}: {chain}")
