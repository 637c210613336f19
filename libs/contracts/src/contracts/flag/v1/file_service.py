"""All flags and segments as one YAML file.

Generated from proto-schemas/flag/v1/file_service.proto by generate.py: edits are lost.
"""

from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.scalars import Int32, Struct


class ExportFlagsRequest(Message):
    """Which part to write."""

    cursor: Annotated[
        str | None,
        NullRefused(),
        Field(max_length=500, description="Where the previous part ended."),
    ] = None


class ExportFlagsResponse(Message):
    """One part of the file."""

    yaml: Annotated[str, Field(description="YAML; all parts together are the file.")] = ""

    next_cursor: Annotated[
        str | None,
        NullRefused(),
        Field(
            alias="nextCursor", description="Pass as cursor for the next part; absent on the last."
        ),
    ] = None


class CompareFlagsRequest(Message):
    """What to compare."""

    yaml: Annotated[str, Field(min_length=1, description="The file.")]


class FileDifference(Message):
    """One flag or segment that would change."""

    kind: Annotated[Literal["flag", "segment"], Field(description="What it is.")]

    key: Annotated[str, Field(description="Its key.")] = ""

    action: Annotated[
        Literal["create", "update"], Field(description="Whether there is one already.")
    ]

    changes: Annotated[
        Struct,
        Field(description="Each changed field with its value before and after; absent is null."),
    ] = {}


class CompareFlagsResponse(Message):
    """What would change."""

    items: Annotated[
        list[FileDifference],
        Field(
            description=(
                "One item for each flag or segment that would change; the first 1000 of them at "
                "most."
            )
        ),
    ] = []

    digest: Annotated[
        str, Field(description="Names exactly these changes of exactly these versions.")
    ] = ""

    remaining: Annotated[Int32, Field(description="How many more would change.")] = 0


class ImportFlagsRequest(Message):
    """What to import."""

    yaml: Annotated[str, Field(min_length=1, description="The file.")]

    digest: Annotated[
        str,
        Field(
            min_length=1,
            description=(
                "The digest of the comparison that was looked at; a conflict when it isn't that "
                "any more."
            ),
        ),
    ]

    note: Annotated[
        str | None, NullRefused(), Field(max_length=500, description="Why; kept in the history.")
    ] = None


class ImportFlagsResponse(Message):
    """What was changed."""

    items: Annotated[
        list[FileDifference], Field(description="One item for each flag or segment that changed.")
    ] = []

    remaining: Annotated[
        Int32, Field(description="How many changes are left for the next call.")
    ] = 0

    digest: Annotated[str, Field(description="Names exactly those that are left.")] = ""


class FileService(Protocol):
    """Export, compare, import. Files name flags and segments; those that a file doesn't name stay."""

    @abstractmethod
    async def export_flags(self, request: ExportFlagsRequest) -> ExportFlagsResponse:
        """Write flags and segments as YAML, in parts that follow one another."""
        ...

    @abstractmethod
    async def compare_flags(self, request: CompareFlagsRequest) -> CompareFlagsResponse:
        """Tell what an import would change."""
        ...

    @abstractmethod
    async def import_flags(self, request: ImportFlagsRequest) -> ImportFlagsResponse:
        """Import a file: nothing when any part of it is refused, else each flag and segment that
        differs, one entry each. A call makes 100 changes at most and says how many are left:
        send the file again, with the digest that came.
        """
        ...


EXPORT_FLAGS: Rpc[ExportFlagsRequest, ExportFlagsResponse] = Rpc(
    service="flag",
    version="v1",
    interface="FileService",
    name="export_flags",
    subject="rpc.flag.v1.export_flags",
    request=ExportFlagsRequest,
    reply=ExportFlagsResponse,
    http=HttpRule(method="GET", path="/flag-file", body="", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Write flags and segments as YAML, in parts that follow one another.",
    description="Write flags and segments as YAML, in parts that follow one another.",
    headers={},
)


COMPARE_FLAGS: Rpc[CompareFlagsRequest, CompareFlagsResponse] = Rpc(
    service="flag",
    version="v1",
    interface="FileService",
    name="compare_flags",
    subject="rpc.flag.v1.compare_flags",
    request=CompareFlagsRequest,
    reply=CompareFlagsResponse,
    http=HttpRule(method="POST", path="/flag-file/compare", body="*", response_body=""),
    access=("operator",),
    audit=(),
    changes=False,
    summary="Tell what an import would change.",
    description="Tell what an import would change.",
    headers={},
)


IMPORT_FLAGS: Rpc[ImportFlagsRequest, ImportFlagsResponse] = Rpc(
    service="flag",
    version="v1",
    interface="FileService",
    name="import_flags",
    subject="rpc.flag.v1.import_flags",
    request=ImportFlagsRequest,
    reply=ImportFlagsResponse,
    http=HttpRule(method="POST", path="/flag-file", body="*", response_body=""),
    access=("operator",),
    audit=("flag.created", "flag.updated", "segment.created", "segment.updated"),
    changes=True,
    summary=(
        "Import a file: nothing when any part of it is refused, else each flag and "
        "segment that differs, one entry each."
    ),
    description=(
        "Import a file: nothing when any part of it is refused, else each flag and "
        "segment that differs, one entry each. A call makes 100 changes at most and "
        "says how many are left: send the file again, with the digest that came."
    ),
    headers={},
)


FILE_SERVICE: tuple[AnyRpc, ...] = (
    EXPORT_FLAGS,
    COMPARE_FLAGS,
    IMPORT_FLAGS,
)


class FileServiceClient:
    """Calls FileService from another service."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def export_flags(self, request: ExportFlagsRequest) -> ExportFlagsResponse:
        """Write flags and segments as YAML, in parts that follow one another."""
        return await self._caller.call(EXPORT_FLAGS, request)

    async def compare_flags(self, request: CompareFlagsRequest) -> CompareFlagsResponse:
        """Tell what an import would change."""
        return await self._caller.call(COMPARE_FLAGS, request)

    async def import_flags(self, request: ImportFlagsRequest) -> ImportFlagsResponse:
        """Import a file: nothing when any part of it is refused, else each flag and segment that
        differs, one entry each. A call makes 100 changes at most and says how many are left:
        send the file again, with the digest that came.
        """
        return await self._caller.call(IMPORT_FLAGS, request)
