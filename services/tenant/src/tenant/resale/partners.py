"""What the tenant service has to know of partners, asked where they are owned (ADR 0032)."""

from bus import acting_as
from contracts.faults import NotFound
from contracts.partner.v1 import GetPartnerRequest, Partner, PartnerService
from contracts.platform.v1 import Actor

from tenant.resale.rules import PartnerNotFound, PartnerTerminated, PartnerUnknown

# In our own name: whoever may name a partner need not be somebody who may read it.
_SELF = Actor(type="service", id="tenant")


class Partners:
    """Partners, as the partner service tells."""

    def __init__(self, service: PartnerService) -> None:
        self._service = service

    async def ensure_there(self, slug: str) -> None:
        """Refuse to look for what doesn't exist."""
        if await self._find(slug) is None:
            raise PartnerNotFound(slug)

    async def ensure_open(self, slug: str) -> None:
        """Refuse a partner that isn't there or takes nobody new."""
        partner = await self._find(slug)
        if partner is None:
            raise PartnerNotFound(slug)
        _ensure_under_contract(partner)

    async def ensure_acceptable(self, slug: str | None, *, held: str | None = None) -> None:
        """Refuse the same in a body, where it is a wrong value of the field partnerSlug.

        No partner is fine, and so is the one that the tenant has already.
        """
        if slug is None or slug == held:
            return
        partner = await self._find(slug)
        if partner is None:
            raise PartnerUnknown(slug)
        _ensure_under_contract(partner)

    async def _find(self, slug: str) -> Partner | None:
        with acting_as(_SELF):
            try:
                reply = await self._service.get_partner(GetPartnerRequest(slug=slug))
            except NotFound:
                return None
        return reply.partner


def _ensure_under_contract(partner: Partner) -> None:
    if partner.status == "terminated":
        raise PartnerTerminated(partner.slug)
