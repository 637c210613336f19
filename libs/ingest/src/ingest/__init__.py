"""What the ingest services share: from an upstream's event to an entry, once, without secrets."""

from ingest.composition import DOCUMENTS, Parts, accept, compose, work
from ingest.entry import What, Who, told
from ingest.groups import tenant_of_groups
from ingest.outcomes import Directory, Malformed, Outcome, Person, Raw, Skipped, Told, tenant_of
from ingest.position import Position
from ingest.publishing import Publisher
from ingest.recording import Recorder, judged
from ingest.redaction import REDACTED, Redactor, looks_like_password
from ingest.settings import Settings
from ingest.signature import is_authorized, is_signed
from ingest.telemetry import Figures
from ingest.values import address, fitting, moment, read_json, text, token
from ingest.webhook import Webhook
from ingest.worker import Transport, UpstreamFailed, Worker

__all__ = [
    "DOCUMENTS",
    "REDACTED",
    "Directory",
    "Figures",
    "Malformed",
    "Outcome",
    "Parts",
    "Person",
    "Position",
    "Publisher",
    "Raw",
    "Recorder",
    "Redactor",
    "Settings",
    "Skipped",
    "Told",
    "Transport",
    "UpstreamFailed",
    "Webhook",
    "What",
    "Who",
    "Worker",
    "accept",
    "address",
    "compose",
    "fitting",
    "is_authorized",
    "is_signed",
    "judged",
    "looks_like_password",
    "moment",
    "read_json",
    "tenant_of",
    "tenant_of_groups",
    "text",
    "token",
    "told",
    "work",
]
