"""Names of sources that nobody else may use: pure."""

from contracts.catalogue import CATALOGUE

# Services that answer rpcs or publish by themselves, and what the ingest services speak for.
OURS = frozenset(
    {rpc.subject.split(".")[1] for rpc in CATALOGUE} | {"gateway", "console", "portal"}
)
UPSTREAMS = frozenset({"authentik", "stalwart", "ocis"})
INGEST = frozenset({f"ingest_{name}" for name in UPSTREAMS})
RESERVED = OURS | UPSTREAMS | INGEST
