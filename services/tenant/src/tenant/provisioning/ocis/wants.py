"""What should be there in oCIS: pure.

    space             marked by its alias, for names aren't unique
    └── member        one for each person, as manager or editor
        user          belongs to people; made, unless people make theirs by signing in

A closed space shows its members to nobody, so nothing is said about them.
"""

from collections.abc import Sequence
from typing import Any

from tenant.provisioning.integration import Known, Seen
from tenant.provisioning.items import ACCESS, CLOSED, OPEN, Wanted
from tenant.provisioning.target import Person, Target

SPACE, USER, MEMBER = "space", "user", "member"
NAME, ALIAS, QUOTA, ROLE = "name", "driveAlias", "quota", "role"
# Of project spaces; documented as constants (services/graph/pkg/unifiedrole).
MANAGER = "312c0871-5ef7-4b3a-85b6-0e4074c64049"
EDITOR = "58c63c02-1d89-4572-916a-870abc5a1b7d"
_LONGEST_NAME = 255
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys('/\\.:?*"<>|', " "))


def alias_of(target: Target) -> str:
    """Return what tells the tenant's space from others of its name."""
    return f"project/dezky-{target.tenant_id}"


def space_name(name: str) -> str:
    """Return the name as oCIS takes it: some characters are refused."""
    return " ".join(name.translate(_FORBIDDEN_IN_NAMES).split())[:_LONGEST_NAME] or "Space"


def want(target: Target, seen: Seen, known: Known, *, creates_users: bool) -> Sequence[Wanted]:
    """Say what should be there, parents first."""
    if target.access == "gone":
        return _gone(target, seen, known)
    if target.access == "closed":
        return [Wanted(*item.name, {ACCESS: CLOSED}) for item in seen.of(SPACE)]
    held = known.get((SPACE, target.slug))
    facts: dict[str, Any] = {NAME: space_name(target.name), ALIAS: alias_of(target)}
    if target.storage_bytes is not None:
        facts[QUOTA] = target.storage_bytes
    if held and held.closed:
        facts[ACCESS] = OPEN
    if any(item.facts[ACCESS] == CLOSED for item in seen.of(SPACE)):
        # Who is in it is seen once it is open. What we didn't close stays closed.
        return [Wanted(SPACE, target.slug, facts if ACCESS in facts else {})]
    there = {item.key for item in seen.of(USER)}
    people = [one for one in target.members if creates_users or one.email in there]
    wanted = {person.email for person in people}
    return [
        Wanted(SPACE, target.slug, facts),
        *(Wanted(USER, person.email, initial={NAME: person.name}) for person in people),
        *(Wanted(MEMBER, person.email, {ROLE: _role(person)}) for person in people),
        *(
            Wanted(*item.name, is_present=False)
            for item in seen.of(MEMBER)
            if item.key not in wanted and item.name in known and known[item.name].ours
        ),
    ]


def _role(person: Person) -> str:
    return EDITOR if person.role == "member" else MANAGER


def _gone(target: Target, seen: Seen, known: Known) -> Sequence[Wanted]:
    """Users go when we made them and they belong nowhere else; a space is closed before."""
    stay = {person.email for person in target.people if person.has_other_ties}
    ours = [
        item
        for item in seen.of(USER)
        if item.key not in stay and item.name in known and known[item.name].created
    ]
    return [Wanted(*item.name, is_present=False) for item in (*ours, *seen.of(SPACE))]
