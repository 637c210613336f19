"""First sight and newer sign-ins."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from bus import current_actor
from chassis import uuid7
from contracts.faults import Unavailable
from contracts.tenant.v1 import ActorRecord, RecordSignInResponse, User
from gateway.sign_ins import SignIns
from identity import SignedClaims

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = MOMENT + timedelta(hours=1)


class Directory:
    """What the mirror says, set by the test."""

    record = None

    def actor(self, _issuer, _subject):
        return self.record


class Users:
    """The tenant service's answer, held back until the test lets it go."""

    def __init__(self):
        self.requests = []
        self.actors = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.fault = None
        self.fields = {"id": uuid7(), "active": True, "version": 5, "email": "olga@dezky.localhost"}

    async def record_sign_in(self, request):
        self.requests.append(request)
        self.actors.append(current_actor())
        await self.gate.wait()
        if self.fault:
            raise self.fault
        last = max(request.signed_in_at, self.fields.get("last_login_at", request.signed_in_at))
        moments = {"created_at": MOMENT, "updated_at": MOMENT, "last_login_at": last}
        return RecordSignInResponse(user=User(**(moments | self.fields)))


class Time:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def directory():
    return Directory()


@pytest.fixture
def users():
    return Users()


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def sign_ins(directory, users, time):
    return SignIns(directory, users, kept=2, kept_seconds=10, clock=time)


def claims(subject="olga", at=MOMENT):
    return SignedClaims(
        issuer="https://id/",
        subject=subject,
        audience="dezky-portal",
        expires_at=LATER,
        signed_in_at=at,
        email="olga@dezky.localhost",
        email_verified=True,
        name="Olga",
    )


def record(users, **changes):
    fields = {"id": users.fields["id"], "active": True, "version": 5, "last_login_at": MOMENT}
    return ActorRecord(**(fields | changes))


async def seen(sign_ins, *given):
    return await sign_ins.person(claims(*given), address="203.0.113.9")


class TestPerson:
    async def test_known_person_costs_no_call(self, sign_ins, directory, users):
        """The mirror is enough for whoever signed in no later than it says."""
        directory.record = record(users)
        assert await seen(sign_ins) is directory.record
        assert users.requests == []

    async def test_unknown_person_is_told_with_all_the_token_says(self, sign_ins, users):
        """The tenant service makes people from what their issuer vouches for."""
        person = await seen(sign_ins)
        assert person.id == users.fields["id"]
        assert users.requests[0].dump() == {
            "issuer": "https://id/",
            "subject": "olga",
            "email": "olga@dezky.localhost",
            "emailVerified": True,
            "name": "Olga",
            "signedInAt": "2026-01-02T03:04:05.000Z",
        }

    async def test_their_address_travels_along(self, sign_ins, users):
        """The entry about the sign-in names where it came from, not yet who."""
        await seen(sign_ins)
        assert (users.actors[0].type, users.actors[0].ip) == ("anonymous", "203.0.113.9")

    async def test_newer_sign_in_is_told(self, sign_ins, directory, users):
        """LastLoginAt follows the tokens."""
        directory.record = record(users)
        await seen(sign_ins, "olga", LATER)
        assert [request.signed_in_at for request in users.requests] == [LATER]

    async def test_it_is_told_once_while_the_directory_lags(self, sign_ins, directory, users):
        """The answer counts until the mirror has it too."""
        directory.record = record(users, version=4)
        for _ in range(5):
            await seen(sign_ins, "olga", LATER)
        assert len(users.requests) == 1

    async def test_side_by_side_it_is_told_once(self, sign_ins, users):
        """A page that loads with ten calls is one sign-in."""
        users.gate.clear()
        waiting = [asyncio.create_task(seen(sign_ins)) for _ in range(10)]
        await asyncio.sleep(0)
        users.gate.set()
        people = await asyncio.gather(*waiting)
        assert len(users.requests) == 1
        assert {person.id for person in people} == {users.fields["id"]}

    async def test_who_hangs_up_first_leaves_the_others_waiting(self, sign_ins, users):
        """The first caller's end is not the others'."""
        users.gate.clear()
        first, second = (asyncio.create_task(seen(sign_ins)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        users.gate.set()
        assert (await second).id == users.fields["id"]
        assert len(users.requests) == 1

    async def test_newer_directory_wins_over_the_answer(self, sign_ins, directory, users):
        """A revocation right after the sign-in is not undone by what was answered before."""
        users.fields["platform_admin"] = True
        await seen(sign_ins)
        directory.record = record(users, version=6, platform_admin=False)
        assert (await seen(sign_ins)).platform_admin is False

    async def test_older_directory_does_not(self, sign_ins, directory, users):
        """The mirror's past is not the person's present."""
        users.fields["platform_admin"] = True
        await seen(sign_ins)
        directory.record = record(users, version=4)
        assert (await seen(sign_ins)).platform_admin is True

    async def test_answer_is_believed_for_seconds_only(self, sign_ins, users, time):
        """If the directory never gets it, the tenant service is asked again."""
        await seen(sign_ins)
        time.now += 11
        await seen(sign_ins)
        assert len(users.requests) == 2

    async def test_only_so_many_answers_are_kept(self, sign_ins):
        """Whoever sends a crowd fills no memory."""
        for subject in ("a", "b", "c"):
            await seen(sign_ins, subject)
        assert len(sign_ins._told) == 2

    async def test_sign_in_of_the_deactivated_is_not_told(self, sign_ins, directory, users):
        """Their token is refused anyway."""
        directory.record = record(users, active=False)
        assert (await seen(sign_ins, "olga", LATER)).active is False
        assert users.requests == []

    async def test_token_without_a_moment_is_seen_once(self, sign_ins, directory, users):
        """Who doesn't say when they signed in is noticed at first sight only."""
        await seen(sign_ins, "olga", None)
        directory.record = record(users)
        await seen(sign_ins, "olga", None)
        assert len(users.requests) == 1

    async def test_refusal_reaches_all_who_wait_and_is_not_kept(self, sign_ins, users):
        """The next request tries again."""
        users.fault = Unavailable("down")
        with pytest.raises(Unavailable):
            await seen(sign_ins)
        users.fault = None
        assert (await seen(sign_ins)).active is True
