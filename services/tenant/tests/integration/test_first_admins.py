"""Whom the settings make platform admin, and that they do so once."""

import pytest

OP = {"email": "op@x.example", "emailVerified": True}


class TestRecordSignIn:
    @pytest.mark.parametrize("name", ["op@x.example", "OP@x.example", "https://idp.example/|op"])
    async def test_granted(self, start, name):
        """The settings appoint by verified address or by identity, at first sight."""
        platform = await start(first_admins=(name,))
        assert (await platform.sign_in("op", **OP)).platform_admin
        (entry,) = await platform.entries()
        assert entry.metadata["changes"]["platformAdmin"] == {"before": None, "after": True}

    @pytest.mark.parametrize("said", [{"email": "op@x.example"}, {}, {**OP, "email": "p@x.e"}])
    async def test_not_granted(self, start, said):
        """An address that nobody vouches for appoints nobody."""
        platform = await start(first_admins=("op@x.example", "", " "))
        assert not (await platform.sign_in("op", **said)).platform_admin

    async def test_known_before(self, start, platform):
        """Who was known before the setting is appointed with the next sign-in."""
        await platform.sign_in("op", **OP)
        later = await start(first_admins=("op@x.example",))
        assert (await later.sign_in("op", at="2026-11-02T10:00:00Z", **OP)).platform_admin

    async def test_once(self, start):
        """A revocation is not undone by a later sign-in, nor by a second identity."""
        platform = await start(first_admins=("op@x.example", "https://idp.example/|op-2"))
        op = await platform.sign_in("op", **OP)
        await platform.grant(await platform.sign_in("ann"))
        await platform.revoke(op)
        again = await platform.sign_in("op", at="2026-11-02T10:00:00Z", **OP)
        other = await platform.sign_in("op-2", at="2026-11-03T10:00:00Z", **OP)
        assert (again.platform_admin, other.platform_admin, other.id) == (False, False, op.id)

    async def test_not_by_anothers_address(self, start):
        """An address that is somebody's appoints only them, whoever else is said to have it."""
        platform = await start(first_admins=("op@x.example",))
        bob = await platform.sign_in("bob", email="bob@x.example", emailVerified=True)
        await platform.sign_in("op", **OP)
        again = await platform.sign_in("bob", at="2026-11-02T10:00:00Z", **OP)
        assert (again.id, again.platform_admin) == (bob.id, False)

    async def test_deactivated(self, start, platform):
        """A deactivated person is not appointed."""
        op = await platform.sign_in("op", **OP)
        await platform.deactivate(op)
        later = await start(first_admins=("op@x.example",))
        assert not (await later.sign_in("op", at="2026-11-02T10:00:00Z", **OP)).platform_admin
