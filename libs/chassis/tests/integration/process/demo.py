"""A small service, run as real ones are: `python demo.py`."""

import asyncio
from pathlib import Path
from typing import ClassVar

import chassis
import structlog
from bus import subjects
from chassis import Chassis, OutboxEntry, StoredDocument, outbox_index, run
from contracts.message import Message
from contracts.rpc import Rpc
from devstack.waiting import eventually
from pydantic_settings import SettingsConfigDict

log = structlog.get_logger()


class Settings(chassis.Settings):
    model_config = SettingsConfigDict(env_prefix="DEMO_", extra="ignore", frozen=True)
    service: ClassVar[str] = "demo"
    description: ClassVar[str] = "For tests."

    release: str = ""
    broken: str = ""


class Word(Message):
    text: str = ""


class NoteDocument(StoredDocument, Word, extra="ignore"):
    class Settings:
        """Found by the sweep."""

        name = "notes"
        keep_nulls = False
        indexes: ClassVar = [outbox_index()]

    def projections(self):
        payload = f'{{"id":"{self.id}","version":{self.version}}}'
        return [OutboxEntry(kind="directory", subject=f"note.{self.text}", payload=payload)]


def rpc(name: str, *, changes: bool) -> Rpc[Word, Word]:
    return Rpc(
        service="demo",
        version="v1",
        interface="DemoService",
        name=name,
        subject=f"rpc.demo.v1.{name}",
        request=Word,
        reply=Word,
        access=("internal",),
        changes=changes,
    )


class DemoService:
    def __init__(self, composed):
        self._outbox = composed.outbox
        self._release = Path(composed.settings.release)

    async def ponder(self, request):
        """Answer once the file is there."""
        log.info("pondering")
        await eventually(lambda: asyncio.sleep(0, self._release.exists()))
        return request

    async def note(self, request):
        """Store the text, and tell of it."""
        event = OutboxEntry(subject=subjects.event("demo", None, "noted"), payload="{}")
        await self._outbox.insert(NoteDocument(text=request.text), [event])
        return request


async def fail():
    """End as background work does that meets what it didn't expect."""
    await asyncio.sleep(0)
    raise LookupError("no luck")


async def compose(composed: Chassis[Settings]) -> None:
    if composed.settings.broken == "compose":
        raise LookupError("no luck")
    if composed.settings.broken == "background":
        composed.background(fail())
    service = DemoService(composed)
    composed.serve(service, [rpc("ponder", changes=False), rpc("note", changes=True)])


if __name__ == "__main__":
    run(Settings, documents=[NoteDocument], compose=compose)
