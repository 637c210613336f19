"""The streams and buckets that exist, and what each promises."""

from dataclasses import dataclass

from bus import subjects

MAX_MESSAGE_BYTES = 1024 * 1024
DEDUPE_WINDOW_SECONDS = 120.0
# How long streams may hold what tells of people, unless PLAINTEXT_DAYS says otherwise.
PLAINTEXT_DAYS = 30


@dataclass(frozen=True, slots=True)
class StreamSpec:
    """A stream on disk. Full means refusing the newest, never discarding the oldest."""

    name: str
    subjects: tuple[str, ...]
    description: str = ""
    max_message_bytes: int = MAX_MESSAGE_BYTES
    dedupe_window_seconds: float = DEDUPE_WINDOW_SECONDS
    replicas: int = 1
    takes_batches: bool = False
    # Messages older than this go, read or not; 0 keeps them for ever.
    max_age_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class ConsumerSpec:
    """A durable reader's place in a stream.

    The server never gives a message up by itself: that is the consumer's decision, so that what it
    gives up is kept as a dead letter.
    """

    stream: str
    durable: str
    filter_subjects: tuple[str, ...] = ()
    ack_wait_seconds: float = 30.0
    # Messages waiting for their retry count too: few of them must not stop the rest.
    max_ack_pending: int = 10_000


@dataclass(frozen=True, slots=True)
class BucketSpec:
    """A key-value bucket that keeps each key's newest value."""

    name: str
    description: str = ""
    max_value_bytes: int = MAX_MESSAGE_BYTES
    replicas: int = 1


EVENTS = StreamSpec("EVENTS", (f"{subjects.EVENT}.>",), "What happened, for whoever reacts")
AUDIT = StreamSpec(
    "AUDIT",
    (f"{subjects.AUDIT}.>",),
    "Audit entries on their way to the timeline",
    takes_batches=True,
)
DEAD = StreamSpec(
    "DEAD",
    (f"{subjects.DEAD}.>",),
    "What consumers gave up, until it is replayed",
    takes_batches=True,
)
STREAMS = (EVENTS, AUDIT, DEAD)

DIRECTORY = BucketSpec("directory", "Tenants and actors, for the gateway and the flag service")
FLAGS = BucketSpec("flags", "Feature flags, for local evaluation")
BUCKETS = (DIRECTORY, FLAGS)
