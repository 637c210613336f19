"""A tenant's group, bindings and people in authentik."""

from dataclasses import replace

import pytest
from tenant.provisioning.authentik.api import Api
from tenant.provisioning.authentik.integration import Authentik
from tenant.provisioning.failures import (
    Ambiguous,
    CredentialsRefused,
    Forbidden,
    OwnedByAnother,
    Refused,
    Unsettled,
    UpstreamFailure,
)


@pytest.fixture
def authentik(outside, http):
    return Authentik(Api(http(outside.authentik_url)), applications=["dezky-files"])


@pytest.fixture
def made(authentik, reconciler):
    return reconciler(authentik)


def group_of(outside, target):
    (group,) = outside.found("/core/groups/", name=f"tenant-{target.slug}")
    return group


def users_of(outside, target):
    """Return address and whether active of each member."""
    group = group_of(outside, target)
    found = outside.found("/core/users/", groups_by_pk=group["pk"])
    return {user["email"]: user["is_active"] for user in found}


def bindings_of(outside, target):
    group = group_of(outside, target)
    return [one for one in outside.found("/policies/bindings/") if one["group"] == group["pk"]]


class TestOpen:
    async def test_makes_everything(self, outside, made, target):
        """A marked group, bound to the application, with everybody in it."""
        tenant = target()
        outcome = await made.agree(tenant)
        assert [step.action for step in outcome.steps] == ["create"] * 6
        assert group_of(outside, tenant)["attributes"] == {"dezkyTenantId": tenant.tenant_id}
        assert outcome.seen.external_id == group_of(outside, tenant)["pk"]
        assert outcome.seen.figures.users == 2
        assert users_of(outside, tenant) == {person.email: True for person in tenant.people}
        assert len(bindings_of(outside, tenant)) == 1

    async def test_a_second_time_does_nothing(self, made, target):
        """It is as it should be."""
        await made.agree(target())
        assert (await made.agree(target())).steps == []

    async def test_compare_touches_nothing(self, outside, made, target):
        """A dry run says what would be done."""
        outcome = await made.compare(target())
        assert [f"{step.action} {step.kind}" for step in outcome.steps][:2] == [
            "create group",
            "create binding",
        ]
        assert outside.found("/core/groups/", name=f"tenant-{target().slug}") == []

    async def test_adopts_who_is_there(self, outside, made, target):
        """By username, or by an address that only one has; their name stays."""
        tenant = target()
        ann, bob = (person.email for person in tenant.people)
        users = [
            {"username": f"ann-{tenant.slug}", "email": ann.upper(), "name": "Ann herself"},
            {"username": bob, "email": "", "name": "Bob himself"},
        ]
        pks = [outside.api("POST", "/core/users/", user)["pk"] for user in users]
        await made.agree(tenant)
        group = group_of(outside, tenant)
        found = outside.found("/core/users/", groups_by_pk=group["pk"])
        assert {user["pk"]: user["name"] for user in found} == dict(
            zip(pks, ["Ann herself", "Bob himself"], strict=True)
        )

    async def test_adopts_a_group_without_a_mark(self, outside, made, target):
        """And marks it; its other attributes stay."""
        body = {"name": f"tenant-{target().slug}", "attributes": {"colour": "red"}}
        group = outside.api("POST", "/core/groups/", body)
        await made.agree(target())
        marked = {"colour": "red", "dezkyTenantId": target().tenant_id}
        assert (group_of(outside, target())["pk"], group_of(outside, target())["attributes"]) == (
            group["pk"],
            marked,
        )

    async def test_another_tenant_s_group(self, outside, made, target):
        """It is left alone."""
        body = {"name": f"tenant-{target().slug}", "attributes": {"dezkyTenantId": "other"}}
        outside.api("POST", "/core/groups/", body)
        with pytest.raises(OwnedByAnother):
            await made.agree(target())
        assert group_of(outside, target())["attributes"] == {"dezkyTenantId": "other"}

    async def test_an_address_that_two_have(self, outside, made, target):
        """Nobody is guessed."""
        tenant = target(people=("ann",))
        for number in range(2):
            user = {"username": f"a{number}-{tenant.slug}", "name": "Ann"}
            outside.api("POST", "/core/users/", user | {"email": tenant.people[0].email})
        with pytest.raises(Ambiguous, match="2 users"):
            await made.agree(tenant)

    async def test_an_unknown_application(self, outside, http, reconciler, target):
        """The setting is named, and nobody gets an application that others may use."""
        system = Authentik(Api(http(outside.authentik_url)), applications=["nope"])
        with pytest.raises(Refused, match="no application nope"):
            await reconciler(system).agree(target())

    async def test_drift_is_undone(self, outside, made, target):
        """Who was put into the group by hand goes, a binding is made again, a repeated one goes."""
        tenant = target()
        await made.agree(tenant)
        group = group_of(outside, tenant)
        stranger = {"username": f"eve-{tenant.slug}", "email": "eve@example.org", "name": "Eve"}
        eve = outside.api("POST", "/core/users/", stranger)
        outside.api("POST", f"/core/groups/{group['pk']}/add_user/", {"pk": eve["pk"]})
        (binding,) = bindings_of(outside, tenant)
        again = {"target": binding["target"], "group": group["pk"], "order": 1}
        outside.api("POST", "/policies/bindings/", again)
        outcome = await made.agree(tenant)
        assert {f"{step.action} {step.kind}" for step in outcome.steps} == {
            "delete member",
            "delete binding",
        }
        assert len(bindings_of(outside, tenant)) == 1
        assert "eve@example.org" not in users_of(outside, tenant)

    async def test_who_leaves(self, outside, made, target):
        """Out of the group; the user stays, for it may belong elsewhere."""
        await made.agree(target())
        await made.agree(target(people=("ann",)))
        assert list(users_of(outside, target())) == [target().people[0].email]
        assert len(outside.found("/core/users/", email=target().people[1].email)) == 1


