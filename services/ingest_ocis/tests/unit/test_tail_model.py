"""Random histories of a log file against a model: every line once, whatever happened."""

import asyncio
import os
import shutil
import time
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

KINDS = (
    "append", "twins", "again", "part", "rename", "copytruncate", "tick", "restart", "kill",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(min_value=1, max_value=40)), max_size=40
)

# As every line begins: what was seen of a file may look like any other's.
PREFIX = b'{"RemoteAddr":"","User":"","URL":"","Method":"","UserAgent":"","Time":"2026-05-24T'


class World:
    """The writer's side: what was written, in order, and the rotation that goes with it."""

    def __init__(self, running, killed):
        self.running = running
        self.killed = killed
        self.written = []
        self.open_line = b""
        self.was_truncated = False
        self.count = 0
        self.mtime = time.time_ns()

    def _line(self, size):
        self.count += 1
        return PREFIX + "ä🙂z".encode() * size + f" {self.count:06}".encode()

    def _write(self, data):
        self.running.append(data)
        self.was_truncated = False
        self.mtime += 1_000_000
        os.utime(self.running.path, ns=(self.mtime, self.mtime))

    def append(self, size):
        self.finish()
        line = self._line(size)
        self.written.append(line)
        self._write(line + b"\n")

    def twins(self, size):
        self.finish()
        line = self._line(size)
        self.written += [line, line]
        self._write(line + b"\n" + line + b"\n")

    def again(self, size):
        """Write the last line once more, wherever that goes by now, and then another one.

        Two whole files that say the same can't be told from a file and its copy, nor a file that
        was truncated and filled with the very same bytes from one that was only copied.
        """
        self.finish()
        if self.written and not self.was_truncated:
            self.written.append(self.written[-1])
            self._write(self.written[-1] + b"\n")
        self.append(size)

    def part(self, size):
        """Write half a line, cut anywhere, also inside a character."""
        self.finish()
        line = self._line(size)
        cut = max(1, len(line) - size)
        self._write(line[:cut])
        self.open_line = line[cut:] + b"\n"
        self.written.append(line)

    def finish(self):
        if self.open_line:
            rest, self.open_line = self.open_line, b""
            self._write(rest)

    def _shift(self):
        """As logrotate: .1 becomes .2, and so on."""
        path = self.running.path
        numbers = sorted(
            (int(one.name.rpartition(".")[2]) for one in path.parent.glob("audit.log.*")),
            reverse=True,
        )
        for number in numbers:
            path.with_name(f"audit.log.{number}").rename(path.with_name(f"audit.log.{number + 1}"))
        return path.with_name("audit.log.1")

    def rename(self, _):
        self.finish()
        if self.running.path.exists():
            self.running.path.rename(self._shift())

    def copytruncate(self, _):
        self.finish()
        path = self.running.path
        if path.exists():
            copy = self._shift()
            shutil.copyfile(path, copy)
            self.mtime += 1_000_000
            os.utime(copy, ns=(self.mtime, self.mtime))
            os.truncate(path, 0)
            self.mtime += 1_000_000
            os.utime(path, ns=(self.mtime, self.mtime))
            self.was_truncated = True

    def tick(self, _):
        asyncio.run(self.running.tick())

    def restart(self, _):
        self.running.restart()

    def kill(self, after):
        """End in the middle of a tick: published, and the cursor not saved."""
        timeline = self.running.timeline
        timeline.kill_after = timeline.deliveries + after
        with suppress(self.killed):
            asyncio.run(self.running.tick())
        timeline.kill_after = None
        self.running.restart()


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_every_line_once(running_anew, killed, steps):
    """Random appends, rotations, truncations and kills: nothing lost, nothing twice."""
    running = running_anew()
    world = World(running, killed)
    # The first look decides where the history begins: what was rotated before is not ours.
    world.tick(0)
    world.mtime = time.time_ns()
    for name, size in steps:
        getattr(world, name)(size)
    world.finish()
    world.tick(0)
    world.tick(0)
    assert sorted(running.timeline.told) == sorted(world.written)
