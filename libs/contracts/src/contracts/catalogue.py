"""Every rpc there is.

Generated from proto-schemas/* by generate.py: edits are lost.
"""

from contracts.audit.v1.audit_service import AUDIT_SERVICE
from contracts.audit.v1.dead_letter_service import DEAD_LETTER_SERVICE
from contracts.rpc import AnyRpc
from contracts.tenant.v1.bulk_service import BULK_SERVICE
from contracts.tenant.v1.domain_service import DOMAIN_SERVICE
from contracts.tenant.v1.invitation_service import INVITATION_SERVICE
from contracts.tenant.v1.member_service import MEMBER_SERVICE
from contracts.tenant.v1.tenant_service import TENANT_SERVICE
from contracts.tenant.v1.user_service import USER_SERVICE

CATALOGUE: tuple[AnyRpc, ...] = (
    *AUDIT_SERVICE,
    *DEAD_LETTER_SERVICE,
    *BULK_SERVICE,
    *DOMAIN_SERVICE,
    *INVITATION_SERVICE,
    *MEMBER_SERVICE,
    *TENANT_SERVICE,
    *USER_SERVICE,
)
