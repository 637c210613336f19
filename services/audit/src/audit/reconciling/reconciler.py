"""Compares stream, store and tree, piece by piece, and tells every gap."""

import asyncio
from collections.abc import Mapping
from typing import Any

from audit.reconciling.gaps import Gaps
from audit.reconciling.messages import SettledMessages
from audit.reconciling.sealed import SealedLog
from audit.reconciling.surplus import Surplus

_LOOK_SECONDS = 0.2
_SEALS_AT_ONCE, _ENTRIES_AT_ONCE = 100, 2_000


class Reconciler:
    """Walks the whole log, then what is new; a service that starts begins at the beginning."""

    def __init__(
        self, log: SealedLog, messages: SettledMessages, surplus: Surplus, gaps: Gaps
    ) -> None:
        self._log = log
        self._messages = messages
        self._surplus = surplus
        self.gaps = gaps

    def tell(self) -> Mapping[str, Any]:
        """Return the figures; `problem` is what the health page shows."""
        gaps = self.gaps
        told = {
            "sealed": self._log.chain.size,
            "archived": self._log.in_archive,
            "stream": self._messages.reached,
            "gaps": gaps.found,
        }
        if not gaps.found:
            return told
        said = f"{gaps.found} gaps between stream, store and tree; first: {gaps.first}"
        return told | {"problem": said}

    async def sweep(self) -> int:
        """Look at the next piece; tell how much there was."""
        if await self._go_on():
            return 1
        await self._log.compare_trees()
        await self._surplus.count(sealed=self._log.chain.size, in_archive=self._log.in_archive)
        return await self._messages.advance()

    async def _go_on(self) -> bool:
        """Look at the next seals, up to many entries; tell whether there may be more."""
        enough = self._log.chain.size + _ENTRIES_AT_ONCE
        for _ in range(_SEALS_AT_ONCE):
            if not await self._log.advance():
                return False
            if self._log.chain.size >= enough:
                break
        return True

    async def run(self) -> None:
        """Look at everything, until all of it is compared."""
        while True:
            if await self._log.advance():
                continue
            if await self._log.compare_trees():
                break
            # The sequencer writes a seal first, and a moment later what grows by it.
            await asyncio.sleep(_LOOK_SECONDS)
        while await self._messages.advance():
            pass
        await self._surplus.name()
