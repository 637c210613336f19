"""Specifications in JetStream's words."""

from collections.abc import Mapping
from typing import Any

from bus.streams import BucketSpec, ConsumerSpec, StreamSpec

NANOSECONDS = 1_000_000_000


def stream(spec: StreamSpec) -> dict[str, Any]:
    """Configure a stream."""
    return {
        "name": spec.name,
        "description": spec.description,
        "subjects": list(spec.subjects),
        "storage": "file",
        "retention": "limits",
        "discard": "new",
        "max_msg_size": spec.max_message_bytes,
        "duplicate_window": int(spec.dedupe_window_seconds * NANOSECONDS),
        "num_replicas": spec.replicas,
        "max_consumers": -1,
        "max_msgs": -1,
        "max_bytes": -1,
        "allow_atomic": spec.takes_batches,
        "max_age": int(spec.max_age_seconds * NANOSECONDS),
    }


def bucket(spec: BucketSpec) -> dict[str, Any]:
    """Configure a bucket: a stream that keeps one message of each subject (ADR-8)."""
    underlying = StreamSpec(
        f"KV_{spec.name}",
        (f"$KV.{spec.name}.>",),
        spec.description,
        max_message_bytes=spec.max_value_bytes,
        replicas=spec.replicas,
    )
    return stream(underlying) | {
        "max_msgs_per_subject": 1,
        "allow_rollup_hdrs": True,
        "allow_direct": True,
        "deny_delete": True,
    }


def durable(spec: ConsumerSpec) -> dict[str, Any]:
    """Configure a durable."""
    configuration = {
        "durable_name": spec.durable,
        "deliver_policy": "all",
        "ack_policy": "explicit",
        "ack_wait": int(spec.ack_wait_seconds * NANOSECONDS),
        # The server would stop delivering without telling anybody.
        "max_deliver": -1,
        "max_ack_pending": spec.max_ack_pending,
        "replay_policy": "instant",
    }
    filters = {"filter_subjects": list(spec.filter_subjects)} if spec.filter_subjects else {}
    return configuration | filters


def feed(
    *, subject: str, deliver_to: str, heartbeat_seconds: float, only_keys: bool
) -> dict[str, Any]:
    """Configure what a watch reads: the newest message of each subject, then what follows."""
    return {
        "deliver_policy": "last_per_subject",
        "deliver_subject": deliver_to,
        "filter_subject": subject,
        "ack_policy": "none",
        "max_deliver": 1,
        "replay_policy": "instant",
        "mem_storage": True,
        "num_replicas": 1,
        "flow_control": True,
        "idle_heartbeat": int(heartbeat_seconds * NANOSECONDS),
        "inactive_threshold": 30 * NANOSECONDS,
        "headers_only": only_keys,
    }


def covers(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Say whether the server's configuration already is as wanted; it leaves out what is empty."""
    return all(found.get(name) == value for name, value in wanted.items() if value)
