"""How it is stored how far other systems agree."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from chassis import OutboxEntry, StoredDocument, outbox_index
from chassis.directory import space_key
from contracts.tenant.v1 import IntegrationState, SpaceRecord
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class ProvisioningDocument(StoredDocument):
    """One for each tenant that was ever worked on; its id is the tenant's."""

    slug: str
    state: str = "progressing"
    observed_generation: Annotated[int, Field(alias="observedGeneration")] = 0
    integrations: list[IntegrationState] = Field(default_factory=list)
    # Left alone for this tenant.
    paused: list[str] = Field(default_factory=list)
    # Its trouble stands on the timeline, and its end is to be told as well.
    told_failing: Annotated[bool, Field(alias="toldFailing")] = False
    # What was there, by system, and has been seen absent: a teardown's proof.
    absent: dict[str, list[str]] = Field(default_factory=dict)
    # oCIS' id of the tenant's space, as its log writes it.
    space_id: Annotated[str, Field(alias="spaceId")] = ""

    class Settings:
        """Each index serves the query named beside it."""

        name = "provisioning"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # how one tenant stands
            IndexModel([("slug", ASCENDING)], name="slug", unique=True),
            # those to forget
            IndexModel([("state", ASCENDING)], name="state"),
        ]

    def projections(self) -> Sequence[OutboxEntry]:
        """Publish whose space it is: the log of oCIS names nothing else."""
        if not self.space_id:
            return ()
        record = SpaceRecord(id=self.id, tenant_slug=self.slug, version=self.version)
        return [
            OutboxEntry(
                kind="directory",
                subject=space_key(self.space_id),
                payload=record.dump_json().decode(),
            )
        ]
