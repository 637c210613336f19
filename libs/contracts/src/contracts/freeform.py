"""Free-form JSON (google.protobuf.Struct): what may stand in it."""

import math
from typing import Any

from pydantic_core import PydanticCustomError

# MongoDB refuses documents nested more than 100 deep; ours stand a few levels inside one.
DEEPEST = 64
# Beyond this a JSON number loses digits in most languages.
LARGEST = 2**53 - 1


def checked(value: dict[str, Any]) -> dict[str, Any]:
    """Give the object back if every value in it is JSON."""
    _check(value, depth=1)
    return value


def checked_value(value: Any) -> Any:
    """Give the value back if it is JSON other than null."""
    if value is None:
        raise PydanticCustomError("null", "Input should be a JSON value other than null")
    _check(value, depth=1)
    return value


def checked_key(key: Any) -> Any:
    """Give the key back if MongoDB can store it."""
    if not isinstance(key, str) or "\0" in key:
        raise PydanticCustomError("key", "A key should be text without NUL characters")
    _check_text(key)
    return key


def _check(value: Any, *, depth: int) -> None:
    if depth > DEEPEST:
        raise PydanticCustomError("nested", f"JSON should not nest over {DEEPEST} deep")
    if isinstance(value, dict):
        for key, member in value.items():
            checked_key(key)
            _check(member, depth=depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth=depth + 1)
    elif isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int | float):
        _check_number(value)
    elif value is not None:
        raise PydanticCustomError("json", "Input should be a JSON value")


def _check_number(value: Any) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise PydanticCustomError("number", "A number should be finite")
    if isinstance(value, int) and abs(value) > LARGEST:
        message = "A whole number over 2^53 - 1 loses digits: send it as a string"
        raise PydanticCustomError("number", message)


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("text", "Text should be valid Unicode") from None
