"""A tenant's space and its people in oCIS."""

from dataclasses import replace

import pytest
from devstack.waiting import eventually
from tenant.provisioning.failures import (
    Ambiguous,
    CredentialsRefused,
    Forbidden,
    Unsettled,
    UpstreamFailure,
)
from tenant.provisioning.ocis.graph import Graph
from tenant.provisioning.ocis.integration import Ocis
from tenant.provisioning.ocis.wants import EDITOR, MANAGER, alias_of

GIB = 1024**3


@pytest.fixture
def ocis(outside, http):
    def ocis(*, creates_users=True, **options):
        return Ocis(Graph(http(outside.ocis_url, **options)), creates_users=creates_users)

    return ocis


@pytest.fixture
def made(ocis, reconciler):
    return reconciler(ocis())


def spaces_of(outside, target):
    alias = alias_of(target)
    return [one for one in outside.objects("drive") if one["driveAlias"] == alias]


def space_of(outside, target):
    (space,) = spaces_of(outside, target)
    return space


def people_of(outside, target):
    """Return who is in the space, in which role; the administrator who made it isn't told."""
    emails = {user["id"]: user["mail"] for user in outside.objects("graph_user")}
    permissions = space_of(outside, target)["permissions"]
    return {emails[one["user"]]: one["role"] for one in permissions if one["user"] in emails}


class TestOpen:
    async def test_makes_everything(self, outside, made, target):
        """A space of the tenant's name and quota, managed by its owners."""
        tenant = replace(target(), storage_bytes=5 * GIB)
        outcome = await made.agree(tenant)
        space = space_of(outside, tenant)
        assert (space["name"], space["quota"]["total"]) == (tenant.name, 5 * GIB)
        assert outcome.seen.external_id == space["id"]
        assert outcome.seen.figures.storage_bytes == 0
        ann, bob = (person.email for person in tenant.people)
        assert people_of(outside, tenant) == {ann: MANAGER, bob: EDITOR}
        assert (await made.agree(tenant)).steps == []

    async def test_a_name_that_ocis_refuses(self, outside, made, target):
        """Characters that it doesn't take become spaces."""
        tenant = replace(target(), name='A/B: "C" <D>?')
        await made.agree(tenant)
        assert space_of(outside, tenant)["name"] == "A B C D"

    async def test_adopts_by_alias(self, outside, made, target):
        """Another space of the same name is somebody else's."""
        tenant = target()
        other = {"id": f"other-{tenant.slug}", "name": tenant.name, "driveAlias": "project/x"}
        common = {"root": {}, "quota": {"total": 1, "used": 3}, "permissions": []}
        outside.put("drive", other["id"], **other, **common)
        mine = {"id": f"mine-{tenant.slug}", "name": "Old name", "driveAlias": alias_of(tenant)}
        outside.put("drive", mine["id"], **mine, **common)
        outcome = await made.agree(tenant)
        assert outcome.seen.external_id == mine["id"]
        assert space_of(outside, tenant)["name"] == tenant.name
        assert outcome.seen.figures.storage_bytes == 3

    async def test_two_spaces(self, outside, made, target):
        """Nobody is guessed, and nothing is destroyed."""
        tenant = target()
        for number in range(2):
            identity = f"s{number}-{tenant.slug}"
            space = {"id": identity, "name": "x", "driveAlias": alias_of(tenant)}
            outside.put("drive", identity, **space, root={}, permissions=[])
        with pytest.raises(Ambiguous, match="2 spaces"):
            await made.agree(tenant)

    async def test_changes_follow(self, outside, made, target):
        """Name, quota, roles, and who left."""
        tenant = replace(target(), storage_bytes=GIB)
        await made.agree(tenant)
        ann, bob = tenant.people
        changed = replace(
            tenant, name="New", storage_bytes=2 * GIB, people=(replace(ann, role="member"),)
        )
        await made.agree(changed)
        space = space_of(outside, tenant)
        assert (space["name"], space["quota"]["total"]) == ("New", 2 * GIB)
        assert people_of(outside, tenant) == {ann.email: EDITOR}
        assert any(user["mail"] == bob.email for user in outside.objects("graph_user"))

    async def test_drift_is_undone(self, outside, made, target):
        """A role that was changed by hand; but nobody is put out whom we didn't let in."""
        tenant = target()
        await made.agree(tenant)
        space = space_of(outside, tenant)
        guest = {"id": "u:guest", "user": "guest", "role": EDITOR}
        permissions = [{**one, "role": EDITOR} for one in space["permissions"]]
        outside.put("drive", space["id"], permissions=[*permissions, guest])
        outcome = await made.agree(tenant)
        assert [f"{step.action} {step.kind}" for step in outcome.steps] == ["update member"]
        assert guest in space_of(outside, tenant)["permissions"]

    async def test_people_who_make_their_own(self, outside, ocis, reconciler, target):
        """Where oCIS provisions by itself, they are let in once they have signed in."""
        made, tenant = reconciler(ocis(creates_users=False)), target()
        outcome = await made.agree(tenant)
        assert people_of(outside, tenant) == {}
        assert "2 people" in outcome.seen.note
        ann = tenant.people[0].email
        outside.put(
            "graph_user", f"ann-{tenant.slug}", id=f"ann-{tenant.slug}", mail=ann,
            onPremisesSamAccountName="ann", displayName="Ann",
        )  # fmt: skip
        await made.agree(tenant)
        assert people_of(outside, tenant) == {ann: MANAGER}


