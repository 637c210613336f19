"""Which target makes which fail: pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence

Parents = Mapping[str, Sequence[str]]


def cycle(parents: Parents) -> list[str]:
    """Return a circle of targets that depend on each other, empty when there is none."""
    done: set[str] = set()
    for start in sorted(parents):
        path: list[str] = []
        found = _walk(start, parents, path, done)
        if found:
            return found
    return []


def _walk(here: str, parents: Parents, path: list[str], done: set[str]) -> list[str]:
    if here in path:
        return [*path[path.index(here) :], here]
    if here in done:
        return []
    path.append(here)
    for parent in parents.get(here, ()):
        if found := _walk(parent, parents, path, done):
            return found
    path.pop()
    done.add(here)
    return []


def ancestors(target: str, parents: Parents) -> list[str]:
    """Return everything that `target` depends on, the nearest first."""
    seen: dict[str, None] = {}
    waiting = list(parents.get(target, ()))
    while waiting:
        one = waiting.pop(0)
        if one not in seen:
            seen[one] = None
            waiting.extend(parents.get(one, ()))
    return list(seen)


def root_cause(target: str, parents: Parents, is_bad: Callable[[str], bool]) -> str:
    """Return the failing target at the end of the chain of failing ones; empty when there is none.

    A chain is followed over failing targets only: what works in between explains nothing.
    """
    root = ""
    seen = {target}
    here = target
    while True:
        failing = sorted(one for one in parents.get(here, ()) if is_bad(one) and one not in seen)
        if not failing:
            return root
        root = here = failing[0]
        seen.add(here)


def affected(root: str, parents: Parents, failing: Iterable[str]) -> list[str]:
    """Return the failing targets that `root` explains."""
    bad = set(failing) | {root}
    return sorted(
        one for one in bad if one != root and root_cause(one, parents, bad.__contains__) == root
    )
