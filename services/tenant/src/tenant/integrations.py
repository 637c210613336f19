"""Which systems a tenant is to have, and which of them the provider runs."""

from collections.abc import Collection, Iterable

from contracts.tenant.v1 import CreateTenantRequest


class Integrations:
    """Wishes and means."""

    def __init__(self, usual: Iterable[str], *, running: Collection[str] = ()) -> None:
        """`usual` is what a tenant gets of which nothing else is said."""
        self._usual = sorted(usual)
        self._running = frozenset(running)

    def wanted(self, request: CreateTenantRequest) -> list[str]:
        """Return what a new tenant is to have; an empty list is a wish as well."""
        is_said = "integrations" in request.model_fields_set
        return sorted(request.integrations) if is_said else list(self._usual)

    def needs_work(self, wanted: Collection[str]) -> bool:
        """Say whether something has to be made ready before such a tenant is active."""
        return not self._running.isdisjoint(wanted)
