"""Who asks and why, bound and carried."""

import pytest
from bus import acting_as, answering, current_actor, idempotency_key, request_id
from bus.context import MalformedActor, put_into, taken_from
from contracts.platform.v1 import Actor
from hypothesis import given
from hypothesis import strategies as st

ACTOR = Actor(type="user", id="u1", name="Ånn\r\nX: y", platform_admin=True)


class TestActingAs:
    def test_nobody(self):
        """By itself a service acts for nobody."""
        assert current_actor() is None

    def test_inside(self):
        """Inside it acts for that actor, and for nobody again afterwards."""
        with acting_as(ACTOR):
            assert current_actor() == ACTOR
            with acting_as(None):
                assert current_actor() is None
        assert current_actor() is None

    def test_after_failure(self):
        """A failure inside leaves nothing bound."""
        with pytest.raises(RuntimeError), acting_as(ACTOR):
            raise RuntimeError
        assert current_actor() is None


class TestHeaders:
    def test_nothing(self):
        """What isn't bound isn't carried."""
        headers = {}
        put_into(headers)
        assert headers == {}

    @given(name=st.text(), request=st.text(st.characters(codec="ascii"), min_size=1))
    def test_back(self, name, request):
        """What is put into headers can be taken from them; the actor is plain ASCII in one line."""
        actor = Actor(type="user", id="u1", name=name)
        headers = {}
        with acting_as(actor), answering(request, idempotency_key="k"):
            put_into(headers)
        assert headers["Actor"].isascii()
        assert headers["Actor"].isprintable()
        with taken_from(headers):
            assert (current_actor(), request_id(), idempotency_key()) == (actor, request, "k")
        assert (current_actor(), request_id(), idempotency_key()) == (None, "", "")

    def test_replaces(self):
        """What was bound before doesn't shine through."""
        with acting_as(ACTOR), answering("outer"), taken_from({}):
            assert (current_actor(), request_id()) == (None, "")

    def test_newer_release(self):
        """Fields that a newer release adds to the actor are ignored."""
        with taken_from({"Actor": '{"type":"user","id":"u1","mood":"good"}'}):
            assert current_actor().id == "u1"

    @pytest.mark.parametrize("text", ["{", "null", "[]", '{"type":"god"}'])
    def test_malformed(self, text):
        """An actor that can't be read is refused."""
        with pytest.raises(MalformedActor), taken_from({"Actor": text}):
            pass
