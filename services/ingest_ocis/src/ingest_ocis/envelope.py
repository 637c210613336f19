"""From a message of oCIS' own event stream to the shape of an audit line: pure."""

import base64
from typing import Any

from ingest import read_json

# Type names in the stream -> actions as the audit log has them.
ACTIONS = {
    "SpaceCreated": "space_created",
    "SpaceRenamed": "space_renamed",
    "SpaceDisabled": "space_disabled",
    "SpaceEnabled": "space_enabled",
    "SpaceDeleted": "space_deleted",
    "SpaceShared": "space_shared",
    "SpaceUnshared": "space_unshared",
    "SpaceUpdated": "space_updated",
    "SpaceShareUpdated": "space_share_updated",
    "UserCreated": "user_created",
    "UserDeleted": "user_deleted",
    "UserFeatureChanged": "user_feature_changed",
    "UserSignedIn": "user_signed_in",
    "GroupCreated": "group_created",
    "GroupDeleted": "group_deleted",
    "GroupMemberAdded": "group_member_added",
    "GroupMemberRemoved": "group_member_removed",
    "ShareCreated": "file_shared",
    "LinkCreated": "file_shared",
    "ShareUpdated": "share_updated",
    "LinkUpdated": "share_updated",
    "ShareRemoved": "file_unshared",
    "LinkRemoved": "file_unshared",
    "ReceivedShareUpdated": "share_state_changed",
    "LinkAccessed": "public_link_accessed",
    "ContainerCreated": "container_create",
    "FileUploaded": "file_create",
    "FileDownloaded": "file_read",
    "ItemTrashed": "file_delete",
    "ItemMoved": "file_rename",
    "ItemPurged": "file_trash_delete",
    "ItemRestored": "file_trash_restore",
    "FileVersionRestored": "file_version_restore",
    "TagsAdded": "file_tags_add",
    "TagsRemoved": "file_tags_remove",
    "ScienceMeshInviteTokenGenerated": "science_mesh_invite_token_generated",
}


class NoEnvelope(ValueError):  # noqa: N818 - states the fact
    """The message isn't what oCIS publishes."""


def unpack(message: bytes) -> tuple[str, dict[str, Any]]:
    """Return the event's own id, and the event as an audit line would tell it."""
    try:
        envelope = read_json(message)
        told = envelope["Metadata"]
        payload = read_json(base64.b64decode(envelope["Payload"]))
        identity, kind = str(told["eventid"]), str(told["eventtype"]).removeprefix("events.")
    except (ValueError, KeyError, TypeError) as error:
        raise NoEnvelope(f"{type(error).__name__}: {error}") from error
    if not identity or not isinstance(payload, dict):
        raise NoEnvelope("eventid or payload is missing")
    return identity, {
        "Action": ACTIONS.get(kind, kind),
        "Message": f"user '{_id(payload.get('Executant'))}' {kind}",
        "Time": envelope.get("Timestamp", ""),
        "SpaceID": _space(payload),
        "FileID": _file(payload.get("Ref") or payload.get("FileID") or payload.get("ItemID")),
        "UserID": _id(payload.get("UserID")),
        "GroupID": _id(payload.get("GroupID")),
        "ShareID": _id(payload.get("ShareID")),
        "ShareType": "link" if kind.startswith("Link") else "",
        "Name": payload.get("Name", ""),
        "Path": payload.get("Path", ""),
        "Owner": _id(payload.get("Owner")),
        "Event": payload,
    }


def _id(value: Any) -> str:
    """Return an id, which stands alone or under `opaque_id`."""
    return str(value.get("opaque_id", "")) if isinstance(value, dict) else str(value or "")


def _space(payload: dict[str, Any]) -> str:
    root = payload.get("Root")
    if isinstance(root, dict) and root.get("space_id"):
        return f"{root.get('storage_id', '')}${root['space_id']}"
    identity = _id(payload.get("ID") or payload.get("SpaceID"))
    return identity if not identity or "$" in identity else f"${identity}"


def _file(reference: Any) -> str:
    """Return a reference's file as the audit log writes it: storage$space!node."""
    if not isinstance(reference, dict):
        return str(reference or "")
    node = reference.get("resource_id", reference)
    if not isinstance(node, dict):
        return str(node or "")
    if not node.get("space_id"):
        return str(node.get("opaque_id", ""))
    return f"{node.get('storage_id', '')}${node['space_id']}!{node.get('opaque_id', '')}"
