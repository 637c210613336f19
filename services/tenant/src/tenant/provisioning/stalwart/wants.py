"""What should be there in Stalwart: pure.

    domain            each proven one, marked with the tenant's id
    └── account       one for each person whose address is in one of them

Mail is destroyed at the purge alone: who leaves, and what is in a domain that was given up, is
closed and kept. Everybody in the tenant's domains is closed with it, whoever made the account.
"""

from collections.abc import Sequence

from tenant.provisioning.integration import Known, Seen
from tenant.provisioning.items import ACCESS, CLOSED, OPEN, Item, Wanted
from tenant.provisioning.target import Target

DOMAIN, ACCOUNT = "domain", "account"
OWNER = "owner"


def want(target: Target, seen: Seen, known: Known) -> Sequence[Wanted]:
    """Say what should be there, parents first."""
    domains, accounts = seen.of(DOMAIN), seen.of(ACCOUNT)
    if target.access == "gone":
        return [Wanted(*item.name, is_present=False) for item in (*domains, *accounts)]
    if target.access == "closed":
        return [Wanted(*item.name, {ACCESS: CLOSED}, claims=False) for item in accounts]
    people = {
        person.email: person for person in target.members if _domain(person.email) in target.domains
    }
    given_up = [item for item in domains if item.key not in target.domains]
    in_use = {_domain(item.key) for item in accounts}
    return [
        *(Wanted(DOMAIN, domain, {OWNER: target.tenant_id}) for domain in target.domains),
        *(
            Wanted(ACCOUNT, email, _opened(email, known), initial={"name": person.name})
            for email, person in people.items()
        ),
        *(_strangers(item, target, known) for item in accounts if item.key not in people),
        *(
            Wanted(DOMAIN, item.key, is_present=False)
            for item in given_up
            if item.key not in in_use
        ),
    ]


def _strangers(item: Item, target: Target, known: Known) -> Wanted:
    """Who left is closed, and what is in a domain given up; others' accounts are let be."""
    held = known.get(item.name)
    has_left = held is not None and held.ours
    if has_left or _domain(item.key) not in target.domains:
        return Wanted(*item.name, {ACCESS: CLOSED}, claims=False)
    return Wanted(*item.name, _opened(item.key, known), claims=False)


def _opened(address: str, known: Known) -> dict[str, str]:
    """Only what we closed do we open."""
    held = known.get((ACCOUNT, address))
    return {ACCESS: OPEN} if held and held.closed else {}


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
