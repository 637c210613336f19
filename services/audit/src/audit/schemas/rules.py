"""What a schema must be, and what breaks it: pure."""

import json
from collections.abc import Mapping
from typing import Any

from contracts.faults import Conflict, Malformed, NotFound
from contracts.platform.v1 import FieldError

_MOST_FAULTS = 3
_LONGEST_FAULT = 500
# Never the value itself: what is refused may be a secret.
_MASK = "the value"


class ActionSchemaNotFound(NotFound):
    """The action has no schema."""

    reason = "action_schema_not_found"


class ActionSchemaMalformed(Malformed):
    """It is no JSON Schema, or not a whole one."""

    reason = "action_schema_malformed"


class PublishedMeanwhile(Conflict):
    """Somebody else published a version at the same moment."""

    reason = "published_meanwhile"


class Validator:
    """One version of a schema, ready to check with."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        """Raise `ActionSchemaMalformed` for what can't be checked with."""
        # Megabytes, which nobody needs before the first schema (ADR 0104).
        import jsonschema_rs  # noqa: PLC0415

        try:
            self._validator = jsonschema_rs.validator_for(
                dict(schema),
                # Whole in itself: nothing is fetched from anywhere.
                offline=True,
                mask=_MASK,
                # Linear time, whatever pattern somebody has written.
                pattern_options=jsonschema_rs.RegexOptions(),
            )
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
            raise _malformed(str(error).split("\n", 1)[0]) from error

    def fault(self, metadata: Mapping[str, Any]) -> str:
        """Say which members break it and how; empty when none does."""
        faults = []
        for error in self._validator.iter_errors(metadata):
            place = ".".join(map(str, ["metadata", *error.instance_path]))
            faults.append(f"{place}: {error.message}")
            if len(faults) == _MOST_FAULTS:
                break
        return "; ".join(faults)[:_LONGEST_FAULT]


def text_of(schema: Mapping[str, Any]) -> str:
    """Return how a schema is stored."""
    return json.dumps(schema, ensure_ascii=False, sort_keys=True)


def _malformed(message: str) -> ActionSchemaMalformed:
    return ActionSchemaMalformed(
        f"This is no schema to check with: {message}",
        errors=[FieldError(field="metadataSchema", message=message)],
    )