class TestClosed:
    async def test_suspend_and_resume(self, outside, made, target, suspended):
        """Resuming opens exactly who was closed: whoever was inactive before stays so."""
        tenant = target(people=("ann", "bob", "eve"))
        await made.agree(tenant)
        group = group_of(outside, tenant)
        members = outside.found("/core/users/", groups_by_pk=group["pk"])
        eve = next(user for user in members if user["email"].startswith("eve"))
        outside.api("PATCH", f"/core/users/{eve['pk']}/", {"is_active": False})
        await made.agree(suspended(tenant))
        assert set(users_of(outside, tenant).values()) == {False}
        await made.agree(tenant)
        assert sorted(users_of(outside, tenant).items()) == [
            (person.email, not person.email.startswith("eve")) for person in tenant.people
        ]
        assert (await made.agree(tenant)).steps == []

    async def test_who_may_sign_in_elsewhere(self, outside, made, target, suspended):
        """A person of another tenant, too, isn't locked out of it."""
        tenant = target()
        await made.agree(tenant)
        closed = suspended(tenant)
        ann, bob = closed.people
        await made.agree(replace(closed, people=(replace(ann, may_sign_in=True), bob)))
        assert users_of(outside, tenant) == {ann.email: True, bob.email: False}

    async def test_closed_in_one_tenant_opened_in_another(self, outside, made, target, suspended):
        """What we closed we open, whichever tenant it was for: users belong to people."""
        one = target()
        two = target(slug=f"{one.slug}-two", people=one.people)
        await made.agree(one)
        await made.agree(two)
        await made.agree(suspended(one))
        await made.agree(two)
        assert set(users_of(outside, two).values()) == {True}

    async def test_nothing_is_made(self, outside, made, target, suspended):
        """A tenant that was suspended before it was provisioned stays unknown outside."""
        assert (await made.agree(suspended(target()))).steps == []
        assert outside.found("/core/groups/", name=f"tenant-{target().slug}") == []


class TestGone:
    async def test_takes_everything_down(self, outside, made, target, suspended):
        """Except who was there before us, or belongs elsewhere; what is absent is told."""
        tenant = target(people=("ann", "bob", "eve"))
        ann, bob, eve = tenant.people
        before = outside.api(
            "POST", "/core/users/", {"username": bob.email, "email": bob.email, "name": "Bob"}
        )
        await made.agree(tenant)
        await made.agree(suspended(tenant))
        closed = suspended(tenant).people
        people = (closed[0], closed[1], replace(closed[2], has_other_ties=True))
        outcome = await made.agree(replace(tenant, access="gone", people=people))
        assert outside.found("/core/groups/", name=f"tenant-{tenant.slug}") == []
        assert outside.found("/core/users/", email=ann.email) == []
        assert outside.found("/core/users/", email=bob.email)[0]["pk"] == before["pk"]
        assert len(outside.found("/core/users/", email=eve.email)) == 1
        assert ("group", tenant.slug) in outcome.absent
        assert ("user", ann.email) in outcome.absent
        assert ("user", bob.email) not in outcome.absent
        assert (await made.agree(replace(tenant, access="gone", people=people))).steps == []


class TestFailures:
    async def test_a_bad_token(self, outside, http, reconciler, target):
        """Authentik says 403, and means that it doesn't know us."""
        system = Authentik(Api(http(outside.authentik_url, secret="old")))
        with pytest.raises(CredentialsRefused):
            await reconciler(system).agree(target())

    async def test_a_missing_permission(self, outside, made, target):
        """A 403 in other words is another matter."""
        outside.mishaps({"mode": "refuse", "status": 403, "method": "POST"}, of="authentik")
        with pytest.raises(Forbidden):
            await made.agree(target())

    @pytest.mark.parametrize("mode", ["refuse", "fail_after", "half", "silent", "silent_after"])
    @pytest.mark.parametrize("path", ["/groups/$", "/bindings/", "/users/", "/add_user/"])
    async def test_never_twice(self, outside, http, reconciler, target, mode, path):
        """Whatever becomes of a call: tried again, everything is there exactly once."""
        api = Api(http(outside.authentik_url, timeout_seconds=0.5))
        made = reconciler(Authentik(api, applications=["dezky-files"]))
        outside.mishaps({"mode": mode, "method": "POST", "path": path}, of="authentik")
        with pytest.raises(UpstreamFailure):
            await made.agree(target())
        await made.agree(target())
        assert outside.struck("authentik") == [1]
        assert users_of(outside, target()) == {one.email: True for one in target().people}
        assert len(bindings_of(outside, target())) == 1
        assert group_of(outside, target())["attributes"] == {"dezkyTenantId": target().tenant_id}

    async def test_a_creation_that_comes_late(self, outside, http, reconciler, target):
        """While it may still be on its way, no second one is asked for."""
        api = Api(http(outside.authentik_url, timeout_seconds=0.3))
        made = reconciler(Authentik(api), settle_seconds=30)
        outside.mishaps(
            {"mode": "late", "method": "POST", "path": "/groups/$", "afterSeconds": 1.0},
            of="authentik",
        )
        with pytest.raises(UpstreamFailure):
            await made.agree(target())
        with pytest.raises(Unsettled) as waits:
            await made.agree(target())
        assert 20 < waits.value.retry_after_seconds <= 30
