"""Whatever is done to an export is found, and the entry that shows it first is named."""

import base64
import json
import re
import zipfile
from dataclasses import replace

import pytest
from audit.commands import main
from audit.exports.check import Tampered
from audit.exports.formats import FORMATS
from audit.exports.manifest import MANIFEST, PROOFS
from audit.exports.records import Record
from audit.exports.verifying import verify
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from transparency import Signer

COUNT = 40
FORMS = sorted(FORMATS)
NAMED = re.compile(r"Entry (\d+) of the export( \(index (\d+) of the log\))? was (\w+)")
often = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
numbers = st.integers(0, COUNT - 1)


def tampering(paper, path, key):
    """Return what verifying says; fail when it finds nothing."""
    with pytest.raises(Tampered) as found:
        verify(paper.saved(path), verifier=key.verifier)
    return str(found.value)


def named(paper, path, key):
    """Return number and verb of the entry that is named."""
    said = tampering(paper, path, key)
    found = NAMED.match(said)
    assert found, said
    return int(found[1]) - 1, found[4]


@st.composite
def edits(draw):
    """Draw what is done to a list of rows: how it may show, and what does it."""
    how = draw(st.sampled_from(["removed", "inserted", "doubled", "swapped"]))
    one, other = draw(st.lists(numbers, min_size=2, max_size=2, unique=True))
    if how == "removed":
        return {"removed"}, lambda rows: rows[:one] + rows[one + 1 :]
    if how == "inserted":
        made_up = draw(st.sampled_from([b"{}\n", b'"x"\r\n', b"\n"]))
        return {"inserted"}, lambda rows: [*rows[:one], made_up, *rows[one:]]
    if how == "doubled":
        # One that stands too early looks as if it had been moved.
        return {"inserted", "moved"}, lambda rows: [*rows[:other], rows[one], *rows[other:]]

    def swap(rows):
        rows = list(rows)
        rows[one], rows[other] = rows[other], rows[one]
        return rows

    return {"moved"}, swap


def edited(rows, change):
    """Return the changed rows, and the first place where they differ."""
    told = change(rows)
    pairs = zip(told, [*rows, b""], strict=False)
    # Without its last row the rest is the same.
    return told, next((place for place, (a, b) in enumerate(pairs) if a != b), len(told))


