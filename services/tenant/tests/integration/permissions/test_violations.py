"""deploy/nats: what each service's user may do is no more than it needs."""

import asyncio

import pytest
from bus import Consumer
from bus.faults import NoAnswerInTime
from devstack.waiting import eventually


class TestViolation:
    @pytest.mark.parametrize(
        ("user", "subject"),
        [
            ("tenant", "audit.audit._.dead_letter.replayed"),
            ("tenant", "audit.gateway._.gateway.access_denied"),
            ("tenant", "event.audit._.done"),
            ("tenant", "rpc.audit.v1.list_entries"),
            ("tenant", "$JS.API.STREAM.PURGE.AUDIT"),
            ("tenant", "$JS.API.STREAM.MSG.GET.AUDIT"),
            ("audit", "$KV.directory.tenant.acme"),
            ("audit", "$JS.API.STREAM.MSG.DELETE.AUDIT"),
            ("audit", "$JS.API.CONSUMER.DELETE.AUDIT.audit"),
            ("audit", "dead.EVENTS.other"),
            ("gateway", "audit.tenant.acme.tenant.suspended"),
            ("gateway", "event.tenant.acme.suspended"),
            ("gateway", "$KV.directory.tenant.acme"),
            ("gateway", "$JS.API.CONSUMER.MSG.NEXT.AUDIT.audit"),
        ],
    )
    async def test_publish(self, login, violations, user, subject):
        """Nobody speaks in another's name, nor to the streams behind the services' backs."""
        connection = await login(user)
        with pytest.raises(NoAnswerInTime):
            await connection.request(subject, b"{}", timeout_seconds=0.1)
        assert [subject.lower() in violation for violation in await violations()] == [True]

    @pytest.mark.parametrize(
        ("user", "subject", "queue"),
        [
            ("tenant", "rpc.audit.v1.list_entries", "audit"),
            ("tenant", "rpc.tenant.v1.create_tenant", ""),
            ("tenant", "audit.>", ""),
            ("tenant", "_INBOX_gateway.>", ""),
            ("audit", "rpc.tenant.v1.*", "tenant"),
            ("audit", "$KV.directory.>", ""),
            ("gateway", "rpc.tenant.v1.*", "tenant"),
            ("gateway", "audit.>", ""),
            ("gateway", ">", ""),
        ],
    )
    async def test_subscribe(self, login, violations, user, subject, queue):
        """Nobody hears what is meant for another."""
        connection = await login(user)
        await connection.subscribe(subject, asyncio.Queue().put, queue=queue)
        await connection.flush()
        assert [subject.lower() in violation for violation in await violations()] == [True]

    async def test_a_durable_that_is_missing(self, login, violations):
        """A service may not make what the bootstrap has left out, and says so."""
        connection = await login("audit")
        consumer = Consumer(connection, stream="AUDIT", durable="more", handler=asyncio.sleep)
        starting = asyncio.create_task(consumer.start())
        (violation,) = await eventually(violations)
        starting.cancel()
        assert "consumer.info.audit.more" in violation
