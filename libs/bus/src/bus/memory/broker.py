"""The server's part of the twin: who gets a message, and which stream stores it."""

import asyncio
import itertools
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from contracts.faults import Conflict

from bus import headers, subjects
from bus.faults import MessageTooLarge, NobodyAnswered
from bus.memory.durable import Durable
from bus.memory.mailbox import Mailbox
from bus.memory.stream import Stream
from bus.messages import Incoming
from bus.streams import MAX_MESSAGE_BYTES, ConsumerSpec, StreamSpec


@dataclass(frozen=True, slots=True, eq=False)
class Interest:
    """One subscription."""

    pattern: str
    queue: str
    mailbox: Mailbox[Incoming]


class MemoryBroker:
    """Connects the `MemoryConnection`s that share it."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.streams: dict[str, Stream] = {}
        self.durables: dict[tuple[str, str], Durable] = {}
        self._interests: list[Interest] = []
        self._inboxes: dict[str, asyncio.Future[Incoming]] = {}
        self._numbers = itertools.count(1)

    def add(self, interest: Interest) -> None:
        """Subscribe."""
        self._interests.append(interest)

    def remove(self, interest: Interest) -> None:
        """Unsubscribe."""
        if interest in self._interests:
            self._interests.remove(interest)

    def open_inbox(self) -> tuple[str, asyncio.Future[Incoming]]:
        """Return a subject for one answer, and where it will arrive."""
        subject = f"_INBOX.memory.{next(self._numbers)}"
        answer: asyncio.Future[Incoming] = asyncio.get_running_loop().create_future()
        answer.add_done_callback(lambda _answer: self._inboxes.pop(subject, None))
        self._inboxes[subject] = answer
        return subject, answer

    def publish(
        self, subject: str, payload: bytes, carried: Mapping[str, str], *, reply: str = ""
    ) -> bool:
        """Hand the message to all who want it; say whether anybody did."""
        subjects.require_literal(subject)
        if len(payload) > MAX_MESSAGE_BYTES:
            raise MessageTooLarge(f"A message carries at most {MAX_MESSAGE_BYTES} bytes.")
        message = Incoming(subject, payload, headers.sendable(carried), reply)
        if (answer := self._inboxes.get(subject)) and not answer.done():
            answer.set_result(message)
            return True
        receivers = self._receivers(subject)
        for interest in receivers:
            interest.mailbox.put(message)
        stored = [stream for stream in self.streams.values() if stream.takes(subject)]
        for stream in stored:
            acknowledgement = stream.store(subject, payload, message.headers)
            if reply:
                self.publish(reply, json.dumps(acknowledgement).encode(), {})
        return bool(receivers or stored)

    def ensure_stream(self, spec: StreamSpec, *, newest_only: bool = False) -> None:
        """Make or adjust a stream; no two may want the same subject."""
        for other in self.streams.values():
            clashes = any(
                subjects.overlap(one, two) for one in spec.subjects for two in other.spec.subjects
            )
            if clashes and other.spec.name != spec.name:
                raise Conflict(
                    f"{spec.name} and {other.spec.name} overlap.", reason="subjects_overlap"
                )
        if known := self.streams.get(spec.name):
            known.spec = spec
        else:
            self.streams[spec.name] = Stream(spec, newest_only=newest_only, clock=self.clock)

    def ensure_consumer(self, spec: ConsumerSpec) -> None:
        """Make or adjust a durable; its place stays."""
        key = (spec.stream, spec.durable)
        if known := self.durables.get(key):
            known.spec = replace(spec)
        else:
            self.durables[key] = Durable(self.streams[spec.stream], spec, clock=self.clock)

    def stream(self, name: str) -> Stream:
        """Return a stream that exists."""
        if name not in self.streams:
            raise NobodyAnswered(name)
        return self.streams[name]

    def durable(self, stream: str, name: str) -> Durable:
        """Return a durable that exists."""
        if (stream, name) not in self.durables:
            raise NobodyAnswered(f"{stream}.{name}")
        return self.durables[stream, name]

    def wake(self) -> None:
        """Let waiting readers look again."""
        for durable in self.durables.values():
            durable.changed.set()

    def _receivers(self, subject: str) -> list[Interest]:
        """Return everybody outside of queue groups, and one member of each group."""
        wanting = [one for one in self._interests if subjects.matches(one.pattern, subject)]
        groups: dict[str, list[Interest]] = {}
        for interest in wanting:
            if interest.queue:
                groups.setdefault(interest.queue, []).append(interest)
        chosen = [random.choice(group) for group in groups.values()]  # noqa: S311 - sharing load
        return [interest for interest in wanting if not interest.queue] + chosen
