"""Django behind the front door: a few threads, each taking one request at a time from a Unix socket.

Scans that need Django have threads of their own: when the database hangs, every other thread may hang with it.
`python -m txng.project.office`
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from txng.project.front.frames import END, LENGTH, MAIN, SCANS, frames, head
from txng.project.front.place import Place

log = logging.getLogger("txng.office")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
THREADS, SCAN_THREADS = 4, 2
BACKLOG = 512
SILENT = 60.0  # seconds a front door may keep a thread waiting for the rest of its words


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=THREADS)
    asked = parser.parse_args(words)
    sockets = Place.from_environment().sockets()
    doors = [(_listening(sockets / name), count) for name, count in ((MAIN, asked.threads), (SCANS, SCAN_THREADS))]
    module, _colon, name = os.environ.get("TXNG_OFFICE", "txng.project.wsgi:application").partition(":")
    application = getattr(import_module(module), name)
    for door, count in doors:
        for _number in range(count):
            threading.Thread(target=serve, args=(door, application), daemon=True).start()
    stopped = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stopped.set())
    stopped.wait()
    for door, _count in doors:
        door.close()
    return 0


def _listening(path: Path) -> socket.socket:
    """Connections wait here from the first moment, also while Django is still being read."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(path))
    os.chmod(path, 0o600)
    door.listen(BACKLOG)
    return door


def serve(door: socket.socket, application: Application) -> None:
    while True:
        try:
            connection, _address = door.accept()
        except OSError:
            return
        try:
            with connection:
                connection.settimeout(SILENT)
                answer(connection, application)
        except (OSError, EOFError) as error:  # the front door or its client went away
            log.info("a request was given up: %s", type(error).__name__)
        except Exception:
            log.exception("a request broke off")


def answer(connection: socket.socket, application: Application) -> None:
    with connection.makefile("rb") as stream:
        told = json.loads(_exactly(stream, *LENGTH.unpack(_exactly(stream, LENGTH.size))))
        if "file" in told:
            body: Any = open(told["file"], "rb")  # noqa: SIM115
        else:
            body = io.BytesIO(_exactly(stream, told["inline"]))
    with body:
        environ = {
            **told["environ"],
            "wsgi.version": (1, 0),
            "wsgi.input": body,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "txng.known": told["known"],
        }
        _send(connection, application, environ)


def _send(connection: socket.socket, application: Application, environ: dict[str, Any]) -> None:
    begun: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        begun["status"], begun["headers"] = int(status.split(" ", 1)[0]), headers

    answer = application(environ, start_response)
    try:
        if getattr(answer, "streaming", False):
            begun["streams"] = True
        connection.sendall(head(begun))
        for data in answer:
            if data:
                connection.sendall(b"".join(frames(data)))
        connection.sendall(END)
    finally:
        if hasattr(answer, "close"):
            answer.close()


def _exactly(stream: Any, size: int) -> bytes:
    data: bytes = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
