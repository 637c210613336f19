"""Proofs through the API, checked with nothing but the public key."""

import base64
import itertools
from hashlib import sha256

import pytest
from bus import acting_as
from contracts.audit.v1 import (
    GetCheckpointRequest,
    GetConsistencyRequest,
    GetEntryRequest,
    GetProofRequest,
)
from contracts.faults import Conflict, Malformed, NotFound
from transparency import (
    Checkpoint,
    Proof,
    Verifier,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)

TENANTS = ["acme", "globex", "_"]


async def tell(timeline, count, *, tenants=TENANTS, **body):
    turns = itertools.cycle(tenants)
    deliveries = [
        timeline.delivery(f"audit.billing.{next(turns)}.invoice.paid", body) for _ in range(count)
    ]
    assert not any(await timeline.record(*deliveries))
    await timeline.sealed()


async def checkpoint(timeline, tenant=None):
    asked = GetCheckpointRequest(tenant_slug=tenant)
    return (await timeline.proofs.get_checkpoint(asked)).checkpoint


async def proof_of(timeline, entry):
    return (await timeline.proofs.get_proof(GetProofRequest(id=entry.id))).proof


def verified(told, log, *, key):
    """Check a proof as a stranger would."""
    proof = Proof.read(log.text)
    said = Checkpoint.read(proof.checkpoint, verifier=Verifier.read(key))
    leaf = leaf_hash(told.text.encode())
    verify_inclusion(leaf, index=proof.index, size=said.size, proof=proof.hashes, root=said.root)
    return said.origin, proof.index, said.size


class TestGetProof:
    async def test_every_entry(self, timeline):
        """Each is proven in everybody's log and in its tenant's, at places without gaps."""
        await tell(timeline, 9)
        keys = {None: (await checkpoint(timeline)).public_key}
        keys |= {one: (await checkpoint(timeline, one)).public_key for one in ("acme", "globex")}
        found = {}
        for entry in await timeline.entries(limit=500):
            told = await proof_of(timeline, entry)
            for log, slug in zip(told.logs, [None, entry.tenant_slug], strict=False):
                origin, index, _ = verified(told, log, key=keys[slug])
                found.setdefault(origin, []).append(index)
        assert {origin: sorted(indexes) for origin, indexes in found.items()} == {
            "tests.example/audit": list(range(9)),
            "tests.example/audit/tenant/acme": [0, 1, 2],
            "tests.example/audit/tenant/globex": [0, 1, 2],
        }

    async def test_chain(self, timeline):
        """Each hash is SHA-256 over the one before and the text; the first follows zeroes."""
        await tell(timeline, 5)
        await tell(timeline, 4)
        proofs = [await proof_of(timeline, entry) for entry in await timeline.entries()]
        proofs.sort(key=lambda told: told.logs[0].index)
        previous = bytes(32)
        for told in proofs:
            assert told.prev_hash == previous.hex()
            previous = sha256(previous + told.text.encode()).digest()
            assert told.hash == previous.hex()

    async def test_text_is_covered(self, timeline):
        """The text that is proven has no personal field in the clear."""
        await tell(timeline, 1, actorEmail="ann@acme.example", resourceName="Invoice 17")
        told = await proof_of(timeline, (await timeline.entries())[0])
        assert "ann" not in told.text
        assert '"resourceName":"Invoice 17"' in told.text

    async def test_order_of_the_stream(self, timeline):
        """Indexes follow the stream, whoever stored what first, and whenever it happened."""
        deliveries = [
            timeline.delivery("audit.billing._.rate.set", {"at": f"2026-11-{20 - day}T10:00:00Z"})
            for day in range(6)
        ]
        for part in (deliveries[3:], deliveries[:3]):
            assert not any(await timeline.record(*part))
        await timeline.sealed()
        places = {}
        for entry in await timeline.entries():
            asked = GetEntryRequest(id=entry.id)
            read = (await timeline.audit.get_entry(asked)).entry
            places[int(read.sequence)] = int(read.index)
        assert [places[sequence] for sequence in sorted(places)] == list(range(6))

    async def test_not_yet(self, timeline):
        """Until it is sealed there is no proof, and the refusal says so."""
        assert await timeline.record(timeline.delivery("audit.billing._.rate.set")) == [""]
        (entry,) = await timeline.entries()
        with pytest.raises(Conflict) as refused:
            await proof_of(timeline, entry)
        assert refused.value.reason == "not_sealed_yet"
        read = (await timeline.audit.get_entry(GetEntryRequest(id=entry.id))).entry
        assert (read.index, read.hash, read.prev_hash) == (None, None, None)

    async def test_others_entries(self, timeline, member_of):
        """Who may not read an entry gets no proof of it."""
        await tell(timeline, 3)
        with acting_as(member_of(acme="admin")):
            for entry in await timeline.entries():
                assert (await proof_of(timeline, entry)).logs[1].index == 0
        mine = {"acme"}
        entries = await timeline.entries()
        with acting_as(member_of(acme="admin")):
            for entry in entries:
                if entry.tenant_slug not in mine:
                    with pytest.raises(NotFound):
                        await proof_of(timeline, entry)

    async def test_delivered_again(self, timeline):
        """What is delivered again has one place, before and after it was sealed."""
        delivery = timeline.delivery("audit.billing.acme.invoice.paid")
        await timeline.record(delivery, delivery)
        await timeline.record(delivery)
        await timeline.sealed()
        await timeline.record(delivery, timeline.delivery("audit.billing.acme.invoice.paid"))
        await timeline.sealed()
        assert (await checkpoint(timeline)).size == 2
        assert (await checkpoint(timeline, "acme")).size == 2


