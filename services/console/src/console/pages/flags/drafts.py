"""From the flag's form to what would change, and back."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from contracts.faults import Malformed
from contracts.flag.v1 import Draft, Flag
from contracts.platform.v1 import FieldError
from pydantic import ValidationError
from web import Form

_SCOPE = ("plans", "tenantSlugs", "partnerSlugs", "environments")
_TEXTS = ("description", "owner", "stickiness")


def filled(flag: Flag) -> Form:
    """Show the flag as it is stored."""
    dumped = flag.dump()
    scope = dumped.get("scope") or {}
    scoped = {name: scope.get(name, []) for name in _SCOPE}
    return Form.filled({**dumped, **scoped, "pct": f"{flag.pct:g}", "note": ""})


def changed(form: Form, flag: Flag) -> dict[str, Any]:
    """Return only the fields that differ from the flag; raises Malformed."""
    stored = {"scope": {name: [] for name in _SCOPE}, **flag.dump()}
    wanted = _wanted(form)
    differing = {name: value for name, value in wanted.items() if value != stored.get(name)}
    try:
        Draft.model_validate(differing, extra="forbid")
    except ValidationError as refused:
        raise Malformed.because(refused) from None
    return differing


def _wanted(form: Form) -> dict[str, Any]:
    wanted: dict[str, Any] = {name: form.value(name) for name in _TEXTS}
    wanted["state"] = form.value("state")
    wanted["pct"] = _percent(form.value("pct"))
    wanted["tags"] = list(form.all("tags"))
    wanted["segments"] = list(form.all("segments"))
    wanted["scope"] = {name: list(form.all(name)) for name in _SCOPE}
    wanted["rules"] = rules(form)
    return wanted


def rules(form: Form) -> Sequence[Mapping[str, Any]]:
    """Read the rows of conditions; a row without attribute is none."""
    columns = (form.texts(f"rule-{part}") for part in ("attribute", "operator", "values"))
    return [
        {
            "attribute": attribute.strip(),
            "operator": operator,
            # A line each: a pattern may well have a comma.
            "values": [value.strip() for value in values.split("\n") if value.strip()],
        }
        for attribute, operator, values in zip_longest(*columns, fillvalue="")
        if attribute.strip()
    ]


def _percent(text: str) -> float:
    try:
        return float(text.replace(",", ".") or "0")
    except ValueError:
        error = FieldError(field="pct", message="A number from 0 to 100.")
        raise Malformed("The share is no number.", errors=[error]) from None
