"""Looks at a tenant's domains and accounts in Stalwart, and changes them."""

from collections.abc import Sequence

from tenant.provisioning.failures import OwnedByAnother
from tenant.provisioning.integration import Figures, Known, Seen
from tenant.provisioning.items import ACCESS, CLOSED, OPEN, Item, Step, Wanted
from tenant.provisioning.stalwart.mail import Account, Domain, Mail, marked, owner_of
from tenant.provisioning.stalwart.wants import ACCOUNT, DOMAIN, OWNER, want
from tenant.provisioning.target import Target


class Stalwart:
    """Domains and mailboxes."""

    name = "stalwart"
    shared: frozenset[str] = frozenset()
    # Both generations refuse a name that is taken.
    marked: frozenset[str] = frozenset()

    def __init__(self, mail: Mail) -> None:
        self._mail = mail

    async def see(self, target: Target, known: Known) -> Seen:
        """Find the tenant's domains, those that it gave up, and every account in them."""
        given_up = {one.key for one in known.values() if one.kind == DOMAIN and one.ours} - set(
            target.domains
        )
        items: list[Item] = []
        used: list[int | None] = []
        for name in (*target.domains, *sorted(given_up)):
            domain = await self._mail.domain(name)
            if domain is None or not _is_ours(domain, target, is_given_up=name in given_up):
                continue
            items.append(
                Item(DOMAIN, name, domain.id, {OWNER: owner_of(domain.description)}, raw=domain)
            )
            accounts = await self._mail.accounts(domain)
            items += [_item(account) for account in accounts]
            used += [account.used_bytes for account in accounts]
        unproven = ", ".join(target.unproven_domains)
        return Seen(
            items,
            Figures(mailboxes=len(used), storage_bytes=_sum(used)),
            external_id=next((item.external_id for item in items if item.kind == DOMAIN), ""),
            note=f"Domains that wait for their proof: {unproven}." if unproven else "",
        )

    def want(self, target: Target, seen: Seen, known: Known) -> Sequence[Wanted]:
        """Say what should be there."""
        return want(target, seen, known)

    async def carry_out(self, step: Step, target: Target, known: Known) -> str:
        """Make one change."""
        mail = self._mail
        match step.kind, step.action:
            case "domain", "create":
                description = marked(target.name, owner=target.tenant_id)
                return await mail.create_domain(step.key, description=description)
            case "domain", "update":
                description = marked(step.raw.description, owner=target.tenant_id)
                await mail.describe_domain(step.external_id, description=description)
            case "domain", _:
                await mail.remove_domain(step.external_id)
            case _, "create":
                domain = known[DOMAIN, step.key.rpartition("@")[2]].external_id
                name = step.after("name") or step.key
                return await mail.create_account(step.key, domain=domain, name=name)
            case _, "update":
                await self._admit(step, known)
            case _:
                await mail.remove_account(step.external_id)
        return ""

    async def _admit(self, step: Step, known: Known) -> None:
        if step.after(ACCESS) == CLOSED:
            await self._mail.close_account(step.external_id, permissions=step.raw)
        else:
            before = known[ACCOUNT, step.key].restore
            await self._mail.open_account(step.external_id, permissions=before)


def _item(account: Account) -> Item:
    access = OPEN if account.may_sign_in else CLOSED
    return Item(ACCOUNT, account.address, account.id, {ACCESS: access}, raw=account.permissions)


def _is_ours(domain: Domain, target: Target, *, is_given_up: bool) -> bool:
    """Refuse a domain that is another tenant's; one that was given up may be by now."""
    owner = owner_of(domain.description)
    if owner in {"", target.tenant_id}:
        return bool(owner) or not is_given_up
    if is_given_up:
        return False
    raise OwnedByAnother(f"The domain {domain.name} still holds the mail of another tenant.")


def _sum(figures: Sequence[int | None]) -> int | None:
    """One that isn't known makes the sum unknown."""
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == len(figures) else None
