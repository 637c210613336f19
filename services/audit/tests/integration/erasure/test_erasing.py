"""People are erased: what is read, found and proven afterwards."""

import json

import pytest
from bus import acting_as
from contracts.audit.v1 import (
    GetErasureRequest,
    GetProofRequest,
    ListErasuresRequest,
)
from contracts.faults import Fault
from transparency import Checkpoint, Proof, Verifier, leaf_hash, verify_inclusion

ANN = {"actorEmail": "ann@acme.example", "actorName": "Ann Arbor", "actorIp": "192.0.2.77"}
BOB = {"actorEmail": "bob@acme.example", "actorName": "Bob Bern"}
ERASED = "[erased]"


async def told(timeline):
    """Return the entries in the order in which they were told."""
    return sorted(await timeline.entries(), key=lambda one: one.sequence)


class TestErasePerson:
    async def test_reads(self, timeline, tell, erase):
        """Every personal field reads [erased]; other people's entries stay as they were."""
        await tell(**ANN)
        await tell(**BOB)
        await erase("ANN@acme.example ")
        read = [(one.actor_email, one.actor_name, one.actor_ip) for one in await told(timeline)]
        assert read == [(ERASED, ERASED, ERASED), ("bob@acme.example", "Bob Bern", "")]

    async def test_declared_paths(self, timeline, tell, erase):
        """Metadata that is declared to tell of people is erased with them, the rest stays."""
        metadata = {"raw": {"name": "Ann"}, "kind": "login"}
        await tell("audit.authentik.acme.authentik.login", metadata=metadata, **ANN)
        await erase("ann@acme.example")
        (entry,) = await timeline.entries()
        assert entry.metadata == {"raw": ERASED, "kind": "login"}

    async def test_two_people(self, timeline, tell, erase):
        """What tells of two people is gone with either; what tells of the other one stays."""
        await tell(resourceName="bob@acme.example", **ANN)
        await erase("ann@acme.example")
        (entry,) = await timeline.entries()
        assert (entry.actor_email, entry.resource_name) == (ERASED, "bob@acme.example")
        assert len(await timeline.entries(q="bob")) == 1

    @pytest.mark.parametrize(
        "asked",
        [
            {"actor_email": "ann@acme.example"},
            {"q": "actor:ann@acme.example"},
            {"q": "ann@acme.example"},
            {"q": "ann"},
            {"q": '"ann"'},
        ],
    )
    async def test_found_by_nothing(self, timeline, tell, erase, asked):
        """No way of asking for the person finds an entry."""
        await tell(**ANN)
        assert len(await timeline.entries(**asked)) == 1
        await erase("ann@acme.example")
        assert await timeline.entries(**asked) == []
        assert len(await timeline.entries(action="invoice.paid")) == 1

    async def test_nothing_left(self, timeline, tell, erase, database_text):
        """Nothing in the database says whom it was about, keyed or not."""
        await tell(actorId="ann-1", **ANN)
        await erase("ann@acme.example")
        assert await timeline.database["persons"].count_documents({}) == 0
        assert "ann@acme" not in await database_text()
        assert "ann-1" in await database_text(), "ids at their source are pseudonyms, and stay"

    async def test_proofs(self, timeline, tell, erase, signer):
        """The proof of an erased entry is the one that it had, and verifies."""
        await tell(**ANN)
        await tell(**BOB)
        await timeline.sealed()
        entry = (await told(timeline))[0]
        before = (await timeline.proofs.get_proof(GetProofRequest(id=entry.id))).proof
        await erase("ann@acme.example")
        after = (await timeline.proofs.get_proof(GetProofRequest(id=entry.id))).proof
        assert after == before
        key = Verifier.read(str(signer.verifier))
        proof = Proof.read(after.logs[0].text)
        said = Checkpoint.read(proof.checkpoint, verifier=key)
        leaf = leaf_hash(after.text.encode())
        verify_inclusion(leaf, index=0, size=said.size, proof=proof.hashes, root=said.root)

    async def test_comes_again(self, timeline, tell, erase):
        """Whoever is told of later has a new key, and can be erased again."""
        await tell(**ANN)
        first = await erase("ann@acme.example")
        await tell(**ANN)
        assert [one.actor_email for one in await told(timeline)] == [ERASED, ANN["actorEmail"]]
        second = await erase("ann@acme.example")
        assert (first.entries, second.entries) == (1, 1)
        assert set(first.people).isdisjoint(second.people)

    async def test_delivered_again(self, timeline, tell, erase):
        """An erased entry that is delivered once more is still the same, and no dead letter."""
        identity = {"id": "0199f3a0-0000-7000-8000-00000000000f"}
        raw = {"metadata": {"raw": {"a": 1}, "kind": "login"}}
        subject = "audit.authentik.acme.authentik.login"
        await tell(subject, **identity, **raw, **ANN)
        await erase("ann@acme.example")
        await tell(subject, **identity, **raw, **ANN)
        assert len(await timeline.entries()) == 1
        another = timeline.delivery(subject, {**identity, **raw, **ANN, "outcome": "failure"})
        assert await timeline.record(another) != [""]


