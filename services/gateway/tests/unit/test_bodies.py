"""Bodies: only so much, only so long, only JSON."""

import asyncio

import pytest
from bus import within
from contracts.faults import Malformed
from gateway import bodies
from gateway.faults import BodyTooLarge, BodyTooSlow, MediaTypeNotSupported


def receiving(*chunks):
    """Give a `receive` that hands these over, then ends."""
    messages = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, 1)
    ]

    async def receive():
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    return receive


class TestCheckDeclared:
    @pytest.mark.parametrize("length", ["0", "10", "", "x", "-1"])
    def test_body_within_the_limit_passes(self, length):
        """What isn't a number is counted while it is read."""
        bodies.check_declared(({"content-length": length}), limit_bytes=10)

    def test_larger_one_is_refused_unread(self):
        """The declared length is enough to say no."""
        with pytest.raises(BodyTooLarge) as refused:
            bodies.check_declared(({"content-length": "11"}), limit_bytes=10)
        assert refused.value.status == 413


class TestRead:
    async def test_chunks_are_joined(self):
        """A body may come in pieces."""
        assert await bodies.read(receiving(b"ab", b"", b"c"), {}, limit_bytes=3) == b"abc"

    async def test_chunked_body_is_counted(self):
        """Without a declared length the limit holds nevertheless."""
        with pytest.raises(BodyTooLarge):
            await bodies.read(receiving(b"ab", b"cd", b"never read"), {}, limit_bytes=3)

    async def test_slow_body_is_given_up(self):
        """The request's time is the body's time."""

        async def never():
            await asyncio.Event().wait()

        with within(0.01), pytest.raises(BodyTooSlow) as refused:
            await bodies.read(never, {}, limit_bytes=3)
        assert refused.value.status == 408

    async def test_broken_connection_ends_it(self):
        """Half a body is no body."""
        receive = receiving(b"ab", b"c")
        await receive()
        await receive()
        with pytest.raises(Malformed):
            await bodies.read(receive, {}, limit_bytes=3)

    @pytest.mark.parametrize(
        "kind", ["application/json", "Application/JSON; charset=utf-8", "application/x+json", ""]
    )
    async def test_json_by_any_name_is_taken(self, kind):
        """The type says JSON, or nothing."""
        body = await bodies.read(receiving(b"{}"), ({"content-type": kind}), limit_bytes=9)
        assert body == b"{}"

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "json"])
    async def test_other_types_are_not_supported(self, kind):
        """A form is not read as if it were JSON."""
        with pytest.raises(MediaTypeNotSupported):
            await bodies.read(receiving(b"{}"), ({"content-type": kind}), limit_bytes=9)

    async def test_type_of_nothing_does_not_matter(self):
        """Without a body there is nothing to name."""
        headers = {"content-type": "text/plain"}
        assert await bodies.read(receiving(b""), headers, limit_bytes=9) == b""
