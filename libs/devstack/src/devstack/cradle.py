"""The nursery's own process: loads what all services load, then forks whatever is ordered.

It answers `{"run": …}` with a process id and `{"ended": pid}` with an exit code or null. A child
that ended stays a zombie until that was asked. It ends with the line to whoever started it.
"""

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

# What every bus service loads; what only some do, they load themselves.
_SHARED = ("bus.wire.connecting", "chassis.running", "beanie", "contracts.platform.v1")
_IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LARGEST_ORDER = 128 * 1024


def main(descriptor: int) -> None:
    """Follow orders until there will be none."""
    for number in _IGNORED:
        signal.signal(number, signal.SIG_IGN)
    for module in _SHARED:
        importlib.import_module(module)
    # What is there now is never garbage: children needn't touch it, and go on sharing it.
    gc.freeze()
    with socket.socket(fileno=descriptor) as line:
        while True:
            order, descriptors, _, _ = socket.recv_fds(line, _LARGEST_ORDER, 1)
            if not order:
                return
            told = json.loads(order)
            answer = _forked(told, line, *descriptors) if "run" in told else _ended(told["ended"])
            line.send(json.dumps(answer).encode())


def _ended(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _forked(order: Mapping[str, Any], line: socket.socket, log: int) -> int:
    theirs, ours = os.pipe()
    pid = os.fork()
    if pid == 0:
        line.close()
        os.close(theirs)
        _become(order, log, ready=ours)
    os.close(ours)
    os.close(log)
    # Its group has to be there before anybody signals it.
    os.read(theirs, 1)
    os.close(theirs)
    return pid


def _become(order: Mapping[str, Any], log: int, *, ready: int) -> NoReturn:
    code = 1
    try:
        os.setsid()
        os.close(ready)
        for number in _IGNORED:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(source, target)
        os.closerange(3, max(nothing, log, ready) + 1)
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        module, *arguments = order["run"]
        # By this name `top` shows it.
        Path("/proc/self/comm").write_text(module, encoding="ascii")
        sys.argv = [module, *arguments]
        code = _run(module)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(module: str) -> int:
    """Run it as `python -m` does; return the exit code."""
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
            return 1
        return int(ended.code or 0)
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main(int(sys.argv[1]))
