"""What buf doesn't compare: routes, who may call, closed sets, and what must be given."""

from collections.abc import Iterator
from typing import Any

from generator.facts import FieldFacts, RouteFacts, fields, routes
from generator.image import Descriptor


def differences(released: list[Descriptor], now: list[Descriptor]) -> list[str]:
    """Give a line for each change that breaks a caller of the release."""
    return [*_routes(routes(released), routes(now)), *_fields(fields(released), fields(now))]


def _routes(released: dict[str, RouteFacts], now: dict[str, RouteFacts]) -> Iterator[str]:
    # What is gone altogether buf reports already (RPC_NO_DELETE).
    for name in released.keys() & now.keys():
        was, is_now = released[name], now[name]
        if was.route and was.route != is_now.route:
            yield f"{name}: the route was {was.route} and is {is_now.route or 'gone'}"
        elif was.route:
            yield from _changed(name, "body", was.body, is_now.body)
            yield from _changed(name, "response_body", was.response_body, is_now.response_body)
        lost = was.access - is_now.access
        if lost and not _covers(is_now.access, lost):
            yield f"{name}: access is narrowed, {', '.join(sorted(lost))} may not call any more"


def _fields(released: dict[str, FieldFacts], now: dict[str, FieldFacts]) -> Iterator[str]:
    messages = {name.rpartition(".")[0] for name in released}
    for name, is_now in now.items():
        was = released.get(name)
        if was is None:
            if is_now.required and name.rpartition(".")[0] in messages:
                yield f"{name}: a new field of a released message can't be required"
            continue
        if is_now.required and not was.required:
            yield f"{name}: the field was not required and is now"
        if was.clearable and not is_now.clearable:
            yield f"{name}: null cleared the field and is refused now"
        yield from _changed(name, "header", was.header, is_now.header)
        yield from _sets(name, was.sets, is_now.sets)


def _sets(name: str, was: dict[str, set[Any]], now: dict[str, set[Any]]) -> Iterator[str]:
    for rule, values in now.items():
        if rule not in was:
            yield f"{name}: anything was allowed and {rule} allows only some values now"
        elif was[rule] - values:
            lost = ", ".join(sorted(map(str, was[rule] - values)))
            yield f"{name}: the set {rule} is narrowed, {lost} is refused now"


def _changed(name: str, what: str, was: str, now: str) -> Iterator[str]:
    if was != now:
        yield f"{name}: {what} was {was!r} and is {now!r}"


def _covers(access: frozenset[str], lost: frozenset[str]) -> bool:
    """Whether everybody who lost a role may call for another reason."""
    return "public" in access or ("authenticated" in access and "public" not in lost)
