"""Puts sinks together: what answers operators, and what forwards."""

from chassis import AuditTrail, Chassis, now
from chassis.lease import Lease
from sinks.guard import Guard

from audit.following.follower import Follower
from audit.forwarding.documents import SinkDocument
from audit.forwarding.editing import Editing
from audit.forwarding.forwarder import Forwarder
from audit.forwarding.history import SinkHistory
from audit.forwarding.kinds import Kinds
from audit.forwarding.secrets import Secrets
from audit.forwarding.service import SinkService
from audit.forwarding.store import PlaceStore, SinkStore
from audit.forwarding.supervisor import Supervisor
from audit.persons.master import MasterKeys
from audit.sealing.store import StoredLease
from audit.settings import Settings

# So long an instance may be silent before another one forwards.
_LEASE_SECONDS = 5.0


def forwarding(
    chassis: Chassis[Settings], follower: Follower, trail: AuditTrail
) -> tuple[SinkService, Supervisor]:
    """Return both; they share the stores."""
    settings = chassis.settings
    store, places = SinkStore(chassis.outbox), PlaceStore()
    kinds = Kinds(Guard(allowed=settings.allowed_networks), folder=settings.sink_folder)
    editing = Editing(kinds, Secrets(MasterKeys.read(settings.master_keys)), clock=now)

    def make(sink: SinkDocument) -> Forwarder:
        return Forwarder(sink, editing.stream(sink), follower=follower, places=places)

    def lease(sink_id: str) -> Lease:
        name, holder = f"sink {sink_id}", chassis.service.id
        return Lease(StoredLease(name), name=name, holder=holder, seconds=_LEASE_SECONDS)

    service = SinkService(store, places, editing, SinkHistory(trail), follower)
    return service, Supervisor(store, make=make, lease=lease)