class TestBySubject:
    async def test_address_reaches_ids(self, timeline, tell, erase):
        """By an address, entries are reached that know the person only by an id seen beside it."""
        await tell("audit.shop.acme.cart.left", actorId="7", actorEmail="ann@acme.example")
        await tell("audit.shop.acme.cart.left", actorId="7", actorName="Ann")
        await tell("audit.mail.acme.mail.read", actorId="7", actorName="Somebody")
        erasure = await erase("ann@acme.example")
        assert [one.actor_name for one in await told(timeline)] == ["", ERASED, "Somebody"]
        assert (len(erasure.people), erasure.entries) == (2, 2)

    async def test_id_reaches_addresses(self, timeline, tell, erase):
        """By an id, every address is reached that was seen beside it."""
        for email in ("ann@acme.example", "ann@new.example"):
            await tell("audit.shop.acme.cart.left", actorId="7", actorEmail=email)
        await erase(subject="7", source="shop")
        assert {one.actor_email for one in await timeline.entries()} == {ERASED}

    async def test_related(self, timeline, tell, erase):
        """By an address, who has another one stays, and the certificate says that there is one."""
        for email in ("ann@acme.example", "ann@new.example"):
            await tell("audit.shop.acme.cart.left", actorId="7", actorEmail=email)
        erasure = await erase("ann@acme.example")
        assert erasure.related == 1
        assert [one.actor_email for one in await told(timeline)] == [ERASED, "ann@new.example"]

    async def test_ours(self, timeline, tell, erase):
        """Our services share their ids; the source is left out."""
        await tell("audit.tenant.acme.user.created", actorId="0199-a", actorName="Ann")
        await erase(subject="0199-a")
        assert [one.actor_name for one in await timeline.entries()] == [ERASED]


class TestRefused:
    @pytest.mark.parametrize(
        ("asked", "reason"),
        [
            ({}, "nobody_named"),
            ({"email": "ann@acme.example", "subject": "7"}, "nobody_named"),
            ({"email": "ann@acme.example", "source": "shop"}, "nobody_named"),
            ({"email": "eve@acme.example"}, "person_unknown"),
            ({"subject": "8"}, "person_unknown"),
            (
                {"email": "ann@acme.example", "reason": "Ann@ACME.example asked"},
                "reason_names_person",
            ),
        ],
    )
    async def test_refused(self, timeline, tell, erase, asked, reason):
        """Nothing is erased, and nothing recorded."""
        await tell(**ANN)
        await timeline.published()
        with pytest.raises(Fault) as refused:
            await erase(**asked)
        assert refused.value.reason == reason
        assert [one.actor_email for one in await timeline.entries()] == [ANN["actorEmail"]]
        assert await timeline.published() == []

    @pytest.mark.parametrize("body", [{"email": "ann"}, {"email": "a@b"}, {"reason": "x"}])
    async def test_malformed(self, timeline, body):
        """A reason is needed, and an address looks like one."""
        asked = {"email": "ann@acme.example", "reason": ""} | body
        with pytest.raises(Fault):
            await timeline.send("rpc.audit.v1.erase_person", asked)


class TestRecord:
    async def test_entry(self, timeline, tell, erase, operator):
        """One entry, by the operator, that names the erasure and not the person."""
        await tell(**ANN)
        await timeline.published()
        erasure = await erase("ann@acme.example")
        (entry,) = [json.loads(one.payload) for one in await timeline.published()]
        assert (entry["action"], entry["resourceId"]) == ("audit.person_erased", erasure.id)
        assert entry["actorEmail"] == operator.email
        assert entry["metadata"]["reason"] == "Request 17"
        assert "ann" not in json.dumps(entry)

    async def test_again(self, timeline, tell, erase):
        """Who asks twice gets the same certificate, and there is one entry."""
        await tell(**ANN)
        await timeline.published()
        first = await erase("ann@acme.example")
        assert await erase("ann@acme.example", reason="Again") == first
        assert len(await timeline.published()) == 1

    async def test_list(self, tell, erase, erasures, operator):
        """All are listed in pages, newest first, and each can be read."""
        for name in ("ann", "bob", "eve"):
            await tell(actorEmail=f"{name}@acme.example")
            await erase(f"{name}@acme.example", reason=f"Request of {name[0]}.")
        reasons, cursor = [], None
        with acting_as(operator):
            while True:
                asked = ListErasuresRequest(limit=2, cursor=cursor)
                page = await erasures.list_erasures(asked)
                reasons += [one.reason for one in page.items]
                cursor = page.next_cursor
                if cursor is None:
                    break
            one = (await erasures.get_erasure(GetErasureRequest(id=page.items[-1].id))).erasure
            assert one == page.items[-1]
            with pytest.raises(Fault) as refused:
                await erasures.get_erasure(
                    GetErasureRequest(id="0199f3a0-0000-7000-8000-00000000000f")
                )
        assert reasons == ["Request of e.", "Request of b.", "Request of a."]
        assert refused.value.reason == "erasure_not_found"
