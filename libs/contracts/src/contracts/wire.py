"""JSON as it may come from outside: what ProtoJSON refuses, this refuses too."""

import json
from collections.abc import Sequence
from typing import Any, NoReturn


class NotProtoJson(ValueError):  # noqa: N818  (style.md 5: faults state the fact)
    """Bytes or text that no ProtoJSON parser should take."""


def decode(data: bytes | bytearray | memoryview | str) -> Any:
    """Parse JSON; duplicate keys, NaN, broken UTF-8 and lone surrogates raise `NotProtoJson`."""
    try:
        text = data if isinstance(data, str) else bytes(data).decode("utf-8")
        value = _DECODER.decode(text)
        if "\\u" in text:
            # Only an escape brings half a surrogate pair past the UTF-8 check above.
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except NotProtoJson:
        raise
    except UnicodeError:
        raise NotProtoJson("the text is not valid Unicode") from None
    except RecursionError:
        raise NotProtoJson("the JSON is nested too deeply") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        raise NotProtoJson(f"not JSON: {error.msg} at {place}") from None
    except ValueError:
        # CPython refuses to convert integers of thousands of digits.
        raise NotProtoJson("a number has too many digits") from None
    return value


def _members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotProtoJson(f"the key {twice[:100]!r} occurs twice in one object")
    return members


def _constant(name: str) -> NoReturn:
    raise NotProtoJson(f"{name} is not JSON")


# Made once: `json.loads` with hooks would make one for each text.
_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_constant=_constant)
