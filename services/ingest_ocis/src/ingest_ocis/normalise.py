"""From a line of oCIS' audit log to an audit entry: pure."""

import re
from collections.abc import Collection
from typing import Any

from ingest import (
    Directory,
    Malformed,
    Outcome,
    Raw,
    Redactor,
    Skipped,
    What,
    Who,
    moment,
    tenant_of,
    text,
    token,
    told,
)

from ingest_ocis.allowed import MUTATIONS

SOURCE = "ocis"
# Only the first quoted token is safe: later ones may hold quotes of a user's choosing.
_ACTOR = re.compile(r"user '([^']*)' ")
# Up to 8.x some updates of a share carry no action.
_UPDATED_SHARE = re.compile(r"user '[^']*' updated field '' of ")
_SPACE = re.compile(r"\$([^!/$]+)")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Sentences that quote a link's token, which opens the link.
_TOKENS = (
    re.compile(r"link with token '([^']+)'"),
    re.compile(r"removed public link with id:'([^']+)'"),
)


def normalise(
    raw: Raw,
    directory: Directory,
    *,
    external_id: str,
    actions: Collection[str] = MUTATIONS,
) -> Outcome:
    """Return the entry, or why there is none.

    The line names neither the actor reliably nor any tenant, and often no time: the sentence in
    `Message` begins with who acted, the space or the person tells the tenant, and without a time
    it is when the stream got it.
    """
    if not isinstance(raw.get("Message"), str) or not isinstance(raw.get("Action"), str):
        return Malformed("Action or Message is missing")
    action = raw["Action"]
    if not action and _UPDATED_SHARE.match(raw["Message"]):
        action = "share_updated"
    if action not in actions:
        return Skipped(f"not_listed:{text(action, longest=60) or 'empty'}")
    actor = _actor(raw, action, directory)
    at = moment(raw.get("Time"))
    return told(
        source=SOURCE,
        verb=token(action),
        at=at,
        actor=actor,
        resource=_resource(action, raw),
        outcome="failure" if raw.get("Success") is False else "success",
        tenant=_tenant(raw, text(actor.id), directory),
        external_id=external_id,
        raw=raw,
        redactor=Redactor(secrets=_link_tokens(raw)),
        metadata={} if at else {"timeUnknown": True},
    )


def _actor(raw: Raw, action: str, directory: Directory) -> Who:
    found = _ACTOR.match(raw["Message"])
    # On files `User` is the owner up to 8.x, which says nothing of who acted.
    user = "" if action.startswith(("file_", "container_")) and not _is_sharing(action) else "User"
    identity = found[1] if found else text(raw.get(user))
    if identity:
        person = directory.person_at(SOURCE, identity)
        email, name = (person.email, person.name) if person else ("", "")
        return Who(type="user", id=identity, email=email, name=name, ip=raw.get("RemoteAddr"))
    return Who(type="system" if found else "external", id=SOURCE if found else "")


def _is_sharing(action: str) -> bool:
    return action in {"file_shared", "file_unshared"}


def _resource(action: str, raw: Raw) -> What:
    if action.startswith("space_"):
        space = _space(raw.get("SpaceID"))
        return What(type="space", id=space, name=raw.get("NewName") or raw.get("Name") or space)
    if action.startswith("user_"):
        return What(type="user", id=raw.get("UserID"), name=raw.get("UserID"))
    if action.startswith("group_"):
        member = raw.get("UserID")
        return What(type="group", id=raw.get("GroupID"), name=member or raw.get("GroupID"))
    if action.startswith("share_") or _is_sharing(action):
        kind = (
            "link" if raw.get("ShareType") == "link" or "public link" in raw["Message"] else "share"
        )
        share = text(raw.get("ShareID"))
        return What(
            type=kind, id=share or raw.get("FileID"), name=raw.get("ShareWith") or raw.get("FileID")
        )
    if action.startswith("science_mesh"):
        return What(type="invite", name=raw.get("RecipientMail"))
    kind = "folder" if action == "container_create" else "file"
    return What(type=kind, id=raw.get("FileID"), name=raw.get("Path") or raw.get("FileID"))


def _tenant(raw: Raw, actor: str, directory: Directory) -> str | None:
    """Return the tenant of the space, else of the person whose space it is, else of who acted."""
    space = _space(raw.get("SpaceID")) or _space(raw.get("FileID"))
    if space and (slug := directory.tenant_of_space(space)):
        return slug
    people = (space, raw.get("UserID"), raw.get("ShareOwner"), raw.get("Owner"), actor)
    for identity in people:
        if identity and (slug := tenant_of(directory.person_at(SOURCE, text(identity)))):
            return slug
    return None


def _space(identity: Any) -> str:
    """Return the part between `$` and `!`, the same however a file was addressed."""
    found = _SPACE.search(text(identity))
    return found[1] if found else ""


def _link_tokens(raw: Raw) -> list[str]:
    quoted = [found[1] for one in _TOKENS if (found := one.search(raw["Message"]))]
    # An unshared link's id is sometimes its token; a share's own id is a UUID.
    return [one for one in quoted if not _UUID.fullmatch(one)]
