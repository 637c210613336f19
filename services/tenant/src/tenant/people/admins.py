"""The groups that never get empty: the platform admins, and the owners of each tenant."""

from chassis import Clock, now

from tenant.people.departures.store import DepartureStore
from tenant.people.lasting import Lasting
from tenant.people.rules import LastOwner, LastPlatformAdmin
from tenant.people.store import UserStore


class PlatformAdmins(Lasting):
    """Without any of them nobody could appoint one."""

    def __init__(self, store: UserStore, departures: DepartureStore, *, clock: Clock = now) -> None:
        super().__init__(
            store,
            departures,
            group="platform_admins",
            condition={"platformAdmin": True, "active": True},
            refusal=LastPlatformAdmin("This is the last platform admin; appoint another first."),
            clock=clock,
        )


class Owners(Lasting):
    """Without any of them a tenant would belong to nobody."""

    def __init__(
        self, store: UserStore, departures: DepartureStore, *, slug: str, clock: Clock = now
    ) -> None:
        mine = {"$elemMatch": {"tenantSlug": slug, "role": "owner"}}
        super().__init__(
            store,
            departures,
            group=f"owners.{slug}",
            condition={"memberships": mine, "active": True},
            refusal=LastOwner("This is the tenant's last owner; make somebody else owner first."),
            clock=clock,
        )
