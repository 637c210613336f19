"""What erases, and who asks."""

import asyncio
import json
from datetime import timedelta

import pytest
from audit.erasure.eraser import Eraser
from audit.erasure.remainders import Remainders
from audit.erasure.store import ErasureStore
from audit.erasure.traces.store import TraceStore
from bus import Client, acting_as
from chassis import now
from contracts.audit.v1 import ErasePersonRequest, ErasureServiceClient

PAID = "audit.billing.acme.invoice.paid"


@pytest.fixture
def erasures(timeline):
    """Give the rpcs."""
    return ErasureServiceClient(Client(timeline.connection))


@pytest.fixture
def erase(erasures, operator):
    """Give what erases as the operator."""

    async def erase(email=None, *, reason="Request 17", **more):
        asked = {"reason": reason} | ({"email": email} if email else {}) | more
        async with asyncio.timeout(30):
            with acting_as(operator):
                reply = await erasures.erase_person(ErasePersonRequest(**asked))
        return reply.erasure

    return erase


@pytest.fixture
def tell(timeline):
    """Give what records one entry."""

    async def tell(subject=PAID, **body):
        assert await timeline.record(timeline.delivery(subject, body)) == [""]

    return tell


@pytest.fixture
def eraser_at(timeline, signer):
    """Give what makes the sweep's eraser at so long from now."""

    def eraser_at(later=timedelta(0), *, remainders=None):
        kept = Remainders(timeline.connection, plaintext_days=30, export_hours=24)
        return Eraser(
            ErasureStore(timeline.chassis.outbox),
            timeline.veil._keyring,
            TraceStore(timeline.veil),
            remainders=remainders or kept.at,
            signer=signer,
            clock=lambda: now() + later,
        )

    return eraser_at


@pytest.fixture
def database_text(timeline):
    """Give what tells everything that the database holds, as text."""

    async def database_text():
        names = [one for one in await timeline.database.list_collection_names() if one != "outbox"]
        rows = [await timeline.database[name].find({}).to_list() for name in names]
        return json.dumps(rows, default=str).lower()

    return database_text
