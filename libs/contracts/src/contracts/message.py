"""The base of every generated message: one class for HTTP, the bus and storage."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, to_json

from contracts.markers import NullRefused
from contracts.wire import NotProtoJson, decode


class Message(BaseModel):
    """Data under a contract: `parse` what strangers send, `read` what we wrote."""

    model_config = ConfigDict(
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
        # Validators are made when they are first needed: most processes use few of all messages.
        defer_build=True,
    )

    _never_null: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, /, **data: Any) -> None:
        """Python code may pass None for what is absent; null in JSON stays refused."""
        absent = self._never_null
        BaseModel.__init__(
            self, **{k: v for k, v in data.items() if v is not None or k not in absent}
        )

    # Else pydantic calls __init__ while it validates, and `extra` as an argument gets lost.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Note which fields never hold null."""
        super().__pydantic_init_subclass__(**kwargs)
        fields = cls.model_fields.items()
        cls._never_null = frozenset(
            key
            for name, field in fields
            if any(isinstance(item, NullRefused) for item in field.metadata)
            for key in (name, field.alias or name)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        """Show no `default: null`: absent is what these fields are, null most of them refuse."""
        schema = handler(core_schema)
        for shown in handler.resolve_ref_schema(schema).get("properties", {}).values():
            if "default" in shown and shown["default"] is None:
                del shown["default"]
        return schema

    @classmethod
    def parse(cls, data: Mapping[str, Any] | bytes | str) -> Self:
        """Take a request: unknown fields, duplicate keys and NaN raise ValidationError."""
        if isinstance(data, Mapping):
            return cls.model_validate(data, extra="forbid")
        try:
            value = decode(data)
        except NotProtoJson as refusal:
            reason = PydanticCustomError("not_json", "{reason}", {"reason": str(refusal)})
            details = InitErrorDetails(type=reason, loc=(), input=None)
            raise ValidationError.from_exception_data(cls.__name__, [details]) from None
        return cls.model_validate(value, extra="forbid")

    @classmethod
    def read(cls, data: Mapping[str, Any] | bytes | str) -> Self:
        """Take a reply, an event or a stored document: fields of a newer release are ignored."""
        if isinstance(data, Mapping):
            return cls.model_validate(data, extra="ignore")
        return cls.model_validate_json(data, extra="ignore")

    def dump(self) -> dict[str, Any]:
        """Give the whole message as JSON values; what is absent is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def dump_json(self) -> bytes:
        """Give the whole message as JSON text; what is absent is left out."""
        return self.__pydantic_serializer__.to_json(self, by_alias=True, exclude_none=True)

    def dump_set(self) -> dict[str, Any]:
        """Give only what was set, with explicit nulls: what a PATCH means.

        A field edited in place counts as set. The same goes for messages inside.
        """
        whole = self.dump()
        said = {}
        for name, field in type(self).model_fields.items():
            alias, value = field.alias or name, getattr(self, name)
            if value is None and name in self._never_null:
                continue
            if name in self.model_fields_set or value != field.get_default():
                said[alias] = _only_set(value, whole.get(alias))
        return said

    def dump_set_json(self) -> bytes:
        """Give `dump_set` as JSON text: the body of every request on the bus."""
        return to_json(self.dump_set())

    def storable(self) -> dict[str, Any]:
        """Give what MongoDB keeps: camelCase, datetimes as they are, absent fields left out."""
        return self.model_dump(mode="python", by_alias=True, exclude_none=True)


def _only_set(value: Any, dumped: Any) -> Any:
    if isinstance(value, Message):
        return value.dump_set()
    if isinstance(value, list) and value and isinstance(value[0], Message):
        return [item.dump_set() for item in value]
    if isinstance(value, dict) and isinstance(next(iter(value.values()), None), Message):
        return {key: item.dump_set() for key, item in value.items()}
    return dumped
