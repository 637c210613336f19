"""Who may call an rpc, and what it leaves on the audit timeline."""

import re
from typing import Any

from generator.refusal import Refusal

ROLES = (
    "public", "authenticated", "tenant_member", "tenant_admin", "portal", "partner", "operator",
)  # fmt: skip
INTERNAL = "internal"
API_KEY = re.compile(r"api_key:[a-z][a-z0-9_.:-]*")

VERB = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
IRREGULAR = {
    "begun", "bought", "built", "found", "frozen", "given", "held", "kept", "left", "lost", "made",
    "paid", "put", "read", "reset", "run", "sent", "set", "shown", "sold", "taken", "told",
    "withdrawn", "written",
}  # fmt: skip


def access(options: dict[str, Any], *, over_http: bool) -> tuple[str, ...]:
    """Read who may call; saying nothing is refused: deny by default."""
    given = tuple(options.get("[platform.v1.access]", ()))
    if not given:
        raise Refusal("the rpc has no access option: say who may call")
    for value in given:
        if value not in (*ROLES, INTERNAL) and not API_KEY.fullmatch(value):
            known = ", ".join((*ROLES, "api_key:<scope>", INTERNAL))
            raise Refusal(f"access {value!r} is unknown; one of: {known}")
    if len(set(given)) < len(given):
        raise Refusal("the rpc names the same access twice")
    if not over_http and given != (INTERNAL,):
        raise Refusal('the rpc has no http rule: its only access is then "internal"')
    if over_http and INTERNAL in given:
        raise Refusal('access "internal" is never over HTTP: drop it or the http rule')
    return given


def audit(options: dict[str, Any], *, changes: bool) -> tuple[str, ...]:
    """Read the verbs; what changes state names at least one."""
    given = tuple(options.get("[platform.v1.audit]", ()))
    if changes and not given:
        raise Refusal("the rpc changes state and names no audit verb")
    if given and not changes:
        raise Refusal("the rpc names audit verbs and NO_SIDE_EFFECTS: an entry is an effect")
    for verb in given:
        if not VERB.fullmatch(verb) or not _is_past(verb.partition(".")[2]):
            raise Refusal(f"audit verb {verb!r} is not of the form noun.past_tense")
    if len(set(given)) < len(given):
        raise Refusal("the rpc names the same audit verb twice")
    return given


def _is_past(verb: str) -> bool:
    return any(word.endswith("ed") or word in IRREGULAR for word in verb.split("_"))
