"""Whose personal data an entry holds, and where: pure.

A person is known by a handle: the email address if one is told, else the id at the source, else
the network address, else the name. Who is told by an address only is as erasable as anybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.catalogue import CATALOGUE

from audit.persons.declared import Declarations

_ADDRESS = re.compile(r"[^\s,;<>\"'()]+@[^\s,;<>\"'()]+")
_PEOPLE = frozenset({"user", "account", "person", "member"})
# Our services know people by the same ids; everybody else's ids are their own.
_OURS = frozenset({rpc.subject.split(".")[1] for rpc in CATALOGUE} | {"gateway", "console"})
_PLATFORM = "dezky"
_EMAIL = "email|"
_ACTOR_FIELDS = ("actorEmail", "actorName", "actorIp")


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that are sealed together: readable only while all of these people's keys exist."""

    people: tuple[str, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What is personal in an entry. `links` are the subjects seen beside an email address."""

    actor: str
    boxes: tuple[Part, ...]
    links: tuple[tuple[str, str], ...]


def email_handle(email: str) -> str:
    """Return how a person is known by an email address."""
    return f"{_EMAIL}{email.strip().lower()}"


def is_address(handle: str) -> bool:
    """Say whether somebody is known by an email address."""
    return handle.startswith(_EMAIL)


def subject_handle(source: str, identity: str) -> str:
    """Return how a person is known by an id; our services share theirs."""
    return f"subject|{_PLATFORM if source in _OURS or not source else source}|{identity}"


def parts_of(entry: Mapping[str, Any], declared: Declarations) -> Parts:
    """Find the people and their fields; nothing is personal where nobody is told."""
    actor, actor_paths, links = _actor(entry)
    others, other_paths, other_links = _resource(entry)
    people = dict.fromkeys([*([actor] if actor else []), *others])
    inside = [path for path in declared.of(entry["action"]) if _has(entry, path)]
    boxes: dict[tuple[str, ...], list[str]] = {}
    for owners, paths in (
        ((actor,), actor_paths),
        (tuple(others), other_paths),
        (tuple(people), inside),
    ):
        if paths and all(owners) and owners:
            boxes.setdefault(owners, []).extend(paths)
    return Parts(
        actor=actor,
        boxes=tuple(Part(owners, tuple(paths)) for owners, paths in boxes.items()),
        links=tuple(links + other_links),
    )


def _actor(entry: Mapping[str, Any]) -> tuple[str, list[str], list[tuple[str, str]]]:
    paths = [field for field in _ACTOR_FIELDS if entry[field]]
    identity = entry["actorId"]
    if "@" in identity:
        paths.append("actorId")
    if not paths:
        return "", [], []
    subject = subject_handle(entry["source"], identity) if identity else ""
    if email := entry["actorEmail"] or (identity if "@" in identity else ""):
        handle = email_handle(email)
        return handle, paths, [(handle, subject)] if subject else []
    if subject:
        return subject, paths, []
    if ip := entry["actorIp"]:
        return f"address|{ip}", paths, []
    return f"name|{entry['source']}|{entry['actorName']}", paths, []


def _resource(entry: Mapping[str, Any]) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    name, identity = entry["resourceName"], entry["resourceId"]
    addresses = dict.fromkeys(
        map(email_handle, _ADDRESS.findall(f"{name} {identity}" if "@" in identity else name))
        if "@" in name or "@" in identity
        else ()
    )
    is_person = entry["resourceType"] in _PEOPLE and bool(identity)
    subject = subject_handle(entry["source"], identity) if is_person else ""
    people = list(addresses) or ([subject] if subject else [])
    if not people:
        return [], [], []
    paths = [*(["resourceName"] if name else []), *(["resourceId"] if "@" in identity else [])]
    links = [(people[0], subject)] if subject and len(addresses) == 1 else []
    return people, paths, links


def _has(entry: Mapping[str, Any], path: str) -> bool:
    inner: Any = entry
    for name in path.split("."):
        if not isinstance(inner, Mapping) or name not in inner:
            return False
        inner = inner[name]
    return True
