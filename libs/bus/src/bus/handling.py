"""Around every handler: what may not reach it, and what may not leave it."""

import inspect

import structlog

from bus.connection import Handler
from bus.inboxes import is_inbox
from bus.key_value import Watcher
from bus.messages import Entry, Incoming

log = structlog.get_logger()


def guarded(handler: Handler) -> Handler:
    """Drop messages that want their answer outside of inboxes; let no exception out."""

    async def handle(message: Incoming) -> None:
        if message.reply and not is_inbox(message.reply):
            log.warning("foreign_reply_refused", subject=message.subject, reply=message.reply)
            return
        try:
            await handler(message)
        except Exception:
            log.exception("bus_handler_failed", subject=message.subject)

    return handle


async def hand_over(watcher: Watcher, entry: Entry | None) -> None:
    """Tell a watcher; let no exception out."""
    try:
        result = watcher(entry)
        if inspect.isawaitable(result):
            await result
    except Exception:
        log.exception("bus_watcher_failed", key=entry.key if entry else None)
