"""Whom a failure hits: one method per rpc."""

from collections import Counter
from collections.abc import Callable, Sequence

from bus import current_actor
from chassis import scope_of
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.health import v1

from health.platform import Platform
from health.tenants.mirror import Tenants
from health.tenants.rules import Service, health_of, public, service_of

_PAGE = 50
OpenIncidents = Callable[[], Sequence[v1.Incident]]


class TenantHealthService(v1.TenantHealthService):
    """Answers from memory, however many tenants there are."""

    def __init__(
        self, tenants: Tenants, platform: Platform, *, open_incidents: OpenIncidents
    ) -> None:
        self._tenants = tenants
        self._platform = platform
        self._open_incidents = open_incidents

    async def list_tenant_health(
        self, request: v1.ListTenantHealthRequest
    ) -> v1.ListTenantHealthResponse:
        """Tenants that want the same meet the same: it is looked up once for all of them."""
        states = self._platform.states(sees_everything=False)
        services: dict[frozenset[str], Service] = {}
        found = []
        counts: Counter[str] = Counter()
        for record in self._tenants.all_in(scope_of(current_actor())):
            wanted = frozenset(record.integrations)
            service = services.get(wanted) or services.setdefault(
                wanted, service_of(wanted, states)
            )
            counts[service.status] += 1
            if _is_asked_for(request, record.slug, service):
                found.append((record, service))
        after = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else ""
        limit = request.limit or _PAGE
        names = {one.id: one.name for one in states}
        page = [
            health_of(record, service, self._hitting(record.slug, names))
            for record, service in found
            if record.slug > after
        ][: limit + 1]
        items, cursor = page_of(page, limit=limit, cursor=lambda one: encode(one.slug))
        return v1.ListTenantHealthResponse(
            items=items, next_cursor=cursor, counts=v1.TenantHealthCounts(**counts)
        )

    def _hitting(self, slug: str, names: dict[str, str]) -> list[v1.PublicIncident]:
        hitting = [one for one in self._open_incidents() if slug in one.affected_tenants]
        hitting.sort(key=lambda one: one.opened_at, reverse=True)
        return [public(one, names) for one in hitting]


def _is_asked_for(request: v1.ListTenantHealthRequest, slug: str, service: Service) -> bool:
    return request.status in {None, "", service.status} and request.tenant_slug in {None, "", slug}
