"""Says in a sentence what an audit entry tells: who did what to which, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.audit.v1 import Entry

from web.words import plain

_NOBODY = {
    "service": "The platform",
    "system": "The system",
    "external": "Somebody outside",
    "anonymous": "Somebody unknown",
    "user": "Somebody",
}
# Verbs of upstreams that are no past tense, as a person would say them.
_SAID: Mapping[str, str] = {
    "login": "signed in",
    "logout": "signed out",
    "login_failed": "failed to sign in",
    "signed_in": "signed in",
    "signed_out": "signed out",
    "sign_in_failed": "failed to sign in",
    "authorize_application": "opened an application",
    "access_denied": "was refused access",
    "linked": "signed in for the first time",
}
# Then the actor is who it happened to, and naming the person twice says nothing.
_REFLEXIVE = frozenset({"signed_in", "signed_out", "linked", "login", "logout", "login_failed"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """The parts, so that each can be a link."""

    actor: str
    verb: str
    # What kind of thing it was done to, in lower case; empty when the verb says all.
    noun: str
    thing: str
    why: str = ""
    # What follows the thing, with its own space or punctuation in front.
    rest: str = ""

    def __str__(self) -> str:
        """Say it without links."""
        words = " ".join(part for part in (self.actor, self.verb, self.noun, self.thing) if part)
        return f"{words}{self.rest} ({self.why})" if self.why else f"{words}{self.rest}"


def sentence(entry: Entry) -> Sentence:
    """Take the platform's own sentence apart (ADR 0096), or make one of an entry without."""
    return _parted(entry, entry.sentence) if entry.sentence else _made(entry)


def _parted(entry: Entry, told: str) -> Sentence:
    names = (entry.actor_name, entry.actor_email, entry.actor_id)
    actor = next((one for one in names if one and told.startswith(f"{one} ")), "")
    after = told[len(actor) :].lstrip()
    thing = entry.resource_name or entry.resource_id
    if not thing or thing not in after:
        return Sentence(actor=actor, verb=after, noun="", thing="")
    verb, _, rest = after.partition(thing)
    return Sentence(actor=actor, verb=verb.rstrip(), noun="", thing=thing, rest=rest)


def _made(entry: Entry) -> Sentence:
    noun, _, verb = entry.action.rpartition(".")
    noun = noun.rpartition(".")[2]
    is_reflexive = verb in _REFLEXIVE and entry.actor_email == entry.resource_name
    said = _SAID.get(verb) or plain(verb)
    if entry.outcome == "failure" and "fail" not in said:
        said = f"failed: {said}"
    elif entry.outcome == "denied" and "refused" not in said:
        said = f"was refused: {said}"
    thing = entry.resource_name or entry.resource_id
    return Sentence(
        actor=entry.actor_name or entry.actor_email or _NOBODY.get(entry.actor_type, "Somebody"),
        verb=said,
        noun="" if is_reflexive or verb in _SAID else plain(noun),
        thing="" if is_reflexive else thing,
        why=_why(entry.metadata),
    )


def _why(metadata: Mapping[str, Any]) -> str:
    for name in ("reason", "note", "comment"):
        value = metadata.get(name)
        if isinstance(value, str) and value:
            return value
    return ""
