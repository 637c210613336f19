"""Calling other systems: in time, once unless it is safe, and failures by their name."""

import pytest
from devstack.ports import free_port
from tenant.provisioning.failures import (
    Broken,
    CredentialsRefused,
    NoAnswer,
    Throttled,
    Unreachable,
)

PATH = "/graph/v1.0/drives"


def spaces(outside):
    return len(outside.objects("drive"))


class TestRead:
    async def test_is_tried_again(self, outside, http):
        """What may pass by itself is asked three times in all."""
        outside.mishaps({"mode": "refuse", "status": 503, "times": 2})
        answer = await http(outside.ocis_url).get(PATH)
        assert answer.status == 200
        assert outside.struck() == [2]

    async def test_gives_up(self, outside, http):
        """After the third."""
        outside.mishaps({"mode": "refuse", "status": 500, "times": -1})
        with pytest.raises(Broken):
            await http(outside.ocis_url).get(PATH)
        assert outside.struck() == [3]

    async def test_a_refusal_is_final(self, outside, http):
        """To be throttled, or refused, is no reason to ask again at once."""
        outside.mishaps({"mode": "refuse", "status": 429, "retryAfter": 7, "times": -1})
        with pytest.raises(Throttled) as refused:
            await http(outside.ocis_url).get(PATH)
        assert refused.value.retry_after_seconds == 7
        assert outside.struck() == [1]

    async def test_wrong_credentials(self, outside, http):
        """A 401 says so."""
        with pytest.raises(CredentialsRefused):
            await http(outside.ocis_url, secret="wrong").get(PATH)

    async def test_something_else_answers(self, outside, http):
        """A page instead of JSON: the address is wrong, or a proxy speaks."""
        with pytest.raises(Broken):
            await http(outside.authentik_url).get("/login/")

    async def test_nobody_listens(self, http):
        """Nothing was sent, so nothing was done."""
        with pytest.raises(Unreachable):
            await http(f"http://127.0.0.1:{free_port()}").get(PATH)


class TestSend:
    @pytest.mark.parametrize(
        ("mishap", "failure", "made"),
        [
            ({"mode": "refuse", "status": 500}, Broken, 0),
            ({"mode": "fail_after", "status": 500}, Broken, 1),
            ({"mode": "silent"}, NoAnswer, 0),
            ({"mode": "silent_after"}, NoAnswer, 1),
        ],
    )
    async def test_is_sent_once(self, outside, http, mishap, failure, made):
        """Whatever becomes of it: who asked must look first."""
        before = spaces(outside)
        outside.mishaps({**mishap, "method": "POST", "times": -1})
        with pytest.raises(failure):
            await http(outside.ocis_url, timeout_seconds=0.3).send("POST", PATH, {"name": "Once"})
        assert spaces(outside) == before + made
        assert outside.struck() == [1]
