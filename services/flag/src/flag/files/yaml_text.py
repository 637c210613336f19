"""YAML as JSON has it: `off` and `NO` are words, and nothing is written once and used twice."""

import re
from collections.abc import Iterable
from typing import Any

import yaml
from contracts import freeform
from contracts.platform.v1 import FieldError

from flag.files.rules import malformed

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LARGEST_BYTES = 900 * 1024
# Of a payload, and what stands around it.
_DEEPEST = freeform.DEEPEST + 8


class _Loader(_BASE):  # type: ignore[misc]
    """YAML 1.2's core schema: 1.1 reads `off` as false, and `2026-01-31` as no JSON."""

    # Not the base's: those are shared by every loader of the process.
    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """Refuse a key that stands twice: one of the two would be lost."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"{key.value} stands twice", problem_mark=key.start_mark
                )
            seen.add(str(key.value))
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?([0-9]+[.][0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def read(text: str) -> Any:
    """Return what the text says; aliases are refused, for they grow beyond any size."""
    if len(text.encode()) > _LARGEST_BYTES:
        raise _refused(f"has over {_LARGEST_BYTES} bytes")
    try:
        _check(yaml.parse(text, Loader=_Loader))
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, narrowed
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise _refused(f"line {line}: {error.problem}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _refused(f"is not YAML: {type(error).__name__}") from None


def _check(events: Iterable[Any]) -> None:
    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise _refused(f"the alias *{event.anchor} is not supported: write it out")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        # The time that the parser takes grows with the square of the depth.
        if depth > _DEEPEST:
            raise _refused(f"line {event.start_mark.line + 1}: nests over {_DEEPEST} deep")


def write(value: Any) -> str:
    """Return the text; words that YAML 1.1 would misread are quoted."""
    text: str = yaml.dump(value, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=100)
    return text


def _refused(message: str) -> Exception:
    return malformed([FieldError(field="yaml", message=message)])
