"""No neighbour of a valid token is valid."""

import asyncio
import string

from contracts.faults import Unauthenticated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ALPHABET = string.ascii_letters + string.digits + "-_"


async def is_believed(verifier, raw):
    try:
        await verifier.verify(raw)
    except Unauthenticated:
        return False
    return True


class TestVerify:
    async def test_no_single_replacement_verifies(self, verifier, operator):
        """Every position of the token, replaced by its neighbour in the alphabet."""
        token = operator.token()
        assert await is_believed(verifier, token)
        for position, character in enumerate(token):
            other = ALPHABET[(ALPHABET.find(character) + 1) % len(ALPHABET)]
            mutant = token[:position] + other + token[position + 1 :]
            assert not await is_believed(verifier, mutant), position

    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300
    )
    @given(data=st.data())
    def test_no_single_byte_mutation_verifies(self, verifier, operator, data):
        """Any byte replaced by any other, anywhere: the token is refused, never an error."""
        token = operator.token().encode()
        position = data.draw(st.integers(0, len(token) - 1))
        byte = data.draw(st.integers(0, 255).filter(lambda value: value != token[position]))
        mutant = token[:position] + bytes([byte]) + token[position + 1 :]
        assert not asyncio.run(is_believed(verifier, mutant.decode("latin-1")))

    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200
    )
    @given(data=st.data())
    def test_no_insertion_or_deletion_verifies(self, verifier, operator, data):
        """One character more or less makes another token."""
        token = operator.token()
        position = data.draw(st.integers(0, len(token) - 1))
        insertion = data.draw(st.sampled_from(ALPHABET + ".= \n\0"))
        inserted = token[:position] + insertion + token[position:]
        deleted = token[:position] + token[position + 1 :]
        assert not asyncio.run(is_believed(verifier, inserted))
        assert not asyncio.run(is_believed(verifier, deleted))

    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300
    )
    @given(raw=st.text(max_size=200) | st.from_regex(r"[\w-]{0,40}\.[\w-]{0,40}\.[\w-]{0,40}"))
    def test_rubbish_is_refused(self, verifier, raw):
        """Whatever stands in the header of a request, the answer is 401."""
        assert not asyncio.run(is_believed(verifier, raw))
