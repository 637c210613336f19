"""What a tenant should be in other systems: pure, made of its document and its people's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from contracts.tenant.v1 import Tenant, User

Access = Literal["open", "closed", "gone"]
_GIB = 1024**3
_ACCESS: Mapping[str, Access] = {"pending": "open", "active": "open", "purged": "gone"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a tenant, or somebody who was: then `role` is empty."""

    email: str
    name: str = ""
    role: str = ""
    # May sign in anywhere: also at another tenant's, as operator or for a partner.
    may_sign_in: bool = True
    # Belongs somewhere else too, so whatever is theirs outlives this tenant.
    has_other_ties: bool = False

    @property
    def is_member(self) -> bool:
        """Say whether they belong here, and haven't been deactivated."""
        return bool(self.role)


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be made so."""

    tenant_id: str
    slug: str
    name: str
    access: Access
    domains: tuple[str, ...] = ()
    # They belong to nobody until the tenant has proven that they are its own.
    unproven_domains: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    storage_bytes: int | None = None
    # Those that the tenant is to have, whether they are configured or not.
    systems: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[Person, ...]:
        """Those who belong here now."""
        return tuple(person for person in self.people if person.is_member)


def target_of(
    tenant: Tenant,
    people: Iterable[User],
    *,
    statuses: Mapping[str, str],
    unproven_domains: Iterable[str] = (),
) -> Target:
    """Return the target; `statuses` are those of all tenants that the people belong to."""
    unproven = tuple(unproven_domains)
    quota = tenant.quotas.storage_gib if tenant.quotas else None
    return Target(
        tenant_id=tenant.id,
        slug=tenant.slug,
        name=tenant.name,
        access=_ACCESS.get(tenant.status, "closed"),
        domains=tuple(domain for domain in tenant.domains if domain not in unproven),
        unproven_domains=unproven,
        people=tuple(
            _person(user, slug=tenant.slug, statuses={**statuses, tenant.slug: tenant.status})
            for user in sorted(people, key=lambda user: user.email)
        ),
        storage_bytes=None if quota is None else quota * _GIB,
        systems=tuple(tenant.integrations),
    )


def _person(user: User, *, slug: str, statuses: Mapping[str, str]) -> Person:
    belongs = [*user.memberships, *user.inactive_memberships]
    others = [entry.tenant_slug for entry in belongs if entry.tenant_slug != slug]
    role = next((one.role for one in user.memberships if one.tenant_slug == slug), "")
    works_elsewhere = user.platform_admin or bool(user.partner_slug)
    open_somewhere = any(
        _ACCESS.get(statuses.get(entry.tenant_slug, "")) == "open" for entry in user.memberships
    )
    return Person(
        email=user.email,
        name=user.name,
        role=role if user.active else "",
        may_sign_in=user.active and (works_elsewhere or open_somewhere),
        has_other_ties=works_elsewhere
        or any(statuses.get(other) not in {None, "purged"} for other in others),
    )
