"""Moves names to people: each is one person's at a time, in the store and in the directory."""

from collections.abc import Callable, Sequence

from chassis import Clock, OutboxEntry, now, uuid7
from chassis.directory import actor_key, person_key
from contracts.platform.v1 import FieldError
from contracts.tenant import v1

from tenant.identities.rules import ExternalIdNotFound, ExternalIdTaken, ensure_free
from tenant.people.documents import Arrival, UserDocument
from tenant.people.history import UserHistory, snapshot
from tenant.people.rules import UserTaken, identity_key
from tenant.people.store import UserStore

Edit = Callable[[UserDocument], Sequence[OutboxEntry]]


class Linking:
    """An identity comes from nobody, or from somebody who is nothing else than that identity."""

    def __init__(self, users: UserStore, history: UserHistory, *, clock: Clock = now) -> None:
        self._users = users
        self._history = history
        self._clock = clock

    async def link_identity(self, user_id: str, *, issuer: str, subject: str) -> v1.User:
        """Idempotent. Killed in between it leaves an identity that is nobody's: link again."""
        key = identity_key(issuer, subject)
        await self._users.by_id_in_all(user_id)
        holder = await self._users.by_identity_in_all(key)
        if holder is not None and holder.id != user_id.lower():
            await self._take(holder.id, key)

        def edit(user: UserDocument) -> Sequence[OutboxEntry]:
            if key not in user.identity_keys:
                user.identities = [*user.identities, v1.Identity(issuer=issuer, subject=subject)]
                user.identity_keys = [*user.identity_keys, key]
                _arrive(user, actor_key(issuer, subject))
            return ()

        return await self._change(user_id, "linked", edit)

    async def link_external_id(self, user_id: str, *, source: str, external_id: str) -> v1.User:
        """Idempotent. What names somebody else stays theirs."""
        key = identity_key(source, external_id)

        def edit(user: UserDocument) -> Sequence[OutboxEntry]:
            if key not in user.external_keys:
                known = v1.ExternalId(source=source, id=external_id)
                user.external_ids = [*user.external_ids, known]
                user.external_keys = [*user.external_keys, key]
                _arrive(user, person_key(source, external_id))
            return ()

        try:
            return await self._change(user_id, "external_id_linked", edit)
        except UserTaken as error:
            raise ExternalIdTaken(
                f"{source} names somebody else {external_id}.",
                errors=[FieldError(field="externalId", message="must name nobody else")],
            ) from error

    async def unlink_external_id(self, user_id: str, *, source: str, external_id: str) -> v1.User:
        """Who isn't named so is refused: nobody unlinks by mistake what they misspelt."""
        key = identity_key(source, external_id)

        def edit(user: UserDocument) -> Sequence[OutboxEntry]:
            if key not in user.external_keys:
                raise ExternalIdNotFound(f"{source} doesn't name this person {external_id}.")
            user.external_keys = [one for one in user.external_keys if one != key]
            user.external_ids = [
                one for one in user.external_ids if identity_key(one.source, one.id) != key
            ]
            return _leave(user, person_key(source, external_id))

        return await self._change(user_id, "external_id_unlinked", edit)

    async def _take(self, holder_id: str, key: str) -> None:
        """Take an identity from its holder, who is deactivated once they have none."""

        def edit(user: UserDocument) -> Sequence[OutboxEntry]:
            if key not in user.identity_keys:
                return ()
            ensure_free(user)
            user.identity_keys = [one for one in user.identity_keys if one != key]
            user.identities = [
                one for one in user.identities if identity_key(one.issuer, one.subject) != key
            ]
            user.active = bool(user.identities)
            return ()

        await self._change(holder_id, "unlinked", edit)

    async def _change(self, user_id: str, verb: str, edit: Edit) -> v1.User:
        async def load() -> UserDocument:
            return await self._users.by_id_in_all(user_id)

        def decide(user: UserDocument) -> Sequence[OutboxEntry]:
            before = snapshot(user)
            told = edit(user)
            if snapshot(user) == before:
                return ()
            user.updated_at = self._clock()
            return [*self._history.of(verb, user, before=before), *told]

        return snapshot(await self._users.change(load, decide))


def _arrive(user: UserDocument, key: str) -> None:
    """Whoever had the key before: their record is older than this, whichever arrives first."""
    kept = [arrival for arrival in user.arrivals if arrival.key != key]
    user.arrivals = [*kept, Arrival(key=key, since=uuid7())]


def _leave(user: UserDocument, key: str) -> Sequence[OutboxEntry]:
    told = user.told(key, gone=True, version=user.version + 1)
    user.arrivals = [arrival for arrival in user.arrivals if arrival.key != key]
    return [told]
