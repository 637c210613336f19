"""From lines of the audit log to entries."""

import json
from pathlib import Path

import pytest
from ingest import Person, Skipped, Told
from ingest_ocis.allowed import MUTATIONS
from ingest_ocis.envelope import NoEnvelope, unpack
from ingest_ocis.normalise import normalise

SAMPLES = Path(__file__).parents[1] / "samples"
LINES = [
    json.loads(line)
    for line in (SAMPLES / "ocis_audit.jsonl").read_text(encoding="utf-8").splitlines()
]
SPACE = "979039d7-d86a-49a0-8d6e-bf23f4354308"
RESOURCES = {
    "space_": "space", "user_": "user", "group_": "group", "container_": "folder",
    "file_shared": "share", "file_unshared": "share", "share_": "share", "file_": "file",
    "science_": "invite",
}  # fmt: skip


class Known:
    """One space and one person are known from provisioning."""

    def tenant_of_space(self, space):
        return "acme" if space == SPACE else None

    def person_at(self, source, identity):
        found = Person("p1", "li@acme.example", "Li Wei", ("acme",))
        return found if (source, identity) == ("ocis", "u-1") else None


def outcome(line, **options):
    return normalise(line, Known(), external_id="g:0", **options)


def told(line, **options):
    found = outcome(line, **options)
    assert isinstance(found, Told), found
    return found.publication


def line(action, message="user 'u-1' did", **fields):
    return {"Action": action, "Message": message, "Time": "2026-05-24T12:00:00Z"} | fields


class TestSelection:
    def test_samples(self):
        """Seventeen lines, of which two are reads: fifteen entries."""
        found = [outcome(one) for one in LINES]
        assert sum(isinstance(one, Told) for one in found) == len(LINES) - 2
        assert [one for one in found if isinstance(one, Skipped)] == [
            Skipped("not_listed:file_read")
        ] * 2

    @pytest.mark.parametrize("action", MUTATIONS)
    def test_mutations(self, action):
        """Each listed action has its verb, and a resource of its kind."""
        entry = told(line(action))
        kind = next(kind for prefix, kind in RESOURCES.items() if action.startswith(prefix))
        assert (entry.action, entry.resource_type) == (f"ocis.{action}", kind)

    @pytest.mark.parametrize("action", ["file_read", "public_link_accessed", "", "never_heard_of"])
    def test_others(self, action):
        """What isn't listed is counted by type."""
        assert outcome(line(action)) == Skipped(f"not_listed:{action or 'empty'}")

    def test_own_list(self):
        """The list is a setting."""
        assert isinstance(outcome(line("file_read"), actions=["file_read"]), Told)

    def test_update_without_an_action(self):
        """Up to 8.x some updates of shares carry none."""
        entry = told(line("", "user 'u-1' updated field '' of share 'x'"))
        assert entry.action == "ocis.share_updated"


class TestActor:
    def test_from_the_sentence(self):
        """The sentence tells who acted; `User` is the owner there."""
        entry = told(line("file_create", "user 'u-1' created file 'x'", User="owner"))
        assert (entry.actor_type, entry.actor_id) == ("user", "u-1")
        assert (entry.actor_email, entry.actor_name) == ("li@acme.example", "Li Wei")

    def test_quotes_in_a_name(self):
        """Only the first quoted token counts: names hold quotes of a user's choosing."""
        message = "user 'u-1' moved file 'x' from './user 'root' a' to 'b'"
        assert told(line("file_rename", message)).actor_id == "u-1"

    def test_system(self):
        """An empty id is the system's own work."""
        assert told(line("user_created", "user '' created the user 'x'")).actor_type == "system"

    def test_nobody(self):
        """A sentence without an actor leaves the sharer, and else nobody."""
        message = "share id:'1' uid:'2' item-id:'3' was removed"
        assert told(line("file_unshared", message)).actor_type == "external"
        assert told(line("file_unshared", message, User="u-1")).actor_id == "u-1"

    def test_no_address(self):
        """The log never has one."""
        assert told(line("file_create", RemoteAddr="")).actor_ip == ""


class TestTime:
    @pytest.mark.parametrize("value", ["", "0001-01-01T00:00:00Z", None, "yesterday"])
    def test_unknown(self, value):
        """Without a time it is when the stream got it, which is said."""
        entry = told(line("user_created", Time=value))
        assert entry.at is None
        assert entry.metadata["timeUnknown"] is True


class TestTenant:
    @pytest.mark.parametrize(
        "fields",
        [
            {"SpaceID": f"storage-users-1${SPACE}!{SPACE}"},
            {"SpaceID": f"storage-users-1${SPACE}"},
            {"FileID": f"storage-users-1${SPACE}!{SPACE}/Verträge & Pläne/a$b!c.odt"},
        ],
    )
    def test_space(self, fields):
        """However a file is addressed, its space tells the tenant."""
        assert told(line("file_create", "user 'x' did", **fields)).tenant_slug == "acme"

    def test_personal_space(self):
        """A personal space's id is its person's."""
        entry = told(line("file_create", "user 'x' did", FileID="s$u-1!u-1"))
        assert entry.tenant_slug == "acme"

    def test_sharer(self):
        """Sharing names no space: who shares tells the tenant."""
        assert told(line("file_shared", FileID="node")).tenant_slug == "acme"

    def test_unknown(self):
        """Who is unknown still lands."""
        assert told(line("file_shared", "user 'x' did")).tenant_slug == ""


class TestSecrets:
    def test_link_token(self):
        """A live link's token is in no field and in no sentence."""
        event = line(
            "public_link_accessed",
            "link with token 'kEyHbTqzUc' was accessed. Success: false",
            ShareToken="kEyHbTqzUc",
            Success=False,
        )
        found = outcome(event, actions=["public_link_accessed"])
        assert "kEyHbTqzUc" not in found.publication.dump_json().decode()
        assert (found.redactions > 0, found.publication.outcome) == (True, "failure")

    def test_token_as_an_id(self):
        """An unshared link's id may be its token."""
        event = line("file_unshared", "user 'u-1' removed public link with id:'kEyHbTqzUc'")
        assert "kEyHbTqzUc" not in told(event | {"ShareID": "kEyHbTqzUc"}).dump_json().decode()

    def test_invitation(self):
        """An invitation's token and link are usable."""
        event = line(
            "science_mesh_invite_token_generated",
            Token="tok-123456",
            InviteLink="https://m.example/?token=tok-123456",
            RecipientMail="a@b.example",
        )
        entry = told(event)
        assert "tok-123456" not in entry.dump_json().decode()
        assert entry.resource_name == "a@b.example"


class TestEnvelope:
    def test_sample(self):
        """OCIS' own stream tells the same, with an id and the one who acted."""
        message = (SAMPLES / "ocis_nats_message.json").read_bytes()
        identity, event = unpack(message)
        entry = told(event)
        assert identity == "9a36f23d-cdda-484d-81f6-fca07252dae7"
        assert (entry.action, entry.resource_id, entry.resource_name) == (
            "ocis.space_created",
            SPACE,
            "acme",
        )
        assert entry.actor_id == "af9a89bd-8692-4c62-8910-f4cbc8857a3c"
        assert entry.tenant_slug == "acme"

    @pytest.mark.parametrize("message", [b"", b"{}", b"[]", b'{"Metadata":{},"Payload":"e30="}'])
    def test_others(self, message):
        """What isn't an envelope is said to be none."""
        with pytest.raises(NoEnvelope):
            unpack(message)
