"""What a kill leaves behind of somebody's dismissal, and what becomes of it."""

from datetime import timedelta

import pytest
from chassis import Outbox, now
from contracts.faults import Conflict
from tenant.people.admins import PlatformAdmins
from tenant.people.departures.store import DepartureStore
from tenant.people.store import UserStore


@pytest.fixture
async def people(platform):
    """Two platform admins."""
    return [await platform.grant(await platform.sign_in(name)) for name in ("ann", "bob")]


@pytest.fixture
def admins():
    return PlatformAdmins(UserStore(Outbox(lambda: None)), DepartureStore())


@pytest.fixture
def killed(people):
    """A service was killed after it had marked ann as leaving, so long ago."""

    async def killed(ago):
        await DepartureStore().mark_in_all(
            people[0].id, group="platform_admins", mark="mark", at=now() - ago
        )

    return killed


class TestRevokePlatformAdmin:
    async def test_the_other(self, platform, people, killed):
        """Ann may be gone: until that is known bob counts as the last."""
        await killed(timedelta(seconds=1))
        with pytest.raises(Conflict) as refused:
            await platform.revoke(people[1])
        assert refused.value.reason == "last_platform_admin"

    async def test_the_same_again(self, platform, people, killed):
        """The command that was interrupted can be repeated."""
        await killed(timedelta(seconds=1))
        assert not (await platform.revoke(people[0])).platform_admin

    async def test_lapsed(self, platform, people, killed):
        """After minutes nobody is at it any more: the mark counts no longer, and goes."""
        await killed(timedelta(minutes=6))
        assert not (await platform.revoke(people[1])).platform_admin
        assert (await platform.database["platform"].find_one())["leaving"] == []

    async def test_outcome_unknown(self, platform, people, admins):
        """When nobody knows whether the dismissal was written, it counts as written."""
        with pytest.raises(OSError, match="line"):
            async with admins.leaving(people[0].id):
                raise OSError("the line was lost")
        with pytest.raises(Conflict):
            await platform.revoke(people[1])

    async def test_refused(self, platform, people, admins):
        """What was refused for another reason leaves no mark."""
        with pytest.raises(Conflict):
            async with admins.leaving(people[0].id):
                raise Conflict
        assert not (await platform.revoke(people[1])).platform_admin
