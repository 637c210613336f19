"""Building requests: what travels where, and what is refused."""

import pytest
from contracts.faults import Malformed
from contracts.message import Message
from contracts.rpc import HttpRule, Rpc
from contracts.tenant.v1 import (
    CREATE_TENANT,
    DELETE_TENANT,
    LIST_TENANTS,
    RESUME_TENANT,
    UPDATE_TENANT,
)
from gateway.faults import VersionMissing
from gateway.requests import RequestReader
from pydantic import Field


def read(rpc, *, query=b"", body=b"", headers=None, **path):
    reader = RequestReader(rpc, rpc.http)
    return reader.read(path=path, query=query, headers=headers or {}, body=body)


def refused(rpc, **sent):
    with pytest.raises(Malformed) as fault:
        read(rpc, **sent)
    return [error.field for error in fault.value.errors]


class TestPath:
    def test_path_fills_its_field(self):
        """The slug in the path is the request's slug."""
        assert read(RESUME_TENANT, slug="acme").slug == "acme"

    @pytest.mark.parametrize("body", [b'{"slug":"globex"}', b'{"slug":"acme"}'])
    def test_body_may_not_repeat_it(self, body):
        """Two answers to one question are one too many, even when they agree."""
        assert refused(RESUME_TENANT, slug="acme", body=body) == ["slug"]


class TestQuery:
    def test_numbers_are_read_as_numbers(self):
        """A query has only text; the field's type says what it means."""
        request = read(LIST_TENANTS, query=b"limit=20&status=active&q=gr%C3%BCn")
        assert (request.limit, request.status, request.q) == (20, "active", "grün")

    def test_absent_is_absent(self):
        """What wasn't sent isn't set."""
        assert read(LIST_TENANTS).dump_set() == {}

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            (b"limit=many", "limit"),
            (b"limit=0", "limit"),
            (b"limit=1&limit=2", "limit"),
            (b"limt=1", "limt"),
            (b"status=", "status"),
            (b"next_cursor=1", "next_cursor"),
        ],
    )
    def test_what_breaks_a_rule_names_its_field(self, query, field):
        """Misspelt, repeated or out of range: the caller learns which one."""
        assert refused(LIST_TENANTS, query=query) == [field]

    @pytest.mark.parametrize("query", [b"q=%FF", b"&".join([b"q=1"] * 101), b"q=\xff"])
    def test_what_is_no_query_is_malformed(self, query):
        """Broken UTF-8 and heaps of parameters are refused as a whole."""
        assert refused(LIST_TENANTS, query=query) == []

    def test_routes_with_a_body_take_no_query(self):
        """A field sent in the wrong place would be lost in silence."""
        assert refused(CREATE_TENANT, query=b"slug=acme", body=b"{}") == ["slug"]

    def test_delete_takes_its_reason_there(self):
        """DELETE has no body."""
        assert read(DELETE_TENANT, slug="acme", query=b"reason=bye").reason == "bye"

    def test_lists_and_booleans(self):
        """A repeated parameter is a list, true and false are words."""

        class FindRequest(Message):
            """What to find."""

            tags: list[str] = Field([])
            deep: bool = False

        rule = HttpRule(method="GET", path="/find")
        find = Rpc(
            service="x",
            version="v1",
            interface="X",
            name="find",
            subject="rpc.x.v1.find",
            request=FindRequest,
            reply=FindRequest,
            http=rule,
        )
        request = read(find, query=b"tags=a&tags=b&deep=true")
        assert (request.tags, request.deep) == (["a", "b"], True)


class TestBody:
    def test_absent_and_null_differ(self):
        """PATCH clears what is null and leaves what is absent."""
        headers = {"if-match": '"3"'}
        cleared = read(UPDATE_TENANT, slug="a", headers=headers, body=b'{"partnerSlug":null}')
        left = read(UPDATE_TENANT, slug="a", headers=headers, body=b'{"name":"A"}')
        assert cleared.dump_set() == {"slug": "a", "version": 3, "partnerSlug": None}
        assert left.dump_set() == {"slug": "a", "version": 3, "name": "A"}

    def test_null_where_nothing_can_be_cleared_is_refused(self):
        """Only clearable fields take null."""
        headers = {"if-match": '"3"'}
        fields = refused(UPDATE_TENANT, slug="a", headers=headers, body=b'{"name":null}')
        assert fields == ["name"]

    @pytest.mark.parametrize("body", [b"", b"{}"])
    def test_empty_body_is_an_empty_object(self, body):
        """A command that needs nothing more can be sent without a body."""
        assert read(RESUME_TENANT, slug="acme", body=body).slug == "acme"

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            (b'{"slug":"acme","name":"A","colour":"red"}', ["colour"]),
            (b'{"slug":"acme"}', ["name"]),
            (b'{"slug":"Acme!","name":""}', ["slug", "name"]),
            (b'{"slug":"acme","name":"A","domains":["a",""]}', ["domains.1"]),
            (b'{"slug":"acme","name":"A","name":"B"}', []),
            (b'{"slug":NaN}', []),
            (b"[]", []),
            (b'"acme"', []),
            (b"null", []),
            (b"{", []),
            (b"\n", []),
            (b"\xff", []),
            (b'{"slug":"\\ud800","name":"A"}', []),
            (b"[" * 100_000, []),
        ],
    )
    def test_what_breaks_the_contract_is_refused(self, body, fields):
        """Strictly: unknown and duplicate members, NaN, other JSON, no JSON."""
        assert refused(CREATE_TENANT, body=body) == fields

    def test_one_field_may_be_the_body(self):
        """A rule may name the field that the body is; the others are in the query."""
        rule = HttpRule(method="POST", path="/tenants/{slug}/suspend", body="reason")
        reader = RequestReader(RESUME_TENANT, rule)
        assert (reader.path, reader.body, reader.query) == (("slug",), ("reason",), ())


class TestHeaders:
    def test_if_match_fills_the_version(self):
        """The version travels in If-Match."""
        headers = {"if-match": '"3"'}
        assert read(UPDATE_TENANT, slug="a", headers=headers).version == 3

    def test_missing_if_match_is_a_precondition_required(self):
        """A change says what it is based on."""
        with pytest.raises(VersionMissing):
            read(UPDATE_TENANT, slug="a", body=b"{}")

    def test_body_may_not_repeat_it(self):
        """The version has one place."""
        headers = {"if-match": '"3"'}
        assert refused(UPDATE_TENANT, slug="a", headers=headers, body=b'{"version":4}') == [
            "version"
        ]
