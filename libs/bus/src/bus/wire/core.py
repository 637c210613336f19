"""nats-py's client, taught never to give up, and what it reports, as log events."""

import structlog
from nats import errors
from nats.aio.client import Client
from nats.protocol.parser import PERMISSIONS_ERR

log = structlog.get_logger()


class PersistentClient(Client):
    """Reconnects after whatever error the server sends.

    nats-py closes for good on most of them, e.g. when a password changes while it is connected.
    """

    async def _process_err(self, err_msg: str) -> None:
        if PERMISSIONS_ERR in err_msg:
            await super()._process_err(err_msg)
            return
        error = errors.Error(f"nats: {err_msg.strip(chr(39))}")
        await self._error_cb(error)
        await self._process_op_err(error)


async def report(error: Exception) -> None:
    """Log what nats-py tells of: loudly what would else show as a mere time-out."""
    if PERMISSIONS_ERR in str(error).lower():
        log.error("bus_permission_violation", error=str(error))
    elif isinstance(error, errors.SlowConsumerError):
        log.error("bus_messages_dropped", subject=error.subject)
    else:
        # Refused attempts while the line is down: the transitions are logged, not each of them.
        log.debug("bus_error", error=str(error), kind=type(error).__name__)
