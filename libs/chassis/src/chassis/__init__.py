"""Runs a bus service: settings, logs, telemetry, MongoDB, the outbox, signals, drain.

What needs MongoDB or the bus is imported when it is first named: the clock waits for no driver.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from chassis.clock import Clock, now
from chassis.ids import uuid7
from chassis.settings import Settings

if TYPE_CHECKING:
    from chassis.audit import AuditTrail, changes
    from chassis.composition import Chassis
    from chassis.documents import OutboxEntry, StoredDocument, as_contract, outbox_index
    from chassis.outbox import Outbox
    from chassis.running import run
    from chassis.scoping import Scope, is_operator, is_platform_key, scope_of, scoped

__all__ = [
    "AuditTrail",
    "Chassis",
    "Clock",
    "Outbox",
    "OutboxEntry",
    "Scope",
    "Settings",
    "StoredDocument",
    "as_contract",
    "changes",
    "is_operator",
    "is_platform_key",
    "now",
    "outbox_index",
    "run",
    "scope_of",
    "scoped",
    "uuid7",
]

_HOMES = {
    "chassis.audit": ("AuditTrail", "changes"),
    "chassis.composition": ("Chassis",),
    "chassis.documents": ("OutboxEntry", "StoredDocument", "as_contract", "outbox_index"),
    "chassis.outbox": ("Outbox",),
    "chassis.running": ("run",),
    "chassis.scoping": ("Scope", "is_operator", "is_platform_key", "scope_of", "scoped"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import what is asked for (PEP 562)."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(home), name)
    return value
