"""What the ingest services share: from an upstream's event to an entry, once, without secrets."""

from ingest.composition import DOCUMENTS, Parts, compose, keep_figures, work
from ingest.entry import What, Who, told
from ingest.groups import tenant_of_groups
from ingest.listener import body_of, listen
from ingest.outcomes import Directory, Malformed, Outcome, Person, Raw, Skipped, Told, tenant_of
from ingest.position import Position
from ingest.publishing import Publisher
from ingest.redaction import REDACTED, Redactor, looks_like_password
from ingest.settings import Settings
from ingest.telemetry import Figures
from ingest.values import address, fitting, moment, text, token
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
    "Redactor",
    "Settings",
    "Skipped",
    "Told",
    "Transport",
    "UpstreamFailed",
    "What",
    "Who",
    "Worker",
    "address",
    "body_of",
    "compose",
    "fitting",
    "keep_figures",
    "listen",
    "looks_like_password",
    "moment",
    "tenant_of",
    "tenant_of_groups",
    "text",
    "token",
    "told",
    "work",
]
