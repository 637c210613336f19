"""Everything that this service keeps in its database."""

from tenant.api_keys.documents import ApiKeyDocument
from tenant.bulk.documents import PreviewDocument
from tenant.documents import DeletionRecord, TenantDocument
from tenant.identities.documents import IdentityInvitationDocument
from tenant.invitations.documents import InvitationDocument
from tenant.notes.documents import NoteDocument
from tenant.people.departures.documents import DeparturesDocument
from tenant.people.documents import UserDocument
from tenant.provisioning import composition as provisioning
from tenant.subscriptions.documents import SubscriptionDocument

DOCUMENTS = (
    TenantDocument,
    SubscriptionDocument,
    UserDocument,
    InvitationDocument,
    DeparturesDocument,
    ApiKeyDocument,
    NoteDocument,
    IdentityInvitationDocument,
    DeletionRecord,
    PreviewDocument,
    *provisioning.DOCUMENTS,
)
