"""The whole platform as it is now: in memory, and ready as JSON before anybody asks."""

from collections.abc import Callable, Sequence
from datetime import datetime

from chassis import Clock, is_operator, now
from contracts.health import v1
from contracts.platform.v1 import Actor

from health.maintenance.calendar import Calendar
from health.prepared import Prepared
from health.results.board import Board
from health.results.live import Live
from health.rules import Facts, state_of, summary
from health.targets.rules import Definition

Seen = tuple[Definition, Live, Facts]
Stamp = tuple[int, int, int, int]


class PreparedHealth(Prepared, v1.GetPlatformHealthResponse):
    """The platform's health with its JSON."""


class Platform:
    """A card is made again when something about its target changed, the whole when a card has."""

    def __init__(
        self,
        board: Board,
        calendar: Calendar,
        *,
        open_incidents: Callable[[], Sequence[object]],
        clock: Clock = now,
    ) -> None:
        self._board = board
        self._calendar = calendar
        self._open_incidents = open_incidents
        self._clock = clock
        self._cards: dict[tuple[str, bool], tuple[Seen, v1.TargetState]] = {}
        self._replies: dict[bool, tuple[Stamp, PreparedHealth]] = {}

    def reply(self, *, sees_everything: bool) -> PreparedHealth:
        """Return everything; what only time changes is up to a second old."""
        moment = self._clock()
        stamp = self.stamp(moment)
        kept = self._replies.get(sees_everything)
        if kept is None or kept[0] != stamp:
            kept = stamp, self._look(moment, sees_everything=sees_everything)
            self._replies[sees_everything] = kept
        return kept[1]

    @property
    def open_incidents(self) -> int:
        """How many incidents are open."""
        return len(self._open_incidents())

    def stamp(self, moment: datetime) -> Stamp:
        """Return what differs when something may have changed."""
        second = int(moment.timestamp())
        return self._board.revision, self._calendar.revision, self.open_incidents, second

    def states(self, *, sees_everything: bool) -> list[v1.TargetState]:
        """Return every target, by group and name."""
        moment, targets = self._clock(), self._board.targets
        if len(self._cards) > 2 * len(targets):
            self._cards = {key: card for key, card in self._cards.items() if key[0] in targets}
        states = [
            self._card(one, moment, sees_everything=sees_everything) for one in targets.values()
        ]
        return sorted(states, key=lambda one: (one.group, one.name))

    def state(self, target: Definition, *, sees_everything: bool) -> v1.TargetState:
        """Return one target."""
        return self._card(target, self._clock(), sees_everything=sees_everything)

    def _look(self, moment: datetime, *, sees_everything: bool) -> PreparedHealth:
        states = self.states(sees_everything=sees_everything)
        status, words, live, total = summary(states)
        return PreparedHealth.model_construct(
            at=moment,
            status=status,
            summary=words,
            live=live,
            total=total,
            items=states,
            open_incidents=self.open_incidents,
        )

    def _card(
        self, target: Definition, moment: datetime, *, sees_everything: bool
    ) -> v1.TargetState:
        live = self._board.live(target.id, moment)
        facts = Facts(
            status=self._board.status(target.id, moment),
            affected_by=self._board.cause(target.id, moment),
            flapping=live.standing.is_flapping(moment, target.thresholds),
            in_maintenance=self._calendar.covers(target.id, moment),
        )
        key, seen = (target.id, sees_everything), (target, live, facts)
        kept = self._cards.get(key)
        if kept is None or kept[0] != seen:
            kept = seen, state_of(target, live, facts, sees_everything=sees_everything)
            self._cards[key] = kept
        return kept[1]


def sees_everything(actor: Actor | None) -> bool:
    """Say whether the caller may see addresses and errors. No actor: it comes from the bus."""
    return actor is None or actor.type in {"service", "system"} or is_operator(actor)
