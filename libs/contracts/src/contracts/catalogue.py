"""Every rpc there is.

Generated from proto-schemas/* by generate.py: edits are lost.
"""

from contracts.audit.v1.action_schema_service import ACTION_SCHEMA_SERVICE
from contracts.audit.v1.audit_service import AUDIT_SERVICE
from contracts.audit.v1.counting_service import COUNTING_SERVICE
from contracts.audit.v1.dead_letter_service import DEAD_LETTER_SERVICE
from contracts.audit.v1.erasure_service import ERASURE_SERVICE
from contracts.audit.v1.export_service import EXPORT_SERVICE
from contracts.audit.v1.following_service import FOLLOWING_SERVICE
from contracts.audit.v1.intake_service import INTAKE_SERVICE
from contracts.audit.v1.master_key_service import MASTER_KEY_SERVICE
from contracts.audit.v1.proof_service import PROOF_SERVICE
from contracts.audit.v1.retention_service import RETENTION_SERVICE
from contracts.audit.v1.search_service import SEARCH_SERVICE
from contracts.audit.v1.sink_service import SINK_SERVICE
from contracts.audit.v1.viewer_service import VIEWER_SERVICE
from contracts.audit.v1.viewing_service import VIEWING_SERVICE
from contracts.flag.v1.change_request_service import CHANGE_REQUEST_SERVICE
from contracts.flag.v1.evaluation_service import EVALUATION_SERVICE
from contracts.flag.v1.file_service import FILE_SERVICE
from contracts.flag.v1.flag_service import FLAG_SERVICE
from contracts.flag.v1.schedule_service import SCHEDULE_SERVICE
from contracts.flag.v1.segment_service import SEGMENT_SERVICE
from contracts.health.v1.health_service import HEALTH_SERVICE
from contracts.health.v1.incident_service import INCIDENT_SERVICE
from contracts.health.v1.maintenance_service import MAINTENANCE_SERVICE
from contracts.health.v1.target_service import TARGET_SERVICE
from contracts.health.v1.tenant_health_service import TENANT_HEALTH_SERVICE
from contracts.ingest.v1.ingest_service import INGEST_SERVICE
from contracts.partner.v1.partner_service import PARTNER_SERVICE
from contracts.rpc import AnyRpc
from contracts.tenant.v1.api_key_service import API_KEY_SERVICE
from contracts.tenant.v1.bulk_service import BULK_SERVICE
from contracts.tenant.v1.domain_service import DOMAIN_SERVICE
from contracts.tenant.v1.identity_service import IDENTITY_SERVICE
from contracts.tenant.v1.integration_service import INTEGRATION_SERVICE
from contracts.tenant.v1.invitation_service import INVITATION_SERVICE
from contracts.tenant.v1.member_service import MEMBER_SERVICE
from contracts.tenant.v1.note_service import NOTE_SERVICE
from contracts.tenant.v1.provisioning_service import PROVISIONING_SERVICE
from contracts.tenant.v1.resale_service import RESALE_SERVICE
from contracts.tenant.v1.subscription_service import SUBSCRIPTION_SERVICE
from contracts.tenant.v1.tenant_service import TENANT_SERVICE
from contracts.tenant.v1.user_service import USER_SERVICE

CATALOGUE: tuple[AnyRpc, ...] = (
    *ACTION_SCHEMA_SERVICE,
    *AUDIT_SERVICE,
    *COUNTING_SERVICE,
    *DEAD_LETTER_SERVICE,
    *ERASURE_SERVICE,
    *EXPORT_SERVICE,
    *FOLLOWING_SERVICE,
    *INTAKE_SERVICE,
    *MASTER_KEY_SERVICE,
    *PROOF_SERVICE,
    *RETENTION_SERVICE,
    *SEARCH_SERVICE,
    *SINK_SERVICE,
    *VIEWER_SERVICE,
    *VIEWING_SERVICE,
    *CHANGE_REQUEST_SERVICE,
    *EVALUATION_SERVICE,
    *FILE_SERVICE,
    *FLAG_SERVICE,
    *SCHEDULE_SERVICE,
    *SEGMENT_SERVICE,
    *HEALTH_SERVICE,
    *INCIDENT_SERVICE,
    *MAINTENANCE_SERVICE,
    *TARGET_SERVICE,
    *TENANT_HEALTH_SERVICE,
    *INGEST_SERVICE,
    *PARTNER_SERVICE,
    *API_KEY_SERVICE,
    *BULK_SERVICE,
    *DOMAIN_SERVICE,
    *IDENTITY_SERVICE,
    *INTEGRATION_SERVICE,
    *INVITATION_SERVICE,
    *MEMBER_SERVICE,
    *NOTE_SERVICE,
    *PROVISIONING_SERVICE,
    *RESALE_SERVICE,
    *SUBSCRIPTION_SERVICE,
    *TENANT_SERVICE,
    *USER_SERVICE,
)
