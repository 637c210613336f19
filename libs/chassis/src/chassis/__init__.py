"""Runs a bus service: settings, logs, telemetry, MongoDB, the outbox, signals, drain."""

from chassis.audit import AuditTrail, changes
from chassis.clock import Clock, now
from chassis.composition import Chassis
from chassis.documents import OutboxEntry, StoredDocument, as_contract, outbox_index
from chassis.ids import uuid7
from chassis.outbox import Outbox
from chassis.run import run
from chassis.scoping import Scope, is_operator, is_platform_key, scope_of, scoped
from chassis.settings import Settings

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
