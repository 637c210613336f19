"""Which identities are one person's."""

from contracts.tenant.v1 import AddTenantUserRequest, DeactivateUserRequest

ANN = "ann@acme.example"


async def invite(platform, email=ANN):
    """Let an operator add somebody who isn't known yet."""
    request = AddTenantUserRequest(slug="acme", email=email, role="member")
    return (await platform.users.add_tenant_user(request)).user


class TestRecordSignIn:
    async def test_verified_links(self, platform):
        """A verified address joins the person who has it."""
        first = await platform.sign_in("ann-1", email=ANN, emailVerified=True)
        second = await platform.sign_in("ann-2", email="Ann@Acme.Example", emailVerified=True)
        assert second.id == first.id
        assert [identity.subject for identity in second.identities] == ["ann-1", "ann-2"]
        assert [entry.action for entry in await platform.entries()] == [
            "user.created",
            "user.linked",
        ]

    async def test_verified_joins_who_was_added(self, platform):
        """Who an operator has added by email is found by it."""
        await platform.create("acme")
        added = await invite(platform)
        user = await platform.sign_in("ann", email=ANN, emailVerified=True)
        assert (user.id, len(user.memberships)) == (added.id, 1)

    async def test_unverified_never_joins(self, platform):
        """An address that nobody vouches for makes somebody else, who doesn't show it."""
        ann = await platform.sign_in("ann", email=ANN, emailVerified=True)
        mallory = await platform.sign_in("mallory", email=ANN)
        assert mallory.id != ann.id
        assert mallory.email == ""

    async def test_unverified_never_joins_who_was_added(self, platform):
        """Nor does it get what an operator meant for somebody."""
        await platform.create("acme")
        added = await invite(platform)
        mallory = await platform.sign_in("mallory", email=ANN)
        assert (mallory.id != added.id, mallory.memberships) == (True, [])

    async def test_unverified_joins_nobody_later(self, platform):
        """An address that was only claimed links nobody else to the claimant."""
        claimant = await platform.sign_in("mallory", email=ANN)
        assert claimant.email == ANN
        ann = await platform.sign_in("ann", email=ANN, emailVerified=True)
        assert ann.id != claimant.id

    async def test_unverified_until_somebody_has_it(self, platform):
        """A claimed address is shown only until it is somebody's."""
        await platform.sign_in("mallory", email=ANN)
        await platform.sign_in("ann", email=ANN, emailVerified=True)
        again = await platform.sign_in("mallory", email=ANN, at="2026-11-02T10:00:00Z")
        assert again.email == ""

    async def test_unverified_then_verified(self, platform):
        """Once vouched for, the address is theirs."""
        first = await platform.sign_in("ann", email=ANN)
        await platform.sign_in("ann", email=ANN, emailVerified=True, at="2026-11-02T10:00:00Z")
        other = await platform.sign_in("ann-2", email=ANN, emailVerified=True)
        assert other.id == first.id

    async def test_somebody_elses_verified_address(self, platform):
        """A known identity that comes with another's address signs in as itself, without it."""
        ann = await platform.sign_in("ann", email=ANN, emailVerified=True)
        bob = await platform.sign_in("bob")
        again = await platform.sign_in(
            "bob", email=ANN, emailVerified=True, at="2026-11-02T10:00:00Z"
        )
        assert (again.id, again.email) == (bob.id, "")
        assert again.last_login_at > bob.last_login_at
        assert (await platform.sign_in("ann")).id == ann.id

    async def test_the_first_verified_address_stays(self, platform):
        """A later one neither replaces it nor is bound to this person."""
        ann = await platform.sign_in("ann", email=ANN, emailVerified=True)
        new = "ann@new.example"
        renamed = await platform.sign_in(
            "ann", email=new, emailVerified=True, at="2026-11-02T10:00:00Z"
        )
        assert (renamed.id, renamed.email) == (ann.id, ANN)
        assert (await platform.sign_in("other", email=new, emailVerified=True)).id != ann.id

    async def test_a_new_identity_of_somebody_deactivated(self, platform):
        """A second identity joins them, deactivated as they are."""
        ann = await platform.sign_in("ann-1", email=ANN, emailVerified=True)
        await platform.users.deactivate_user(DeactivateUserRequest(id=ann.id))
        second = await platform.sign_in("ann-2", email=ANN, emailVerified=True)
        assert (second.id, second.active) == (ann.id, False)

    async def test_the_same_subject_elsewhere(self, platform):
        """A subject says who somebody is within its issuer only."""
        here = await platform.sign_in("ann")
        there = await platform.sign_in("ann", issuer="https://other.example/")
        assert here.id != there.id
