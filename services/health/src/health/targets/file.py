"""Reads targets.yaml; every error points at its line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from contracts.faults import Fault
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

from health.targets.rules import Definition, Kind, check

_SLUG = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
Slug = Annotated[str, Field(pattern=_SLUG)]


class FileMalformed(ValueError):  # noqa: N818 - faults state the fact (style.md 5)
    """The file can't be used; the text is `<line>: <what is wrong>`."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line


class _Row(BaseModel):
    """One entry of the file, in the file's words."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Slug
    name: str = Field(min_length=1)
    group: str = ""
    kind: Kind
    address: str = ""
    interval_seconds: int = Field(30, ge=5, le=86400)
    timeout_ms: int = Field(1500, ge=50, le=30000)
    warn_ms: int = Field(500, ge=1, le=30000)
    conditions: list[str] = []
    depends_on: list[str] = []
    planned: bool = False
    integration: str = ""

    def definition(self) -> Definition:
        values = self.model_dump()
        values["conditions"] = tuple(self.conditions)
        values["depends_on"] = tuple(self.depends_on)
        return Definition(**values)


def read(path: Path) -> list[Definition]:
    """Return the file's targets; raise FileMalformed for the first thing that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileMalformed(1, f"{path.name} can't be read: {type(error).__name__}") from error
    return parse(text)


def parse(text: str) -> list[Definition]:
    """Return the text's targets."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or "is no YAML")
        raise FileMalformed(mark.line + 1 if mark else 1, problem) from error
    if not isinstance(root, MappingNode) or [key.value for key, _ in root.value] != ["targets"]:
        raise FileMalformed(1, "the file holds one list: targets")
    rows = root.value[0][1]
    if not isinstance(rows, SequenceNode):
        raise FileMalformed(_line(rows), "targets is a list")
    found: dict[str, tuple[Definition, Node]] = {}
    for node in rows.value:
        definition = _definition(node)
        if definition.id in found:
            first = _line(found[definition.id][1])
            raise FileMalformed(_line(node), f"{definition.id} stands in line {first} already")
        found[definition.id] = definition, node
    everything = {name: definition for name, (definition, _) in found.items()}
    for definition, node in found.values():
        _check(definition, node, everything)
    return list(everything.values())


def _definition(node: Node) -> Definition:
    value = _plain(node)
    try:
        return _Row.model_validate(value).definition()
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        where = _line(_at(node, first["loc"]))
        raise FileMalformed(where, f"{place}: {first['msg']}" if place else first["msg"]) from None


def _check(definition: Definition, node: Node, everything: Mapping[str, Definition]) -> None:
    try:
        check(definition, everything)
    except Fault as refused:
        field = refused.errors[0].field if refused.errors else ""
        names = {"dependsOn": "depends_on", "warnMs": "warn_ms"}
        first, *rest = field.split(".")
        place: tuple[str | int, ...] = (names.get(first, first), *map(int, rest))
        raise FileMalformed(_line(_at(node, place)), refused.detail) from None


def _plain(node: Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    except yaml.YAMLError as error:
        raise FileMalformed(_line(node), "can't be read") from error


def _at(node: Node, path: tuple[str | int, ...]) -> Node:
    """Return the deepest node on the path."""
    for step in path:
        below: Node | None = None
        if isinstance(node, MappingNode):
            below = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            below = node.value[step]
        if below is None:
            return node
        node = below
    return node


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
