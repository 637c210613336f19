"""Viewer tokens, and entries to look at."""

import pytest
from bus import Client, acting_as
from contracts.audit.v1 import CreateViewerTokenRequest, ViewerServiceClient

PAID = "audit.billing.{}.invoice.paid"
SENT = "audit.billing.{}.letter.sent"


@pytest.fixture
def viewers(timeline):
    return ViewerServiceClient(Client(timeline.connection))


@pytest.fixture
def make(viewers, operator):
    """Make a token for acme as an operator; return the reply."""

    async def make(actor=operator, **asked):
        with acting_as(actor):
            return await viewers.create_viewer_token(
                CreateViewerTokenRequest(**({"tenant_slug": "acme"} | asked))
            )

    return make


@pytest.fixture
async def entries(timeline):
    """Two tenants, two people, two actions: each once."""
    await timeline.record(
        *(
            timeline.delivery(subject.format(slug), {"actorEmail": f"{person}@acme.example"})
            for slug in ("acme", "globex")
            for subject in (PAID, SENT)
            for person in ("ann", "bob")
        )
    )
