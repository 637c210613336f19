"""Opens and closes incidents by what the board says, and names their causes."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from chassis import Clock, OutboxEntry, now, uuid7
from contracts.health.v1 import Incident

from health.incidents import rules
from health.incidents.documents import IncidentDocument
from health.incidents.history import IncidentHistory
from health.incidents.store import IncidentStore
from health.results.board import Board
from health.targets.rules import Definition
from health.tenants.mirror import Tenants

log = structlog.get_logger()
Owns = Callable[[str], bool]
Covers = Callable[[str, datetime], bool]


class Detective:
    """Looks at the targets that this instance probes; the store keeps two from opening twice."""

    def __init__(
        self,
        board: Board,
        store: IncidentStore,
        history: IncidentHistory,
        tenants: Tenants,
        *,
        owns: Owns,
        in_maintenance: Covers,
        clock: Clock = now,
    ) -> None:
        self._board = board
        self._store = store
        self._history = history
        self._tenants = tenants
        self._owns = owns
        self._in_maintenance = in_maintenance
        self._clock = clock
        self.open: Sequence[Incident] = ()

    async def turn(self) -> None:
        """Look once at everything."""
        moment = self._clock()
        self.open = await self._store.all_open()
        by_target = {one.target_id: one for one in self.open if not one.manual}
        for name, incident in by_target.items():
            if name not in self._board.targets:
                await self._close(incident, "The target was removed.")
        for target in self._board.targets.values():
            if target.is_probed and self._owns(target.id):
                await self._look(target, by_target.get(target.id), moment)

    async def _look(self, target: Definition, incident: Incident | None, moment: datetime) -> None:
        status = self._board.status(target.id, moment)
        if status != "bad":
            if incident and status != "unknown":
                await self._close(incident, f"{target.name} answers again.")
            return
        cause = self._board.cause(target.id, moment)
        if cause:
            if incident:
                name = self._board.targets[cause].name
                await self._close(incident, f"Explained by the incident of {name}.")
            return
        affected = self._board.affected_by(target.id, moment)
        if incident:
            await self._spread(incident, affected)
        elif not self._in_maintenance(target.id, moment) and not self._board.may_be_explained_soon(
            target.id, moment
        ):
            await self._open(target, affected, moment)

    async def _open(self, target: Definition, affected: list[str], moment: datetime) -> None:
        live = self._board.live(target.id, moment)
        incident = IncidentDocument(
            id=uuid7(),
            title=f"{target.name} is down",
            status="open",
            target_id=target.id,
            affected_targets=affected,
            affected_tenants=self._affected_tenants(target.id, affected),
            opened_at=moment,
            open_target=target.id,
        )
        rules.note(incident, "opened", live.error, author="", at=moment)
        try:
            await self._store.insert(incident, self._history.of("opened", incident, live.error))
        except rules.AlreadyOpen:
            # Another instance was faster.
            return
        log.warning("incident_opened", target=target.id, error=live.error)

    async def _spread(self, incident: Incident, affected: list[str]) -> None:
        """Name more of what it affects; what recovers in between stays named."""
        everything = sorted({*incident.affected_targets, *affected})
        if everything == incident.affected_targets:
            return

        def decide(document: IncidentDocument) -> list[OutboxEntry]:
            document.affected_targets = everything
            document.affected_tenants = self._affected_tenants(document.target_id, everything)
            return self._history.of("updated", document)

        await self._store.change_in_all(incident.id, decide)

    async def _close(self, incident: Incident, text: str) -> None:
        moment = self._clock()

        def decide(document: IncidentDocument) -> list[OutboxEntry]:
            document.open_target, document.is_open = None, False
            if not rules.close(document, text, author="", at=moment):
                return []
            return self._history.of("closed", document, text)

        await self._store.change_in_all(incident.id, decide)
        log.info("incident_closed", target=incident.target_id)

    def _affected_tenants(self, root: str, affected: Sequence[str]) -> list[str]:
        names = {
            target.integration
            for one in (root, *affected)
            if (target := self._board.targets.get(one)) and target.integration
        }
        return self._tenants.wanting(names)
