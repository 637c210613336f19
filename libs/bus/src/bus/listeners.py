"""Who wants to know when the line changes."""

import structlog

from bus.connection import Callback

log = structlog.get_logger()


class Listeners:
    """Callbacks, called in the order they came; one that fails doesn't keep the others waiting."""

    def __init__(self) -> None:
        self._callbacks: list[Callback] = []

    def add(self, callback: Callback) -> Callback:
        """Add a callback; return what takes it back."""
        self._callbacks.append(callback)

        def remove() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return remove

    def tell(self) -> None:
        """Call them all."""
        for callback in list(self._callbacks):
            try:
                callback()
            except Exception:
                log.exception("bus_listener_failed")