class TestVerify:
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("step", [1, 7])
    def test_as_written(self, paper, signer, scratch, form, step):
        """What nobody touched holds, dense or sparse."""
        found = verify(paper(form, step=step).saved(scratch), verifier=signer.verifier)
        assert (found.manifest.entries, found.log.size) == (COUNT, 300)

    def test_nothing(self, paper, signer, scratch):
        """An export of no entries holds as well."""
        found = verify(paper(count=0).saved(scratch), verifier=signer.verifier)
        assert found.manifest.entries == 0

    @pytest.mark.parametrize("form", FORMS)
    @often
    @given(edit=edits())
    def test_rows(self, paper, signer, scratch, form, edit):
        """Rows that were removed, inserted or moved: the first of them is named."""
        sound = paper(form)
        shows, change = edit
        head = 1 if FORMATS[form].header else 0
        rows = sound.rows(sound.file)
        told, place = edited(rows[head:], change)
        tampered = sound.changed(**{sound.file: b"".join([*rows[:head], *told])})
        number, verb = named(tampered, scratch, signer)
        assert (number, verb in shows) == (place, True)

    @often
    @given(edit=edits())
    def test_proofs(self, paper, signer, scratch, edit):
        """The same of their proofs."""
        sound = paper()
        told, place = edited(sound.rows(PROOFS), edit[1])
        tampered = sound.changed(**{PROOFS: b"".join(told)})
        assert named(tampered, scratch, signer)[0] == place

    @often
    @given(edit=edits())
    def test_rows_and_proofs(self, paper, signer, scratch, edit):
        """Who does it to both at once is found out by the signed list."""
        sound = paper()
        told = {name: edited(sound.rows(name), edit[1]) for name in (sound.file, PROOFS)}
        tampered = sound.changed(**{name: b"".join(rows) for name, (rows, _) in told.items()})
        assert named(tampered, scratch, signer)[0] == told[PROOFS][1]

    @pytest.mark.parametrize("form", FORMS)
    @often
    @given(number=numbers, at=st.integers(0, 10_000), by=st.integers(1, 255))
    def test_a_byte_of_a_row(self, paper, signer, scratch, form, number, at, by):
        """Any byte of any row: that entry is named."""
        sound = paper(form)
        head = 1 if FORMATS[form].header else 0
        rows = sound.rows(sound.file)
        rows[head + number] = flipped(rows[head + number], at, by)
        assert named(sound.changed(**{sound.file: b"".join(rows)}), scratch, signer)[0] == number

    @often
    @given(number=numbers, at=st.integers(0, 10_000), by=st.integers(1, 255))
    def test_a_byte_of_a_proof(self, paper, signer, scratch, number, at, by):
        """Any byte of any proof."""
        sound = paper()
        rows = sound.rows(PROOFS)
        rows[number] = flipped(rows[number], at, by)
        assert named(sound.changed(**{PROOFS: b"".join(rows)}), scratch, signer)[0] == number

    @pytest.mark.parametrize("form", FORMS)
    @often
    @given(number=numbers, outcome=st.sampled_from(["success", "failure", "denied", "unknown"]))
    def test_rewritten(self, paper, signer, scratch, form, number, outcome):
        """Another text with the row that it gives: the log has no such entry."""
        sound = paper(form)
        record = Record.read(sound.rows(PROOFS)[number])
        told = json.loads(record.text)
        if told["outcome"] == outcome:
            outcome = "success" if outcome == "failure" else "failure"
        text = record.text.replace(f'"outcome":"{told["outcome"]}"', f'"outcome":"{outcome}"')
        forged = replaced(sound, number, replace(record, text=text), outcome=outcome)
        assert named(forged, scratch, signer) == (number, "changed")

    @often
    @given(number=numbers)
    def test_hidden(self, paper, signer, scratch, number):
        """Who throws a key away, to have a person look erased, is found."""
        sound = paper()
        record = Record.read(sound.rows(PROOFS)[number])
        if record.erased:
            record = replace(record, keys=[b"k" * 32])
        else:
            record = replace(record, keys=[None])
        assert named(replaced(sound, number, record), scratch, signer) == (number, "changed")

    @often
    @given(at=st.integers(0, 100_000), by=st.integers(1, 255))
    def test_the_manifest(self, paper, signer, scratch, at, by):
        """No byte of what was signed can be changed."""
        sound = paper()
        told = flipped(sound.members[MANIFEST], at, by, whole=True)
        said = tampering(sound.changed(**{MANIFEST: told}), scratch, signer)
        assert "manifest" in said

    @settings(often, max_examples=100)
    @given(at=st.integers(0, 1_000_000), by=st.integers(1, 255))
    def test_the_archive(self, paper, signer, scratch, at, by):
        """Any byte of the file: it is found, or no byte of what it holds is another."""
        sound = paper("csv")
        data = flipped(sound.saved(scratch).read_bytes(), at, by, whole=True)
        scratch.write_bytes(data)
        try:
            verify(scratch, verifier=signer.verifier)
        except Tampered:
            return
        with zipfile.ZipFile(scratch) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == sound.members

    def test_cut_off(self, paper, signer, scratch):
        """A download that broke off is no export."""
        data = paper().saved(scratch).read_bytes()
        scratch.write_bytes(data[: len(data) // 2])
        with pytest.raises(Tampered):
            verify(scratch, verifier=signer.verifier)

    def test_more_files(self, paper, signer, scratch):
        """What doesn't belong to it is found."""
        assert "other files" in tampering(paper().changed(more=b"x"), scratch, signer)


class TestCommand:
    def test_exit_codes(self, paper, signer, scratch, capsys):
        """0 and what holds, 1 and the entry, 2 for what makes no sense."""
        key = ["--key", str(signer.verifier)]
        path = str(paper().saved(scratch))
        assert main(["verify", path, *key]) == 0
        assert "40 entries" in capsys.readouterr().out
        sound = paper()
        rows = sound.rows(sound.file)
        sound.changed(**{sound.file: b"".join(rows[:5] + rows[6:])}).saved(scratch)
        assert main(["verify", path, *key]) == 1
        assert capsys.readouterr().out.startswith("Entry 6 of the export (index 18 of the log)")
        assert main(["verify", path, "--key", "none"]) == 2
        assert main(["verify", f"{path}.nowhere", *key]) == 2

    def test_another_key(self, paper, scratch, tmp_path):
        """Somebody else's key proves nothing; it may stand in a file."""
        path = tmp_path / "key"
        path.write_text(f"{Signer.generate('tests.example/audit').verifier}\n")
        assert main(["verify", str(paper().saved(scratch)), "--key", str(path)]) == 1


def flipped(data, at, by, *, whole=False):
    """Change one byte; not the end of a line, unless of a `whole` file."""
    room = len(data) if whole else len(data.rstrip(b"\r\n"))
    at %= room
    changed = data[at] ^ by
    if not whole and changed in b'\r\n\x0b\x0c\x1c\x1d\x1e\x85"':
        changed = data[at] ^ 1 if data[at] ^ 1 not in b'\r\n"' else data[at] ^ 2
    return data[:at] + bytes([changed]) + data[at + 1 :]


def replaced(sound, number, record, **changes):
    """Return the export with another record, and the row that belongs to it."""
    form = FORMATS[sound.form]
    head = 1 if form.header else 0
    rows, proofs = sound.rows(sound.file), sound.rows(PROOFS)
    entry = record.readable() | changes
    if entry["outcome"] == "unknown" and sound.form == "ocsf":
        entry["outcome"] = "failure"
    proofs[number] = bytes(record)
    rows[head + number] = form.row(entry)
    told = {sound.file: b"".join(rows), PROOFS: b"".join(proofs)}
    return sound.changed(**told)


def test_keys_are_the_box_s_own(paper):
    """What an export gives away opens no other entry: each key is of one box."""
    for line in paper().rows(PROOFS):
        for key in json.loads(line)["keys"]:
            assert key is None or len(base64.b64decode(key)) == 32