class TestClosed:
    async def test_suspend_and_resume(self, outside, made, target, suspended):
        """The space is disabled and comes back with everybody in it."""
        tenant = target()
        await made.agree(tenant)
        before = space_of(outside, tenant)
        await made.agree(suspended(tenant))
        assert space_of(outside, tenant)["root"]["deleted"] == {"state": "trashed"}
        assert (await made.agree(suspended(tenant))).steps == []
        await made.agree(tenant)
        assert space_of(outside, tenant) == before

    async def test_disabled_by_somebody_else(self, outside, made, target, suspended):
        """What we didn't close we don't open."""
        tenant = target()
        await made.agree(tenant)
        space = space_of(outside, tenant)
        outside.put("drive", space["id"], root={**space["root"], "deleted": {"state": "trashed"}})
        await made.agree(suspended(tenant))
        outcome = await made.agree(tenant)
        assert "deleted" in space_of(outside, tenant)["root"]
        assert outcome.seen.note == "Somebody else has disabled the space."


class TestGone:
    async def test_takes_everything_down(self, outside, made, target, suspended):
        """The space is purged, and the users whom we made and nobody else has."""
        tenant = target()
        await made.agree(tenant)
        await made.agree(suspended(tenant))
        ann, bob = suspended(tenant).people
        people = (ann, replace(bob, has_other_ties=True))
        outcome = await made.agree(replace(tenant, access="gone", people=people))
        assert spaces_of(outside, tenant) == []
        mails = {user["mail"] for user in outside.objects("graph_user")}
        assert (ann.email in mails, bob.email in mails) == (False, True)
        assert {("space", tenant.slug), ("user", ann.email)} <= set(outcome.absent)

    async def test_without_being_closed_before(self, outside, made, target):
        """An enabled space can't be purged, so it is disabled first."""
        await made.agree(target())
        await made.agree(replace(target(), access="gone"))
        assert spaces_of(outside, target()) == []


class TestFailures:
    async def test_wrong_credentials(self, ocis, reconciler, target):
        """A 401 says so."""
        with pytest.raises(CredentialsRefused):
            await reconciler(ocis(secret="wrong")).agree(target())

    async def test_a_missing_permission(self, outside, made, target):
        """Only some may make spaces."""
        outside.mishaps({"mode": "refuse", "status": 403, "method": "POST"})
        with pytest.raises(Forbidden, match="accessDenied"):
            await made.agree(target())

    @pytest.mark.parametrize("mode", ["refuse", "fail_after", "half", "silent", "silent_after"])
    @pytest.mark.parametrize("path", ["/drives$", "/users$", "/invite$"])
    async def test_never_twice(self, outside, ocis, reconciler, target, mode, path):
        """Whatever becomes of a call: tried again, everything is there exactly once."""
        tenant = replace(target(), storage_bytes=GIB * 3)
        made = reconciler(ocis(timeout_seconds=0.5))
        outside.mishaps({"mode": mode, "method": "POST", "path": path})
        with pytest.raises(UpstreamFailure):
            await made.agree(tenant)
        await made.agree(tenant)
        assert outside.struck() == [1]
        assert space_of(outside, tenant)["quota"]["total"] == GIB * 3
        names = [user["onPremisesSamAccountName"] for user in outside.objects("graph_user")]
        assert len(names) == len(set(names))
        assert len(space_of(outside, tenant)["permissions"]) == 3

    async def test_a_space_that_comes_late(self, outside, ocis, reconciler, target):
        """It was asked for, the answer never came, and it came to be after that: one space."""
        tenant, made = target(), reconciler(ocis(timeout_seconds=0.3), settle_seconds=30)
        late = {"mode": "late", "method": "POST", "path": "/drives$", "afterSeconds": 0.6}
        outside.mishaps(late)
        with pytest.raises(UpstreamFailure):
            await made.agree(tenant)
        with pytest.raises(Unsettled):
            await made.agree(tenant)

        async def spaces():
            return spaces_of(outside, tenant)

        await eventually(spaces)
        await made.agree(tenant)
        assert len(spaces_of(outside, tenant)) == 1
