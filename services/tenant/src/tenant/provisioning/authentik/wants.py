"""What should be there in authentik: pure.

    group                 tenant-<slug>, marked with the tenant's id
    ├── binding           one for each configured application: members may use it
    └── member ── user    one for each person; users belong to people, not to tenants

A user is closed only when its person may sign in nowhere, and opened only if we closed it.
"""

from collections.abc import Mapping, Sequence

from tenant.provisioning.integration import Known, Seen
from tenant.provisioning.items import ACCESS, CLOSED, OPEN, Item, Name, Wanted
from tenant.provisioning.target import Person, Target

GROUP, BINDING, USER, MEMBER = "group", "binding", "user", "member"
MARK = "dezkyTenantId"
EMAIL = "email"


def group_name(slug: str) -> str:
    """Return how a tenant's group is called: never like one that authentik has by itself."""
    return f"tenant-{slug}"


def want(
    target: Target, seen: Seen, known: Known, *, applications: Sequence[str]
) -> Sequence[Wanted]:
    """Say what should be there, parents first."""
    if target.access == "gone":
        return _gone(target, seen, known)
    users = {item.key: item for item in seen.of(USER)}
    if target.access == "closed":
        return [_user(person, users, known) for person in _seen_people(target, seen)]
    members = {person.email for person in target.members}
    left = [person for person in _seen_people(target, seen) if person.email not in members]
    return [
        Wanted(GROUP, target.slug, {MARK: target.tenant_id}),
        *(Wanted(BINDING, application) for application in applications),
        *(_user(person, users, known) for person in target.members),
        *(_user(person, users, known) for person in left),
        *(Wanted(MEMBER, person.email) for person in target.members),
        *(
            Wanted(item.kind, item.key, is_present=False)
            for item in (*seen.of(BINDING), *seen.of(MEMBER))
            if item.key not in (applications if item.kind == BINDING else members)
        ),
    ]


def _user(person: Person, users: Mapping[str, Item], known: Known) -> Wanted:
    name: Name = (USER, person.email)
    initial = {"name": person.name or person.email, EMAIL: person.email, ACCESS: OPEN}
    held, item = known.get(name), users.get(person.email)
    facts: dict[str, str] = {}
    if item and not item.facts.get(EMAIL):
        # Half made, or by somebody who left it out; one that is there is people's own.
        facts[EMAIL] = person.email
    if not person.may_sign_in:
        facts[ACCESS] = CLOSED
    elif held and held.closed:
        facts[ACCESS] = OPEN
    return Wanted(*name, facts, initial=initial)


def _seen_people(target: Target, seen: Seen) -> list[Person]:
    """Return those who have a user: others need none to be closed."""
    there = {item.key for item in seen.of(USER)}
    return [person for person in target.people if person.email in there]


def _gone(target: Target, seen: Seen, known: Known) -> Sequence[Wanted]:
    """Users go when we made them and they belong nowhere else."""
    stay = {person.email for person in target.people if person.has_other_ties}
    ours = [
        item
        for item in seen.of(USER)
        if item.key not in stay and item.name in known and known[item.name].created
    ]
    return [
        Wanted(item.kind, item.key, is_present=False)
        for item in (*seen.of(GROUP), *seen.of(BINDING), *ours, *seen.of(MEMBER))
    ]
