"""Lets people be known by their ids in other systems: whoever reads those systems' logs asks."""

from collections.abc import Sequence

import structlog

from tenant.identities.linking import Linking
from tenant.identities.rules import ExternalIdTaken
from tenant.people.store import UserStore
from tenant.provisioning.integration import Remembered

log = structlog.get_logger()
_USER = "user"


class Acquaintance:
    """Writes into the person's document, which keeps the directory."""

    def __init__(self, users: UserStore, linking: Linking) -> None:
        self._users = users
        self._linking = linking
        # What this instance has seen written: else every visit would read every person.
        self._made: set[tuple[str, str, str]] = set()

    async def make(self, system: str, known: Sequence[Remembered]) -> None:
        """Note the ids of those whose users are known there."""
        for item in known:
            met = (system, item.key, item.external_id)
            if item.kind == _USER and item.external_id and met not in self._made:
                await self._note(system, email=item.key, identity=item.external_id)
                self._made.add(met)

    async def _note(self, system: str, *, email: str, identity: str) -> None:
        user = await self._users.by_email_in_all(email)
        if user is None:
            return
        try:
            await self._linking.link_external_id(user.id, source=system, external_id=identity)
        except ExternalIdTaken:
            log.warning("external_id_taken", source=system, user_id=user.id)
