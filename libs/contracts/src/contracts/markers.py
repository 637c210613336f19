"""Marks on a field's type for what pydantic has no word for."""

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidatorFunctionWrapHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class NullRefused:
    """Marks `X | None` whose None only means absent: null in JSON is refused."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Take the "or None" out of what is validated and shown, but not of the Python type."""
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


class Unique:
    """Marks a list whose items all differ."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check after the items are what they should be."""
        return core_schema.no_info_after_validator_function(_unique, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Show it."""
        return {**handler(schema), "uniqueItems": True}


class ToldOnce:
    """Marks text that only the first answer holds."""


class EmptyAllowed:
    """Marks text that may be empty whatever its other rules say (IGNORE_IF_ZERO_VALUE)."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Ask the other rules only about text that is not empty."""
        return core_schema.no_info_wrap_validator_function(_empty_or, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Show both."""
        return {"anyOf": [{"const": "", "type": "string"}, handler(schema)]}


@dataclass(frozen=True)
class Format:
    """Names the format of a text in JSON Schema."""

    name: str

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Show it."""
        return {**handler(schema), "format": self.name}


def _unique(items: list[Any]) -> list[Any]:
    if len(set(items)) < len(items):
        raise PydanticCustomError("unique", "Items should all differ")
    return items


def _empty_or(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    return value if isinstance(value, str) and not value else handler(value)
