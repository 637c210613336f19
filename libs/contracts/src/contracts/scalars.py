"""Field types that hold JSON to what the proto types promise."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from contracts import formats, freeform
from contracts.markers import Format

_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,39})(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")


def _timestamp(value: Any) -> datetime:
    if isinstance(value, str) and _RFC_3339.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, datetime):
        raise PydanticCustomError("timestamp", "Input should be an RFC 3339 date and time")
    if value.tzinfo is None:
        raise PydanticCustomError("timestamp", "A date and time should name its time zone")
    try:
        moment = value.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("timestamp", "Years run from 1 to 9999") from None
    # MongoDB keeps milliseconds: what is read back equals what was written.
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _rfc_3339(value: datetime) -> str:
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _number(value: Any) -> Any:
    # ProtoJSON takes numbers in quotes, as queries bring them; Python also true, " 1" and 1_0.
    if isinstance(value, bool) or (isinstance(value, str) and not _NUMBER.fullmatch(value)):
        raise PydanticCustomError("number", "Input should be a number")
    return value


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    # Queries and headers have no other way to say it.
    if isinstance(value, str) and value in {"true", "false"}:
        return value == "true"
    raise PydanticCustomError("truth", "Input should be true or false")


Number = BeforeValidator(_number)
Boolean = Annotated[bool, PlainValidator(_truth), WithJsonSchema({"type": "boolean"})]
Double = Annotated[float, Number]
Float = Annotated[float, Field(ge=-3.4028234663852886e38, le=3.4028234663852886e38), Number]
Int32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1), Number]
Uint32 = Annotated[int, Field(ge=0, le=2**32 - 1), Number]
# A double that holds whole numbers: what every JSON parser carries exactly.
Integer = Annotated[int, Field(ge=-(2**53 - 1), le=2**53 - 1), Number]

Timestamp = Annotated[
    datetime,
    PlainValidator(_timestamp),
    PlainSerializer(_rfc_3339, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Struct = Annotated[dict[str, Any], AfterValidator(freeform.checked)]
# Any JSON but null, which could not be told from absent.
Value = Annotated[
    Any,
    AfterValidator(freeform.checked_value),
    WithJsonSchema({"type": ["boolean", "number", "string", "array", "object"]}),
]
Key = Annotated[str, AfterValidator(freeform.checked_key)]

Uuid = Annotated[str, Field(pattern=formats.UUID), Format("uuid")]
Email = Annotated[str, Field(pattern=formats.EMAIL), Format("email")]
Uri = Annotated[str, Field(pattern=formats.URI), Format("uri")]
Hostname = Annotated[str, AfterValidator(formats.hostname), Format("hostname")]
Ip = Annotated[str, AfterValidator(formats.ip)]
Ipv4 = Annotated[str, AfterValidator(formats.ipv4), Format("ipv4")]
Ipv6 = Annotated[str, AfterValidator(formats.ipv6), Format("ipv6")]
