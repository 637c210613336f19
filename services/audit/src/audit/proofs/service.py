"""Proofs of entries and logs: one method per rpc."""

import base64

from bus import current_actor
from chassis import Scope, scope_of
from contracts.audit import v1
from contracts.platform.v1 import FieldError
from transparency import consistency

from audit.owners import Owners
from audit.proofs.prover import Head, Prover
from audit.proofs.rules import LogNotFound, NoSuchSize, NotSealedYet
from audit.proofs.texts import Texts
from audit.rules import ROLES
from audit.sealing.store import SealStore
from audit.trees.forest import WHOLE, log_of


class ProofService(v1.ProofService):
    """Checkpoints, inclusion and consistency, for whoever may read the entries."""

    def __init__(self, texts: Texts, seals: SealStore, prover: Prover, owners: Owners) -> None:
        self._texts = texts
        self._seals = seals
        self._prover = prover
        self._owners = owners

    async def get_proof(self, request: v1.GetProofRequest) -> v1.GetProofResponse:
        """In both logs; whoever sees the entry sees its place among all."""
        found = await self._texts.of(scope_of(current_actor(), roles=ROLES), request.id)
        seal = await self._seals.of_entry_in_all(found.id, sequence=found.sequence)
        if seal is None:
            raise NotSealedYet("The entry is stored; its place is proven within seconds.")
        place = seal.place_of(found.id, tenant=found.tenant_slug)
        indexes = {WHOLE: place.index}
        if place.tenant_index is not None:
            indexes[log_of(found.tenant_slug)] = place.tenant_index
        logs = [await self._log_proof(name, index) for name, index in indexes.items()]
        proof = v1.EntryProof(
            id=found.id,
            text=found.text,
            hash=place.hash.hex(),
            prev_hash=place.previous.hex(),
            logs=logs,
        )
        return v1.GetProofResponse(proof=proof)

    async def get_checkpoint(self, request: v1.GetCheckpointRequest) -> v1.GetCheckpointResponse:
        """A log without entries has a checkpoint too."""
        head = await self._head(request.tenant_slug)
        checkpoint = v1.Checkpoint(
            origin=head.origin,
            size=head.size,
            root_hash=_text(await self._prover.root(head, head.size)),
            at=head.at,
            note=head.note,
            public_key=self._prover.key_of(head),
        )
        return v1.GetCheckpointResponse(checkpoint=checkpoint)

    async def get_consistency(self, request: v1.GetConsistencyRequest) -> v1.GetConsistencyResponse:
        """Between any two sizes that the log has had."""
        head = await self._head(request.tenant_slug)
        old = int(request.from_size)
        new = head.size if request.to_size is None else int(request.to_size)
        for field, size, largest in (("to", new, head.size), ("from", old, new)):
            if size > largest:
                raise NoSuchSize(
                    f"The log's sizes go from 0 to {head.size}, and from is not above to.",
                    errors=[FieldError(field=field, message=f"at most {largest}")],
                )
        proof = v1.Consistency(
            origin=head.origin,
            from_size=old,
            to_size=new,
            from_root=_text(await self._prover.root(head, old)),
            to_root=_text(await self._prover.root(head, new)),
            hashes=[
                _text(one) for one in await self._prover.hashes(head, consistency(old, new=new))
            ],
        )
        return v1.GetConsistencyResponse(consistency=proof)

    async def _log_proof(self, name: str, index: int) -> v1.LogProof:
        head = await self._prover.head(name)
        if index >= head.size:
            raise NotSealedYet("The entry is sealed; its proof follows within seconds.")
        proof = await self._prover.inclusion(head, index)
        return v1.LogProof(origin=head.origin, index=index, size=head.size, text=str(proof))

    async def _head(self, tenant: str | None) -> Head:
        scope = scope_of(current_actor(), roles=ROLES)
        if tenant and not await self._may_see(scope, tenant):
            raise LogNotFound(f"There is no log of {tenant}.")
        return await self._prover.head(log_of(tenant or ""))

    async def _may_see(self, scope: Scope, tenant: str) -> bool:
        if not scope.partner:
            return scope.sees(tenant)
        await self._owners.loaded()
        return self._owners.partner_of_tenant(tenant) == scope.partner


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
