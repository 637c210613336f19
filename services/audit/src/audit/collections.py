"""Everything that the service stores."""

from audit.arrivals.documents import ArrivalDocument
from audit.dead_letters.documents import DeadLetterDocument
from audit.documents import EntryDocument
from audit.erasure.documents import ErasureDocument
from audit.exports.documents import ExportDocument
from audit.forwarding.documents import PlaceDocument, SinkDocument
from audit.persons.documents import PersonDocument, SecretDocument
from audit.retention.documents import ArchivedDocument, RetentionDocument, SegmentDocument
from audit.schemas.documents import SchemaDocument
from audit.sealing.documents import LeaseDocument, SealDocument
from audit.searches.documents import SearchDocument
from audit.trees.documents import TileDocument, TreeDocument
from audit.viewers.documents import ViewerTokenDocument
from audit.vocabulary.documents import WordDocument

DOCUMENTS = [
    EntryDocument,
    DeadLetterDocument,
    ExportDocument,
    PersonDocument,
    SecretDocument,
    ErasureDocument,
    SegmentDocument,
    ArchivedDocument,
    RetentionDocument,
    SchemaDocument,
    SearchDocument,
    SinkDocument,
    ViewerTokenDocument,
    PlaceDocument,
    WordDocument,
    ArrivalDocument,
    SealDocument,
    LeaseDocument,
    TreeDocument,
    TileDocument,
]
