"""Notes, checkpoints and proofs as text."""

import pytest
from transparency import Checkpoint, NoteRefused, Proof, Signer, Verifier
from transparency.checkpoints import number

# From the documentation of Go's golang.org/x/mod/sumdb/note.
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
NOTE = (
    TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
STRANGER = "— somebody/else x08go/ZJkuBS9UG/SffcvIAQxVBt\n"


class TestNotes:
    def test_go(self):
        """Go's example key signs Go's example text as in Go's documentation."""
        signer = Signer.read(PRIVATE)
        assert (str(signer), str(signer.verifier)) == (PRIVATE, PUBLIC)
        assert signer.sign(TEXT) == NOTE
        assert Verifier.read(PUBLIC).text_of(NOTE) == TEXT

    def test_others_signatures(self):
        """Signatures of unknown keys are ignored, but don't do alone."""
        verifier = Verifier.read(PUBLIC)
        assert verifier.text_of(NOTE + STRANGER) == TEXT
        with pytest.raises(NoteRefused, match="isn't signed by"):
            verifier.text_of(f"{TEXT}\n{STRANGER}")

    @pytest.mark.parametrize(
        "note",
        [
            NOTE.replace("answer", "Answer"),
            NOTE.replace("JnAM=", "KnAM="),
            NOTE.replace("\n\n", "\n"),
            NOTE.removesuffix("\n"),
            NOTE.replace("— ", "- "),
            NOTE.replace("x08go", "!"),
            NOTE.replace("x08go/ZJkuBS9UG", "x08go/ZJkuBS9UH"),
            TEXT,
            "",
        ],
    )
    def test_refused(self, note):
        """What was changed anywhere isn't believed."""
        with pytest.raises(NoteRefused):
            Verifier.read(PUBLIC).text_of(note)

    @pytest.mark.parametrize(
        "key",
        [
            "",
            "name",
            PUBLIC.replace("PeterNeumann", "Peter"),
            PUBLIC.replace("c74f20a3", "c74f20a4"),
            PUBLIC[:-4],
            PUBLIC.replace("PeterNeumann", "Peter Neumann"),
            PUBLIC.replace("ARpc", "BRpc"),
        ],
    )
    def test_no_key(self, key):
        """A key whose id isn't the hash of name and key is refused."""
        with pytest.raises(NoteRefused):
            Verifier.read(key)
        with pytest.raises(NoteRefused):
            Signer.read(f"PRIVATE+KEY+{key}")

    def test_a_public_key_signs_nothing(self):
        """A verifier's key given as a signer's is refused."""
        with pytest.raises(NoteRefused, match="PRIVATE"):
            Signer.read(PUBLIC)


class TestCheckpoint:
    SIGNER = Signer.generate("dezky.example/audit")

    def test_text(self):
        """Origin, size and root, each on its line; signed in the name of the log."""
        note = Checkpoint("dezky.example/audit", 17, b"r" * 32).signed(self.SIGNER)
        assert note.split("\n")[:3] == [
            "dezky.example/audit",
            "17",
            "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=",
        ]
        assert note.split("\n")[4].startswith("— dezky.example/audit ")

    def test_there_and_back(self):
        """Who has the key reads what was signed, for each log of that key."""
        for origin in ("dezky.example/audit", "dezky.example/audit/tenant/acme"):
            told = Checkpoint(origin, 17, b"r" * 32)
            verifier = self.SIGNER.verifier.named(origin)
            assert Checkpoint.read(told.signed(self.SIGNER), verifier=verifier) == told

    def test_another_log(self):
        """One log's checkpoint isn't another's, though one key signs for both."""
        note = Checkpoint("dezky.example/audit/tenant/acme", 17, b"r" * 32).signed(self.SIGNER)
        with pytest.raises(NoteRefused):
            Checkpoint.read(note, verifier=self.SIGNER.verifier)

    @pytest.mark.parametrize(
        "text", ["dezky.example/audit\n017\nAA==\n", "dezky.example/audit\n17\n", "x\n1\nAA==\n"]
    )
    def test_malformed(self, text):
        """Signed nonsense is nonsense."""
        with pytest.raises(NoteRefused):
            Checkpoint.read(self.SIGNER.sign(text), verifier=self.SIGNER.verifier)


class TestProof:
    def test_there_and_back(self):
        """As tlog-proof has it: header, index, hashes, an empty line, the checkpoint."""
        proof = Proof(7, (b"a" * 32, b"b" * 32), NOTE)
        assert str(proof).split("\n")[:2] == ["c2sp.org/tlog-proof@v1", "index 7"]
        assert Proof.read(str(proof)) == proof

    def test_extra(self):
        """Extra data, which nobody vouches for, is skipped."""
        text = str(Proof(7, (), NOTE)).replace("index", "extra YQ==\nindex")
        assert Proof.read(text).index == 7

    @pytest.mark.parametrize(
        "text",
        ["", "c2sp.org/tlog-proof@v1\n\nx", "c2sp.org/tlog-proof@v1\nindex 07\n\nx", "x\n\ny"],
    )
    def test_malformed(self, text):
        """Anything else is no proof."""
        with pytest.raises(NoteRefused):
            Proof.read(text)

    @pytest.mark.parametrize("text", ["", "-1", "1_0", "\u0661", "0x1", " 1", "1\n"])
    def test_numbers(self, text):
        """Decimal ASCII without leading zeroes, and nothing else."""
        with pytest.raises(NoteRefused):
            number(text)
