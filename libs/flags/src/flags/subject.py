"""For whom a flag is evaluated."""

from collections.abc import Mapping
from typing import Any

_NOTHING: Mapping[str, Any] = {}


class Subject:
    """A tenant as the directory knows it, with what the caller adds.

    `tenant_id` is None for a tenant that isn't known: then nothing can be drawn by it.
    """

    __slots__ = ("context", "environment", "partner_slug", "plan", "tenant_id", "tenant_slug")

    def __init__(
        self,
        *,
        tenant_id: str | None = None,
        tenant_slug: str | None = None,
        plan: str | None = None,
        partner_slug: str | None = None,
        environment: str | None = None,
        context: Mapping[str, Any] = _NOTHING,
    ) -> None:
        self.tenant_id = tenant_id
        self.tenant_slug = tenant_slug
        self.plan = plan
        self.partner_slug = partner_slug
        self.environment = environment
        self.context = context

    def given(self, context: Mapping[str, Any]) -> "Subject":
        """Return the same tenant with this context; it never overrides what the directory says."""
        return Subject(
            tenant_id=self.tenant_id,
            tenant_slug=self.tenant_slug,
            plan=self.plan,
            partner_slug=self.partner_slug,
            environment=self.environment,
            context=context,
        )
