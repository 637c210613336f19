"""What a process does about its memory, in processes of their own."""

import subprocess
import sys

import pytest

HEAPS = """
import ctypes, sys, threading
from chassis import garbage

libc = ctypes.CDLL(None)
if sys.argv[1] == "settled":
    garbage.settle()
held, all_hold = [], threading.Barrier(4)


def hold():
    held.append([bytes(2_000) for _ in range(100)])
    all_hold.wait()


threads = [threading.Thread(target=hold) for _ in range(3)]
for thread in threads:
    thread.start()
all_hold.wait()
for thread in threads:
    thread.join()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


def heaps(how):
    done = subprocess.run(
        [sys.executable, "-c", HEAPS, how], capture_output=True, text=True, check=True
    )
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="heaps are glibc's")
class TestSettle:
    def test_heap(self):
        """Threads share one heap; without it each would have its own."""
        assert heaps("unsettled") > 1
        assert heaps("settled") == 1
