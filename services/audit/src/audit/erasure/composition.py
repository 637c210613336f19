"""Puts erasing together."""

from dataclasses import dataclass

from chassis import AuditTrail, Chassis
from transparency import Signer

from audit.erasure.eraser import Eraser
from audit.erasure.people import People
from audit.erasure.remainders import Remainders
from audit.erasure.service import ErasureService
from audit.erasure.store import ErasureStore
from audit.erasure.traces.store import TraceStore
from audit.persons.keyring import Keyring
from audit.persons.store import PersonStore
from audit.persons.veil import Veil
from audit.settings import Settings


@dataclass(frozen=True, slots=True)
class Erasing:
    """What answers, and what completes."""

    service: ErasureService
    eraser: Eraser


def erasing(chassis: Chassis[Settings], keyring: Keyring, veil: Veil) -> Erasing:
    """Let service and eraser share their stores."""
    settings, store = chassis.settings, ErasureStore(chassis.outbox)
    eraser = Eraser(
        store,
        keyring,
        TraceStore(veil),
        remainders=Remainders(
            chassis.connection,
            plaintext_days=settings.plaintext_days,
            export_hours=settings.export_hours,
        ).at,
        signer=Signer.read(settings.signing_key),
    )
    people = People(PersonStore(), keyring)
    return Erasing(ErasureService(store, eraser, people, AuditTrail("audit")), eraser)
