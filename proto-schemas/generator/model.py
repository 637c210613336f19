"""The contract as the generator sees it, read from descriptors."""

from dataclasses import dataclass
from typing import Any

from generator.refusal import Place


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """Anything with a name, a comment and a place."""

    name: str
    doc: str
    place: Place


@dataclass(frozen=True, kw_only=True)
class ProtoField(Declaration):
    """A field; `kind` is a scalar's proto name or a message's full name."""

    json_name: str
    kind: str
    repeated: bool = False
    optional: bool = False
    # Only of maps: the kind of the values; `kind` is then the kind of the keys.
    map_value: str = ""
    rules: dict[str, Any]
    clearable: bool = False
    integer: bool = False
    header: str = ""
    told_once: bool = False

    @property
    def is_message(self) -> bool:
        """Messages of ours and of Google's have dots in their kind."""
        return "." in self.kind

    @property
    def references(self) -> tuple[str, ...]:
        """Full names of the messages this field holds."""
        return tuple(kind for kind in (self.kind, self.map_value) if "." in kind)


@dataclass(frozen=True, kw_only=True)
class ProtoMessage(Declaration):
    """A message."""

    full_name: str
    fields: tuple[ProtoField, ...]


@dataclass(frozen=True, kw_only=True)
class ProtoRpc(Declaration):
    """An rpc; `options` as in the descriptor."""

    request: str
    reply: str
    streams: bool
    options: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ProtoService(Declaration):
    """A service."""

    rpcs: tuple[ProtoRpc, ...]


@dataclass(frozen=True, kw_only=True)
class ProtoFile(Declaration):
    """A file; `name` is its path below the schemas."""

    package: str
    imports: tuple[str, ...]
    messages: tuple[ProtoMessage, ...]
    services: tuple[ProtoService, ...]

    @property
    def module(self) -> str:
        """The Python module it becomes."""
        return f"contracts.{self.name.removesuffix('.proto').replace('/', '.')}"
