"""`python -m txng.project.front --host H --port P --workers N`: the front door of a site.

What listens at the address people ask is our own (callers.py); granian, behind it at an address of this machine alone,
gets every connection that asks for anything but a stamp.
"""

from __future__ import annotations

import argparse
import os
import socket

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from txng.project.front.place import DOOR
from txng.project.front.tunnel import BACKLOG, INSIDE


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m txng.project.front")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    port = _free_port()
    os.environ[DOOR] = f"{asked.host} {asked.port} {port}"
    Server(
        "txng.project.front.app:app",
        address=INSIDE,
        port=port,
        interface=Interfaces.RSGI,
        workers=asked.workers,
        loop=Loops.uvloop,
        websockets=False,
        backlog=BACKLOG,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
    ).serve()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((INSIDE, 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
