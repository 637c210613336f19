"""What entries look like in files, judged by those who publish the formats."""

import csv
import io
import json
from functools import cache

import jsonschema
import pytest
from audit.exports.formats import FORMATS
from audit.exports.formats.plain import COLUMNS
from audit.exports.places import Place, read, written
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given, settings
from hypothesis import strategies as st
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

CLASSES = {3002: "authentication", 6003: "api_activity"}
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@st.composite
def entries(draw):
    """Draw a readable entry, however little it tells."""
    token = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)
    verb = st.sampled_from(["created", "deleted", "signed_in", "login_failed", "logout", "paid"])
    entry = {
        "index": draw(st.integers(0, 2**40)),
        "id": str(draw(st.uuids())),
        "at": "2026-11-23T10:00:00.123Z",
        "receivedAt": "2026-11-23T10:00:01.000Z",
        "sequence": draw(st.integers(1, 2**40)),
        "actorType": draw(st.sampled_from(["user", "service", "anonymous"])),
        "action": f"{draw(token)}.{draw(verb)}",
        "outcome": draw(st.sampled_from(["success", "failure", "denied"])),
        "source": draw(token),
        "metadata": draw(st.dictionaries(texts, st.integers() | texts | st.none(), max_size=3)),
    }
    for name in ("actorId", "actorName", "resourceType", "resourceId", "resourceName"):
        entry[name] = draw(texts)
    entry["tenantSlug"] = draw(st.just("") | token)
    entry["partnerSlug"] = entry["externalId"] = entry["traceId"] = ""
    entry["actorEmail"] = draw(st.sampled_from(["", "[erased]", "ann@acme.example"]))
    entry["actorIp"] = draw(st.sampled_from(["", "[erased]", "192.0.2.7", "2001:db8::1", "x"]))
    return entry


@cache
def validators():
    schema = OcsfJsonSchemaEmbedded(get_ocsf_schema("1.4.0"))
    return {
        number: jsonschema.Draft202012Validator(schema.get_class_schema(name))
        for number, name in CLASSES.items()
    }


class TestOcsf:
    # The first one reads the schema.
    @settings(deadline=None)
    @given(entry=entries())
    def test_published_schema(self, entry):
        """Every event is one of its class, by the published schema; nothing of it is unknown."""
        event = json.loads(FORMATS["ocsf"].row(entry))
        validators()[event["class_uid"]].validate(event)
        assert event["type_uid"] == event["class_uid"] * 100 + event["activity_id"]

    @pytest.mark.parametrize(
        ("action", "class_uid", "activity"),
        [
            ("user.signed_in", 3002, 1),
            ("authentik.login_failed", 3002, 1),
            ("authentik.logout", 3002, 2),
            ("tenant.created", 6003, 1),
            ("tenant.updated", 6003, 3),
            ("tenant.deleted", 6003, 4),
            ("tenant.suspended", 6003, 99),
        ],
    )
    def test_classes(self, action, class_uid, activity):
        """Signing in and out is authentication, the rest what somebody did."""
        entry = {"index": 1, "id": "x", "at": "2026-11-23T10:00:00.123Z", "outcome": "success"}
        entry |= {"receivedAt": entry["at"], "source": "tenant", "actorEmail": "a@b.example"}
        event = json.loads(FORMATS["ocsf"].row(entry | {"action": action}))
        assert (event["class_uid"], event["activity_id"]) == (class_uid, activity)
        assert event["time"] == 1795428000123


class TestCloudEvents:
    @given(entry=entries())
    def test_read_by_the_sdk(self, entry):
        """The published reader takes every event, and gives the entry back."""
        event = JSONFormat().read(CloudEvent, FORMATS["cloudevents"].row(entry))
        assert (event.get_id(), event.get_type()) == (entry["id"], entry["action"])
        data = event.get_data()
        told = json.loads(data) if isinstance(data, str | bytes) else data
        assert told == {name: entry[name] for name in COLUMNS if name in entry}


class TestTable:
    @given(entry=entries())
    def test_no_formulas(self, entry):
        """No cell is a formula, and each is where its column is."""
        form = FORMATS["csv"]
        text = io.StringIO((form.header + form.row(entry)).decode(), newline="")
        header, row = csv.reader(text)
        assert (len(header), len(row)) == (len(COLUMNS), len(COLUMNS))
        assert not any(cell.lstrip(" ").startswith(SIGNS) for cell in row)
        told = dict(zip(header, row, strict=True))
        assert told["id"] == entry["id"]
        assert json.loads(told["metadata"]) == entry["metadata"]


class TestPlaces:
    @given(
        st.dictionaries(
            st.integers(0, 60), st.lists(st.integers(0, 99), max_size=3, unique=True), max_size=40
        )
    )
    def test_read_back(self, held):
        """Whatever is listed comes back."""
        places = [Place(index, tuple(held[index])) for index in sorted(held)]
        assert list(read(written(places).splitlines(keepends=True))) == places

    def test_short(self):
        """What follows each other is one line."""
        assert written(Place(index) for index in range(1000)) == b"0-999\n"
