"""What a person filled in, and what was wrong with it."""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from contracts.faults import Fault, Malformed
from contracts.message import Message
from pydantic import ValidationError
from starlette.datastructures import FormData

Q = TypeVar("Q", bound=Message)

# Names with an underscore are the page's own and never a message's.
FORM_TOKEN = "_token"  # noqa: S105 - a field's name
KEY = "_key"


class Form:
    """Values by the contract's own names, errors beside them."""

    def __init__(self, values: Mapping[str, Sequence[str]] | None = None) -> None:
        self._values = {name: list(given) for name, given in (values or {}).items()}
        self.errors: dict[str, str] = {}
        self.fault: Fault | None = None
        # Given out with the form: however often it is sent, it counts once.
        self.key = self.value(KEY) or secrets.token_urlsafe(16)

    @classmethod
    def filled(cls, values: Mapping[str, Any]) -> "Form":
        """Start with what is stored; None and absent are empty, a part of a part is `part.name`."""
        return cls(
            {
                name: [str(one) for one in given] if isinstance(given, list) else [str(given)]
                for name, given in _flat(values)
                if given is not None
            }
        )

    @classmethod
    def sent(cls, data: FormData) -> "Form":
        """Take what a browser sent; files are never wanted."""
        values: dict[str, list[str]] = {}
        for name, value in data.multi_items():
            if isinstance(value, str):
                values.setdefault(name, []).append(value.replace("\r\n", "\n").strip())
        return cls(values)

    def value(self, name: str) -> str:
        """Return the field's one value, empty when absent."""
        return next(iter(self._values.get(name, ())), "")

    def all(self, name: str) -> Sequence[str]:
        """Return the field's values; of a text area, its lines and what commas part."""
        parts = (
            part
            for text in self._values.get(name, ())
            for part in text.replace(",", "\n").split("\n")
        )
        return [part.strip() for part in parts if part.strip()]

    def texts(self, name: str) -> Sequence[str]:
        """Return what was sent under this name, each as it is: one column of several rows."""
        return self._values.get(name, [])

    def names(self) -> Collection[str]:
        """Return the fields that were sent."""
        return [name for name in self._values if not name.startswith("_")]

    def read(
        self,
        model: type[Q],
        *,
        lists: Collection[str] = (),
        clears: Collection[str] = (),
        **more: Any,
    ) -> Q:
        """Make the message; empty fields count as left out, those of `clears` as null.

        A field `contact.name` is a member of the member `contact`. Raises Malformed.
        """
        known = {info.alias or name for name, info in model.model_fields.items()}
        members: dict[str, Any] = {}
        for name in self.names():
            owner, _, part = name.partition(".")
            if owner not in known:
                continue
            value = list(self.all(name)) if name in lists else self.value(name)
            if part and value:
                members.setdefault(owner, {})[part] = value
            elif not part and (value or name in lists):
                members[name] = value
        members = {**dict.fromkeys(clears), **members}
        try:
            return model.model_validate({**members, **more}, extra="forbid")
        except ValidationError as refused:
            raise Malformed.because(refused) from None

    def refuse(self, fault: Fault) -> None:
        """Show the fault with the form: at its fields, the rest above them."""
        self.fault = fault
        # What is sent next says something else, so it is something else.
        self.key = secrets.token_urlsafe(16)
        for error in fault.errors:
            is_sent = error.field in self._values
            name = error.field if is_sent else error.field.partition(".")[0]
            self.errors.setdefault(name, error.message)


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{part}", given) for part, given in value.items())
        else:
            yield name, value
