"""`./txng up` watched from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.claims.framework import Context

PATIENCE = 400.0
_started: list[tuple[contextlib.ExitStack, Path]] = []


def keep_started(clone: tuple[contextlib.ExitStack, Path] | None) -> None:
    """The last clone that was started stays for the claim of the second start; the one before it goes."""
    while _started:
        _started.pop()[0].close()
    if clone is not None:
        _started.append(clone)


@contextlib.contextmanager
def started_clone(ctx: Context) -> Iterator[Path]:
    """A clone that has been started before."""
    if not _started:
        clones = contextlib.ExitStack()
        clone = clones.enter_context(ctx.clean_clone())
        keep_started((clones, clone))
        seconds_to_first_page(clone, dict(os.environ))
    try:
        yield _started[0][1]
    finally:
        keep_started(None)


def seconds_to_first_page(clone: Path, environment: dict[str, str]) -> float:
    """From the command to the first answered page; the site is stopped again and must leave nothing running."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in environment.items() if not k.startswith("TXNG_") and k != "VIRTUAL_ENV"}
    log = (clone / "up.log").open("ab")
    began = time.perf_counter()
    process = subprocess.Popen(
        ["./txng", "up", "--port", str(port)],
        cwd=clone,
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError((clone / "up.log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)
        return time.perf_counter() - began
    finally:
        os.kill(process.pid, signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200 and b"<h1" in answer.read())
    except (urllib.error.URLError, OSError):
        return False
