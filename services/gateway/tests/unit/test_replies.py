"""Replies: unwrapped, tagged, located."""

import json

import pytest
from contracts.flag.v1 import EVALUATE_FLAGS, EvaluateFlagsResponse
from contracts.message import Message
from contracts.rpc import HttpRule, Rpc
from contracts.tenant.v1 import (
    CREATE_TENANT,
    GET_TENANT,
    LIST_TENANTS,
    CreateTenantResponse,
    GetTenantResponse,
    ListTenantsResponse,
    Tenant,
)
from gateway.replies import ReplyWriter


@pytest.fixture
def acme(services):
    return services.samples[Tenant]


def written(rpc, reply):
    return ReplyWriter(rpc, rpc.http).write(reply)


def told(answer):
    return {name.decode(): value.decode() for name, value in answer.headers}


class TestWrite:
    def test_reply_is_unwrapped(self, acme):
        """The answer is the tenant, not a message around it."""
        response = written(GET_TENANT, GetTenantResponse(tenant=acme))
        assert json.loads(response.body) == acme.dump()

    def test_version_is_the_etag(self, acme):
        """What If-Match wants back."""
        response = written(GET_TENANT, GetTenantResponse(tenant=acme))
        assert (response.status, told(response)["etag"]) == (200, '"3"')

    def test_created_thing_has_its_place(self, acme):
        """201 with where it is read from now on."""
        response = written(CREATE_TENANT, CreateTenantResponse(tenant=acme))
        assert (response.status, told(response)["location"]) == (201, "/tenants/acme")

    def test_page_has_neither(self, acme):
        """A list has no version and no place of its own."""
        response = written(LIST_TENANTS, ListTenantsResponse(items=[acme]))
        assert {"etag", "location"}.isdisjoint(told(response))

    def test_reply_that_nobody_reads(self):
        """Where nothing is taken out of it, a reply is handed on as it came."""
        writer = ReplyWriter(LIST_TENANTS, LIST_TENANTS.http)
        response = writer.write(b'{"items": []}')
        assert writer.shows_it_as_it_is
        assert (response.body, told(response)["content-length"]) == (b'{"items": []}', "13")

    @pytest.mark.parametrize("rpc", [GET_TENANT, CREATE_TENANT], ids=lambda rpc: rpc.name)
    def test_reply_that_is_read(self, rpc):
        """An unwrapped message, a version and a place need to be looked for."""
        assert not ReplyWriter(rpc, rpc.http).shows_it_as_it_is

    def test_map_is_the_whole_answer(self):
        """By key, whatever the values are."""
        values = {"beta": True, "engine": {"list": [None, 1]}, "word": "off"}
        response = written(EVALUATE_FLAGS, EvaluateFlagsResponse(values=values))
        assert json.loads(response.body) == values
        assert {"etag", "location"}.isdisjoint(told(response))

    def test_rule_that_shows_no_message_fails_at_start(self):
        """Better no gateway than one route that always fails."""

        class NameResponse(Message):
            """A name."""

            name: str

        rule = HttpRule(method="GET", path="/name", response_body="name")
        rpc = Rpc(
            service="x",
            version="v1",
            interface="X",
            name="name",
            subject="rpc.x.v1.name",
            request=Message,
            reply=NameResponse,
            http=rule,
        )
        with pytest.raises(TypeError, match=r"rpc\.x\.v1\.name"):
            ReplyWriter(rpc, rule)

    @pytest.mark.parametrize("rpc", [GET_TENANT, CREATE_TENANT], ids=lambda rpc: rpc.name)
    def test_reply_as_it_came_is_taken_apart_alike(self, acme, rpc):
        """Whether somebody looked into it on the way makes no difference."""
        writer, reply = ReplyWriter(rpc, rpc.http), rpc.reply(tenant=acme)
        assert writer.write(reply.dump_json()) == writer.write(reply)