class TestGetCheckpoint:
    async def test_empty(self, timeline):
        """A log without entries is signed too, and says so."""
        told = await checkpoint(timeline, "nobody")
        said = Checkpoint.read(told.note, verifier=Verifier.read(told.public_key))
        assert (said.origin, said.size, told.at) == (
            "tests.example/audit/tenant/nobody",
            0,
            None,
        )

    async def test_says_what_its_note_says(self, timeline):
        """Size and root stand beside the note for those who only look."""
        await tell(timeline, 7)
        told = await checkpoint(timeline)
        said = Checkpoint.read(told.note, verifier=Verifier.read(told.public_key))
        assert (said.size, base64.b64encode(said.root).decode()) == (told.size, told.root_hash)
        assert (told.size, told.at.tzinfo is not None) == (7, True)

    async def test_others_logs(self, timeline, member_of, partner_of):
        """A tenant's log is for those who run the tenant; everybody's is for all of them."""
        await tell(timeline, 3)
        with acting_as(member_of(acme="admin")):
            assert (await checkpoint(timeline)).size == 3
            assert (await checkpoint(timeline, "acme")).size == 1
            with pytest.raises(NotFound):
                await checkpoint(timeline, "globex")
        with acting_as(partner_of("reseller")), pytest.raises(NotFound):
            await checkpoint(timeline, "acme")


class TestGetConsistency:
    async def test_between_any_sizes(self, timeline):
        """Over every pair of sizes, across full tiles."""
        await tell(timeline, 300)
        await tell(timeline, 20)
        for old, new in [(0, 320), (1, 2), (255, 256), (256, 320), (300, 320), (320, 320)]:
            asked = GetConsistencyRequest(from_size=old, to_size=new)
            told = (await timeline.proofs.get_consistency(asked)).consistency
            verify_consistency(
                old=old,
                old_root=base64.b64decode(told.from_root),
                new=new,
                new_root=base64.b64decode(told.to_root),
                proof=[base64.b64decode(one) for one in told.hashes],
            )
        newest = (
            await timeline.proofs.get_consistency(GetConsistencyRequest(from_size=7))
        ).consistency
        assert (newest.to_size, newest.to_root) == (320, (await checkpoint(timeline)).root_hash)

    @pytest.mark.parametrize(
        ("old", "new", "field"), [(4, None, "from"), (0, 4, "to"), (2, 1, "from")]
    )
    async def test_no_such_size(self, timeline, old, new, field):
        """A size that the log never had is named."""
        await tell(timeline, 3)
        with pytest.raises(Malformed) as refused:
            await timeline.proofs.get_consistency(GetConsistencyRequest(from_size=old, to_size=new))
        assert [error.field for error in refused.value.errors] == [field]
