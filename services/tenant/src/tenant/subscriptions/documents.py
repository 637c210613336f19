"""How subscriptions are stored."""

from typing import ClassVar

from chassis import StoredDocument, outbox_index
from contracts.tenant.v1 import Subscription, SubscriptionChange
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class SubscriptionDocument(StoredDocument, Subscription, extra="ignore"):
    """A subscription with its history, so that a change and its trace are one write."""

    # The oldest first.
    changes: list[SubscriptionChange] = Field(default_factory=list)

    class Settings:
        """Each index serves the query named beside it."""

        name = "subscriptions"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # a tenant's
            IndexModel([("tenantSlug", ASCENDING)], name="tenant", unique=True),
            # what has changed lately: keeping sums
            IndexModel([("updatedAt", ASCENDING)], name="updated"),
        ]
