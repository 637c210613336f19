"""The keys that wrap people's keys, and how far their rotation is (ADR 0087).

Generated from proto-schemas/audit/v1/master_key_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Protocol

from pydantic import Field

from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Boolean, Int32


class ListMasterKeysRequest(Message):
    """Nothing to choose."""


class MasterKey(Message):
    """A master key."""

    name: Annotated[str, Field(description="Its name.")] = ""

    current: Annotated[
        Boolean, Field(description="Whether it wraps what is new: the first of the settings.")
    ] = False

    known: Annotated[
        Boolean,
        Field(
            description=(
                "Whether the settings have it. What is wrapped by one that they lack can't be read."
            )
        ),
    ] = False

    wrapped: Annotated[Int32, Field(description="How many keys it has wrapped.")] = 0


class ListMasterKeysResponse(Message):
    """The keys."""

    items: Annotated[
        list[MasterKey],
        Field(description="In the order of the settings, then those that only the database knows."),
    ] = []

    remaining: Annotated[
        Int32,
        Field(
            description=(
                "How many keys wait to be wrapped by the first master key; 0 when the rotation "
                "is done."
            )
        ),
    ] = 0


class MasterKeyService(Protocol):
    """Master keys, by name; their values are in the settings alone."""

    @abstractmethod
    async def list_master_keys(self, request: ListMasterKeysRequest) -> ListMasterKeysResponse:
        """List master keys: which one wraps, and how many people's keys each of them has wrapped."""
        ...


LIST_MASTER_KEYS: Rpc[ListMasterKeysRequest, ListMasterKeysResponse] = Rpc(
    service="audit",
    version="v1",
    interface="MasterKeyService",
    name="list_master_keys",
    subject="rpc.audit.v1.list_master_keys",
    request=ListMasterKeysRequest,
    reply=ListMasterKeysResponse,
    http=HttpRule(method="GET", path="/audit/keys", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary=(
        "List master keys: which one wraps, and how many people's keys each of them has wrapped."
    ),
    description=(
        "List master keys: which one wraps, and how many people's keys each of them has wrapped."
    ),
    headers={},
)


MASTER_KEY_SERVICE: tuple[AnyRpc, ...] = (LIST_MASTER_KEYS,)


class MasterKeyServiceClient:
    """Calls MasterKeyService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list_master_keys(self, request: ListMasterKeysRequest) -> ListMasterKeysResponse:
        """List master keys: which one wraps, and how many people's keys each of them has wrapped."""
        return await self._caller.call(LIST_MASTER_KEYS, request)
