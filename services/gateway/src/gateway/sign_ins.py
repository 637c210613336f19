"""First sight and newer sign-ins: told to the tenant service once, and its answer believed."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bus import acting_as, answering, request_id
from chassis.clock import to_milliseconds
from contracts.tenant.v1 import ActorRecord, RecordSignInRequest, User, UserService
from identity import SignedClaims

from gateway.callers import anonymous
from gateway.directory import Directory

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What the tenant service answered, for as long as the directory may lag behind it."""

    record: ActorRecord
    signed_in_at: datetime | None
    until: float


class SignIns:
    """Finds the person behind a token, and makes them known if need be."""

    def __init__(
        self,
        directory: Directory,
        users: UserService,
        *,
        kept: int = 10_000,
        kept_seconds: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._directory = directory
        self._users = users
        self._kept = kept
        self._kept_seconds = kept_seconds
        self._clock = clock
        self._told: OrderedDict[Key, Told] = OrderedDict()
        self._flights: dict[Key, asyncio.Task[ActorRecord]] = {}

    async def person(self, claims: SignedClaims, *, address: str) -> ActorRecord:
        """Return who the token's bearer is, by the newest that is known."""
        key = (claims.issuer, claims.subject)
        while True:
            record, seen_at = self._newest(key)
            # A deactivated person's sign-ins are nobody's business but the issuer's.
            if record is not None and (not record.active or not _is_newer(claims, seen_at)):
                return record
            flight = self._flights.get(key)
            if flight is None:
                # A task, so that the others go on when the first caller hangs up.
                flight = asyncio.create_task(self._record(key, claims, address=address))
                self._flights[key] = flight
                flight.add_done_callback(partial(self._landed, key))
                return await asyncio.shield(flight)
            await asyncio.shield(flight)

    def _landed(self, key: Key, flight: asyncio.Task[ActorRecord]) -> None:
        self._flights.pop(key, None)
        if not flight.cancelled():
            # Told to whoever still waits; when all have hung up, to nobody.
            flight.exception()

    def _newest(self, key: Key) -> tuple[ActorRecord | None, datetime | None]:
        mirrored = self._directory.actor(*key)
        told = self._told.get(key)
        if told is not None and told.until < self._clock():
            del self._told[key]
            told = None
        if told is None:
            return mirrored, mirrored.last_login_at if mirrored else None
        if mirrored is not None and _age(mirrored) >= _age(told.record):
            return mirrored, _later(mirrored.last_login_at, told.signed_in_at)
        return told.record, told.signed_in_at

    async def _record(self, key: Key, claims: SignedClaims, *, address: str) -> ActorRecord:
        # By the bearer's own word, for who they are is what is being asked; and not under the key
        # of their command, which somebody else may use too.
        with acting_as(anonymous(address=address)), answering(request_id()):
            reply = await self._users.record_sign_in(_request(claims))
        record = _record_of(reply.user)
        self._told[key] = Told(
            record,
            _later(record.last_login_at, _moment(claims)),
            self._clock() + self._kept_seconds,
        )
        self._told.move_to_end(key)
        while len(self._told) > self._kept:
            self._told.popitem(last=False)
        return record


def _age(record: ActorRecord) -> tuple[str, int]:
    # Identities grow with time (UUIDv7): whoever took over somebody's key is newer.
    return record.since or record.id, record.version


def _moment(claims: SignedClaims) -> datetime | None:
    return to_milliseconds(claims.signed_in_at) if claims.signed_in_at else None


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment), default=None)


def _is_newer(claims: SignedClaims, seen_at: datetime | None) -> bool:
    moment = _moment(claims)
    # Who doesn't say when they signed in is noticed at first sight only.
    return moment is not None and (seen_at is None or moment > seen_at)


def _request(claims: SignedClaims) -> RecordSignInRequest:
    return RecordSignInRequest(
        issuer=claims.issuer,
        subject=claims.subject,
        email=claims.email or None,
        email_verified=claims.email_verified,
        name=claims.name or None,
        signed_in_at=claims.signed_in_at or datetime.now(UTC),
    )


def _record_of(user: User) -> ActorRecord:
    return ActorRecord(
        id=user.id,
        email=user.email,
        name=user.name,
        platform_admin=user.platform_admin,
        memberships=user.memberships,
        active=user.active,
        last_login_at=user.last_login_at,
        version=user.version,
        partner_slug=user.partner_slug or "",
    )
