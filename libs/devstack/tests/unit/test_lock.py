"""One stack for each data folder."""

import os
from pathlib import Path

import pytest
from devstack.layout import Layout
from devstack.lock import AlreadyRuns, StackLock


@pytest.fixture
def layout(tmp_path):
    return Layout(data=tmp_path, gateway_port=1234)


@pytest.fixture
def held(layout):
    lock = StackLock(layout.data)
    lock.acquire(layout)
    yield lock
    lock.release()


class TestAcquire:
    @pytest.mark.usefixtures("held")
    def test_refuses_a_second_holder(self, layout):
        """Two stacks never share a folder."""
        with pytest.raises(AlreadyRuns, match=f"process {os.getpid()}"):
            StackLock(layout.data).acquire(layout)

    def test_takes_over_from_a_killed_holder(self, layout):
        """What a killed holder wrote down doesn't lock anybody out, but is noticed."""
        Path(layout.data / "stack.lock").write_text('{"process_id": 1}')
        lock = StackLock(layout.data)
        lock.acquire(layout)
        was_abandoned = lock.was_abandoned
        lock.release()
        assert was_abandoned

    def test_is_not_abandoned_after_a_clean_end(self, held, layout):
        """A holder that let go leaves no trace."""
        held.release()
        held.acquire(layout)
        assert not held.was_abandoned


class TestHolder:
    @pytest.mark.usefixtures("held")
    def test_tells_other_shells_where_the_stack_is(self, layout):
        """The process and the ports are known to who asks."""
        holder = StackLock(layout.data).holder()
        assert (holder.process_id, holder.layout) == (os.getpid(), layout)

    def test_is_nobody_once_released(self, held, layout):
        """A released lock has no holder."""
        held.release()
        assert StackLock(layout.data).holder() is None

    def test_is_nobody_where_nothing_ever_ran(self, tmp_path):
        """A folder without a lock has no holder."""
        assert StackLock(tmp_path).holder() is None
