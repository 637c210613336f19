"""Hears of changes in a folder from Linux' inotify; elsewhere the poll alone has to do."""

import asyncio
import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

log = structlog.get_logger()
_MODIFY, _MOVED, _CREATE = 0x2, 0xC0, 0x100
_NONBLOCK, _CLOEXEC = 0o4000, 0o2000000
_EVENTS_BYTES = 64 * 1024


@contextmanager
def noticing(folder: Path, wake: Callable[[], None]) -> Iterator[bool]:
    """Call `wake` when something in the folder changes; yield whether that works here."""
    descriptor = _watch(folder)
    if descriptor is None:
        log.info("inotify_missing", folder=str(folder))
        yield False
        return

    def heard() -> None:
        os.read(descriptor, _EVENTS_BYTES)
        wake()

    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, heard)
    try:
        yield True
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


def _watch(folder: Path) -> int | None:
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        descriptor: int = libc.inotify_init1(_NONBLOCK | _CLOEXEC)
    except (OSError, AttributeError):
        return None
    if descriptor < 0:
        return None
    mask = _MODIFY | _MOVED | _CREATE
    if libc.inotify_add_watch(descriptor, os.fsencode(folder), mask) < 0:
        os.close(descriptor)
        return None
    return descriptor
