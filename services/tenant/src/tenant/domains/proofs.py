"""What proves that a domain is the tenant's own: a token in a TXT record."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from contracts.faults import Conflict, NotFound
from contracts.message import Message
from contracts.platform.v1 import FieldError
from contracts.tenant.v1 import TenantDomain

_PREFIX = "_dezky-verification"


class DomainNotFound(NotFound):
    """The tenant has no such domain."""

    reason = "domain_not_found"


class DomainUnproven(Conflict):
    """The TXT record isn't there, or says something else."""

    reason = "domain_unproven"


class Proof(Message, extra="ignore"):
    """What is kept beside each domain. The token is drawn once: a record once set stays right."""

    domain: str
    token: str
    added_at: datetime
    verified_at: datetime | None = None

    def shown(self) -> TenantDomain:
        """Return the contract's message."""
        return TenantDomain(
            domain=self.domain,
            state="verified" if self.verified_at else "pending",
            record_name=f"{_PREFIX}.{self.domain}",
            record_value=f"dezky-verification={self.token}",
            added_at=self.added_at,
            verified_at=self.verified_at,
        )


def followed(proofs: Sequence[Proof], domains: Iterable[str], *, at: datetime) -> list[Proof]:
    """Return a proof for each of the domains: the ones there are, and new ones that are pending."""
    known = {proof.domain: proof for proof in proofs}
    return [
        known.get(domain) or Proof(domain=domain, token=secrets.token_hex(16), added_at=at)
        for domain in domains
    ]


def proven(proofs: Iterable[Proof], domain: str, *, at: datetime) -> list[Proof]:
    """Return the proofs with this one verified; the first verification counts."""
    return [
        proof.model_copy(update={"verified_at": at})
        if proof.domain == domain and proof.verified_at is None
        else proof
        for proof in proofs
    ]


def verified(proofs: Iterable[Proof]) -> list[str]:
    """Return the domains that are proven."""
    return [proof.domain for proof in proofs if proof.verified_at]


def proof_of(proofs: Iterable[Proof], domain: str) -> Proof:
    """Return the proof of a domain that the tenant must have."""
    for proof in proofs:
        if proof.domain == domain:
            return proof
    raise DomainNotFound(f"The tenant has no domain {domain}.")


def ensure_proven(proof: Proof, texts: Iterable[str]) -> None:
    """Refuse what the TXT records don't prove, and say what they would have to."""
    shown = proof.shown()
    if shown.record_value not in {text.strip() for text in texts}:
        raise DomainUnproven(
            f"No TXT record {shown.record_name} says {shown.record_value}; "
            "a new record may take some time to be seen.",
            errors=[FieldError(field="domain", message="must be proven by its TXT record")],
        )
