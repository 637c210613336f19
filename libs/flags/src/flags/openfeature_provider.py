"""An OpenFeature provider over watched flags: the SDK's clients evaluate in this process."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from openfeature.evaluation_context import EvaluationContext
from openfeature.event import ProviderEventDetails
from openfeature.exception import ErrorCode, FlagNotFoundError, TypeMismatchError
from openfeature.flag_evaluation import FlagResolutionDetails, FlagValueType, Reason
from openfeature.provider import AbstractProvider, Metadata

from flags.evaluation import FLAG_NOT_FOUND
from flags.watching import Flags

T = TypeVar("T")
_NUMBERS = (int, float)


class FlagsProvider(AbstractProvider):
    """The targeting key is the tenant's slug; attributes are what rules may ask about."""

    def __init__(self, flags: Flags) -> None:
        super().__init__()
        self._flags = flags
        self._forget = flags.on_change(self._changed)

    def get_metadata(self) -> Metadata:
        """Name the provider."""
        return Metadata(name="dezky")

    def shutdown(self) -> None:
        """Tell no more changes."""
        self._forget()

    def resolve_boolean_details(
        self,
        flag_key: str,
        default_value: bool,  # noqa: FBT001 - OpenFeature's signature
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[bool]:
        """Evaluate a boolean flag."""
        return self._resolve(flag_key, default_value, evaluation_context, bool)

    def resolve_string_details(
        self,
        flag_key: str,
        default_value: str,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[str]:
        """Evaluate a flag whose payloads are texts."""
        return self._resolve(flag_key, default_value, evaluation_context, str)

    def resolve_integer_details(
        self,
        flag_key: str,
        default_value: int,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[int]:
        """Evaluate a flag whose payloads are whole numbers."""
        return self._resolve(flag_key, default_value, evaluation_context, int)

    def resolve_float_details(
        self,
        flag_key: str,
        default_value: float,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[float]:
        """Evaluate a flag whose payloads are numbers."""
        found = self._resolve(flag_key, default_value, evaluation_context, _NUMBERS)
        found.value = float(found.value)
        return found

    def resolve_object_details(
        self,
        flag_key: str,
        default_value: Sequence[FlagValueType] | Mapping[str, FlagValueType],
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[Sequence[FlagValueType] | Mapping[str, FlagValueType]]:
        """Evaluate a flag whose payloads are objects or lists."""
        return self._resolve(flag_key, default_value, evaluation_context, (dict, list))

    def _resolve(
        self,
        key: str,
        default: T,
        context: EvaluationContext | None,
        kind: type | tuple[type, ...],
    ) -> FlagResolutionDetails[T]:
        found = self._flags.evaluate(
            key,
            context.targeting_key if context else None,
            context.attributes if context else None,
        )
        if found.error_code == FLAG_NOT_FOUND:
            raise FlagNotFoundError(f"There is no flag {key}.")
        if found.error_code:
            return FlagResolutionDetails(
                default, ErrorCode(found.error_code), found.rule, reason=Reason.ERROR
            )
        if not _is(found.value, kind):
            raise TypeMismatchError(f"{key} serves {type(found.value).__name__}.")
        return FlagResolutionDetails(
            found.value,
            reason=Reason(found.reason),
            variant=found.variant,
            flag_metadata={"rule": found.rule, "revision": found.revision},
        )

    def _changed(self, key: str | None) -> None:
        changed = [key] if key is not None else sorted(self._flags.all.flags)
        self.emit_provider_configuration_changed(ProviderEventDetails(flags_changed=changed))


def _is(value: Any, kind: type | tuple[type, ...]) -> bool:
    # true is an int to Python, not to OpenFeature.
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
