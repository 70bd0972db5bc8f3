"""Scans kept on this machine's disk while the database is away, until it takes them.

A line a batch, with the token under which it may have been written already: whoever writes it again under the same
token writes nothing twice (scanlines.WRITE). A file belongs to one process while that holds its lock; what a process
left behind when it ended is taken over by any other. No Django here.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from txng.resolver.scanlines import Scan

log = logging.getLogger("txng.resolver")


class Spool:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: int | None = None
        self._lock = threading.Lock()

    def add(self, token: UUID, scans: Sequence[Scan]) -> None:
        """On disk when this returns, as far as another process can tell: it outlives ours, not the machine's power."""
        line = json.dumps([str(token), [_plain(scan) for scan in scans]], separators=(",", ":")) + "\n"
        with self._lock:
            os.write(self._own(), line.encode())

    def _own(self) -> int:
        if self._file is None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            name = self.folder / f"scans-{os.getpid()}-{secrets.token_hex(4)}.jsonl"
            self._file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return self._file

    def let_go(self) -> None:
        """What was kept so far may be taken by whoever writes it; what comes next goes into another file."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None

    @property
    def holds_any(self) -> bool:
        return self.folder.is_dir() and any(self.folder.glob("scans-*.jsonl"))

    def waiting(self) -> Iterator[tuple[UUID, list[Scan]]]:
        """Batches nobody else holds, each written before the next is asked for; a file that is through is gone."""
        for path in sorted(self.folder.glob("scans-*.jsonl")) if self.folder.is_dir() else ():
            try:
                file = os.open(path, os.O_RDONLY)
            except FileNotFoundError:
                continue
            try:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                with open(file, "rb", closefd=False) as lines:
                    for line in lines:
                        yield from _batch(line, path)
                path.unlink(missing_ok=True)
            finally:
                os.close(file)


def _batch(line: bytes, path: Path) -> Iterator[tuple[UUID, list[Scan]]]:
    try:
        token, scans = json.loads(line)
        yield UUID(token), [_scan(one) for one in scans]
    except (ValueError, TypeError):  # cut off by the end of its process: nobody was answered for it
        log.error("a line of %s cannot be read and is left out", path.name)


def _plain(scan: Scan) -> list[object]:
    return [value.hex() if isinstance(value, bytes) else value for value in scan]


def _scan(values: list[object]) -> Scan:
    found = dict(zip(Scan._fields, values, strict=True))
    if isinstance(text := found["session"], str):
        found["session"] = bytes.fromhex(text)
    return Scan(**found)  # type: ignore[arg-type]
