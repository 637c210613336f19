"""The OpenFeature SDK over watched flags."""

import pytest
from bus import MemoryConnection, bootstrap
from flags import Flags
from flags.openfeature_provider import FlagsProvider
from flags.records import flag_record
from openfeature import api
from openfeature.evaluation_context import EvaluationContext
from openfeature.event import ProviderEvent

ACME = EvaluationContext("acme", {"country": "NO"})
NORWAY = {"attribute": "country", "operator": "in", "values": ["NO"]}


@pytest.fixture
async def flags():
    connection = MemoryConnection()
    await bootstrap(connection)
    watched = await Flags.watch(connection)
    yield watched
    await watched.stop()


@pytest.fixture
def client(flags):
    api.set_provider(FlagsProvider(flags))
    yield api.get_client()
    api.clear_providers()


@pytest.fixture
def serve(flags, make_flag):
    """Give a function that serves a payload to everybody."""

    def payload(value):
        some = [{"name": "a", "payload": value}, {"name": "none", "payload": 0}]
        flags.all.put(make_flag(kind="variants", variants=some, defaultVariant="none", state="on"))

    return payload


class TestClient:
    def test_boolean(self, flags, client, make_flag):
        """Value, variant, reason and the rule that decided."""
        flags.all.put(make_flag(state="targeted", rules=[NORWAY]))
        found = client.get_boolean_details("beta", False, ACME)
        assert (found.value, found.variant, found.reason) == (True, "on", "TARGETING_MATCH")
        assert found.flag_metadata == {"rule": "rules.0", "revision": 1}

    @pytest.mark.parametrize(
        ("kind", "value", "default"),
        [
            ("string", "text", ""),
            ("integer", 7, 0),
            ("float", 1.5, 0.0),
            ("float", 2, 0.0),
            ("object", {"a": [1]}, {}),
            ("object", [1, 2], []),
        ],
    )
    def test_payloads(self, client, serve, kind, value, default):
        """Each kind by its own method."""
        serve(value)
        assert getattr(client, f"get_{kind}_value")("beta", default, ACME) == value

    @pytest.mark.parametrize(
        ("kind", "value", "default"),
        [("integer", True, 0), ("boolean", 1, False), ("string", 1, ""), ("object", "a", {})],
    )
    def test_another_kind(self, client, serve, kind, value, default):
        """The caller's default, and TYPE_MISMATCH."""
        serve(value)
        found = getattr(client, f"get_{kind}_details")("beta", default, ACME)
        assert (found.value, found.error_code) == (default, "TYPE_MISMATCH")

    def test_a_flag_that_is_not_there(self, client):
        """The caller's default, and FLAG_NOT_FOUND."""
        found = client.get_boolean_details("nothing", True, ACME)
        assert (found.value, found.error_code) == (True, "FLAG_NOT_FOUND")

    def test_without_targeting_key(self, flags, client, make_flag):
        """A rollout has nothing to draw by: the caller's default, and TARGETING_KEY_MISSING."""
        flags.all.put(make_flag(state="rollout", pct=50))
        found = client.get_boolean_details("beta", True, EvaluationContext())
        assert (found.value, found.error_code) == (True, "TARGETING_KEY_MISSING")

    def test_changes_are_events(self, flags, client, make_flag):
        """PROVIDER_CONFIGURATION_CHANGED names the flag."""
        told = []
        client.add_handler(ProviderEvent.PROVIDER_CONFIGURATION_CHANGED, told.append)
        flags.take("flag.beta", flag_record(make_flag(state="on"), version=1))
        assert [one.flags_changed for one in told] == [["beta"]]
