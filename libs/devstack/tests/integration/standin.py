"""A stack of stand-ins, run as `./task up` runs the real one: its behaviour is the supervisor's."""

import sys
from pathlib import Path

from devstack.layout import Layout
from devstack.probes import answers_http
from devstack.processes import Process, Program
from devstack.up import up

# Says who it is, so that a test can kill it.
_SERVER = """
import http.server, os, sys
print("process", os.getpid())
http.server.HTTPServer(
    ("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler
).serve_forever()
"""


def build(layout: Layout, *, broken: bool) -> list[Process]:
    """Two web servers, one after the other; the second one may end at once."""
    command = (sys.executable, "-c", _SERVER)
    failing = (sys.executable, "-c", "print('no more coffee'); raise SystemExit(3)")
    return [
        Process(
            Program(
                name=name,
                command=failing if broken and after else (*command, str(port)),
                log=layout.data / "logs" / f"{name}.log",
                probe=answers_http(f"http://localhost:{port}/"),
                ports=(port,),
                after=after,
            )
        )
        for name, port, after in (
            ("identity", layout.identity_port, ()),
            ("gateway", layout.gateway_port, ("identity",)),
        )
    ]


if __name__ == "__main__":
    data, gateway_port, identity_port, *options = sys.argv[1:]
    where = Layout(
        data=Path(data), gateway_port=int(gateway_port), identity_port=int(identity_port)
    )
    sys.exit(up(where, build=lambda layout: build(layout, broken="broken" in options)))
