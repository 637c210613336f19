"""Identities."""

import uuid

from chassis import uuid7
from hypothesis import given
from hypothesis import strategies as st

MOMENTS = st.integers(0, (1 << 48) * 1_000_000 - 1)


class TestUuid7:
    @given(MOMENTS)
    def test_it_is_version_7(self, nanoseconds):
        """Version and variant are those of RFC 9562."""
        made = uuid.UUID(uuid7(nanoseconds=nanoseconds))
        assert (made.version, made.variant) == (7, uuid.RFC_4122)

    @given(MOMENTS)
    def test_it_tells_its_millisecond(self, nanoseconds):
        """The first 48 bits are the time in milliseconds."""
        assert uuid.UUID(uuid7(nanoseconds=nanoseconds)).int >> 80 == nanoseconds // 1_000_000

    @given(MOMENTS, st.integers(300, 10**12))
    def test_later_ones_sort_behind(self, nanoseconds, later):
        """What is made 300 ns later, or more, is greater as text, within a millisecond too."""
        behind = min(nanoseconds + later, (1 << 48) * 1_000_000 - 1)
        if behind - nanoseconds >= 300:
            assert uuid7(nanoseconds=nanoseconds) < uuid7(nanoseconds=behind)

    def test_one_moment_makes_many(self):
        """The random part tells identities of the same moment apart."""
        assert len({uuid7(nanoseconds=1) for _ in range(1000)}) == 1000

    def test_it_takes_the_present(self):
        """Without a moment it is now."""
        before = uuid7(nanoseconds=0)
        assert before < uuid7()
