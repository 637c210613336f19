"""What a viewer token is, and what it shows: pure."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime

from contracts.audit.v1 import EntryFilter, FollowViewedRequest, ViewEntriesRequest, ViewerToken
from contracts.faults import Conflict, NotFound, Unauthenticated

from audit.query.conditions import Selection
from audit.query.selecting import selection_of

MOST_EACH = 1000
_PREFIX = "view_"


class ViewerTokenNotFound(NotFound):
    """No such token, or none of a tenant that the caller runs."""

    reason = "viewer_token_not_found"


class TenantNotFound(NotFound):
    """Absent, or somebody else's: a stranger can't tell which."""

    reason = "tenant_not_found"


class TooManyViewerTokens(Conflict):
    """A tenant has as many good tokens as any may."""

    reason = "too_many_viewer_tokens"


class ViewerTokenRefused(Unauthenticated):
    """Unknown, revoked or expired: who brings it isn't told which."""

    reason = "viewer_token_refused"


def new_token() -> str:
    """Make one that nobody guesses."""
    return f"{_PREFIX}{secrets.token_urlsafe(32)}"


def hashed(token: str) -> str:
    """Return what is stored of it; it is long and random, so a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


def asked_of(request: ViewEntriesRequest | FollowViewedRequest, *, now: datetime) -> Selection:
    """Return what the bearer asks for; raise `QueryMalformed` for what makes no sense."""
    asked = EntryFilter(since=request.since, until=request.until, q=request.q)
    return selection_of(asked, now=now)


def within(token: ViewerToken, asked: Selection, *, now: datetime) -> Selection:
    """Return what of it the token is for, beside its tenant: one more condition widens nothing."""
    grant = EntryFilter(actor_email=token.actor_email or None, action=token.action or None)
    return replace(asked, conditions=selection_of(grant, now=now).conditions + asked.conditions)
