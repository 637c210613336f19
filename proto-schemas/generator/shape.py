"""A field's Python type with its constraints: as text to emit, and as a type to try."""

from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal

from contracts import scalars
from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import SchemaError

from generator.refusal import Refusal
from generator.text import literal

BUILTINS: dict[str, Any] = {"str": str, "int": int, "float": float}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What stands between `Annotated[` and `]`."""

    # A builtin, a name of contracts.scalars, or for containers and messages any expression.
    base: str
    values: tuple[str | int, ...] = ()
    constraints: dict[str, Any] = field(default_factory=dict)
    markers: tuple[str, ...] = ()
    # The default of an absent field as an expression; "" when it must be given.
    zero: str = ""

    @property
    def type(self) -> str:
        """The type without its constraints."""
        if self.values:
            return f"Literal[{', '.join(map(literal, self.values))}]"
        return self.base

    @property
    def inner(self) -> str:
        """The type with its constraints, as an item of a list or a value of a map."""
        parts = [self.type]
        if self.constraints:
            named = (f"{name}={literal(value)}" for name, value in self.constraints.items())
            parts.append(f"Field({', '.join(named)})")
        parts += self.markers
        return f"Annotated[{', '.join(parts)}]" if len(parts) > 1 else parts[0]

    def but(self, **changes: Any) -> "Shape":
        """Give the shape with changes."""
        return replace(self, **changes)

    def accepts(self, value: object) -> bool:
        """Whether the rules take the value: asked for zero values, which break some."""
        base: Any = Literal[self.values] if self.values else self._base()
        markers = [getattr(scalars, name) for name in self.markers]
        try:
            adapter: TypeAdapter[Any] = TypeAdapter(
                Annotated[(base, Field(**self.constraints), *markers)]
            )
        except SchemaError as error:
            pattern = self.constraints.get("pattern")
            raise Refusal(f"pattern {pattern!r} does not compile in pydantic: {error}") from None
        try:
            adapter.validate_python(value)
        except ValidationError:
            return False
        return True

    def _base(self) -> Any:
        return BUILTINS.get(self.base) or getattr(scalars, self.base)
