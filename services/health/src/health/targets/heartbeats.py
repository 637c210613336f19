"""Heartbeats: who holds the key of a target pushes what would else be asked."""

import hashlib
import hmac

from chassis import Clock, now
from contracts.health.v1 import RecordHeartbeatRequest
from pydantic import SecretStr

from health.results.board import Board
from health.targets.faults import HeartbeatUnknown
from health.targets.rules import Definition
from health.targets.store import Beat, HeartbeatStore


class Heartbeats:
    """Each target's key is made of one secret, so none is stored."""

    def __init__(
        self, board: Board, store: HeartbeatStore, *, secret: SecretStr, clock: Clock = now
    ) -> None:
        """Without a secret there are no heartbeats."""
        self._board = board
        self._store = store
        self._secret = secret.get_secret_value()
        self._clock = clock

    async def take(self, request: RecordHeartbeatRequest) -> None:
        """Refused without the right key, in the same words for every reason."""
        target = self._board.targets.get(request.id)
        expected = self._key(request.id)
        is_right = hmac.compare_digest(expected.encode(), request.key.encode())
        if not self._secret or target is None or target.kind != "heartbeat" or not is_right:
            raise HeartbeatUnknown("There is no such heartbeat.")
        beat = Beat(self._clock(), request.status or "ok", request.message or "")
        await self._store.put_in_all(target.id, beat)

    def path(self, target: Definition) -> str:
        """Return where a heartbeat is pushed; empty for other kinds."""
        if target.kind != "heartbeat" or not self._secret:
            return ""
        return f"/health/heartbeats/{target.id}/{self._key(target.id)}"

    def _key(self, target_id: str) -> str:
        return hmac.new(self._secret.encode(), target_id.encode(), hashlib.sha256).hexdigest()[:32]
