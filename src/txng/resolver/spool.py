"""Scans on this machine's disk until the database has them for certain.

A file is a line a scan, after the token of the batch it is written with. Whoever writes a batch again under the same
token writes nothing twice (scanlines.WRITE). A file belongs to one process while that holds its lock; what a process
left behind when it ended is taken over by any other. No Django here.
"""

from __future__ import annotations

import fcntl
import logging
import mmap
import os
import secrets
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from txng.resolver.scanlines import FIELDS

log = logging.getLogger("txng.resolver")

STEP = 1 << 20  # bytes of disk asked for at once
LARGE = 8 << 20  # a file of this size is followed by another
_FILES = "scans-*.tsv"


class Segment:
    """One file, written by memory: a line costs no call of the system, and outlives our process, not the machine's
    power. `open_batches` are those the database has not taken yet."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / f"scans-{os.getpid()}-{secrets.token_hex(4)}.tsv"
        self.began, self.settled_at, self.open_batches = time.monotonic(), 0.0, 0
        self.end = 0
        new = self.path.with_suffix(".new")
        self._file = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Room that is there: a disk that fills up under a mapping would end the process.
            os.posix_fallocate(self._file, 0, STEP)
            self._room = mmap.mmap(self._file, STEP)
            os.rename(new, self.path)
        except BaseException:
            os.close(self._file)
            new.unlink(missing_ok=True)
            raise

    def add(self, line: bytes) -> None:
        """Raises OSError where the disk is full."""
        end = self.end + len(line)
        if end > len(self._room):
            os.posix_fallocate(self._file, len(self._room), STEP)
            self._room.resize(len(self._room) + STEP)
        self._room[self.end : end] = line
        self.end = end

    def let_go(self) -> None:
        """To whoever writes it to the database."""
        self._close()

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
        self._close()

    def _close(self) -> None:
        self._room.close()
        os.ftruncate(self._file, self.end)
        os.close(self._file)


class Spool:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, token: UUID, lines: Sequence[str]) -> None:
        """A batch in a file of its own, free for whoever writes it."""
        segment = Segment(self.folder)
        for line in lines:
            segment.add(f"{token.hex}\t{line}\n".encode())
        segment.let_go()

    def set_aside(self, token: UUID, lines: Sequence[str], why: str) -> None:
        """What the database will never take must not stand before everything after it."""
        log.critical("%s scans cannot be written and are set aside: %s", len(lines), why)
        with open(self.folder / "refused.tsv", "a", encoding="utf-8") as file:
            file.writelines(f"{token.hex}\t{line}\n" for line in lines)

    @property
    def holds_any(self) -> bool:
        return self.folder.is_dir() and any(self.folder.glob(_FILES))

    def waiting(self) -> Iterator[tuple[UUID, list[str]]]:
        """Batches nobody else holds, each written before the next is asked for; a file that is through is gone."""
        for path in sorted(self.folder.glob(_FILES)) if self.folder.is_dir() else ():
            try:
                file = os.open(path, os.O_RDONLY)
            except FileNotFoundError:
                continue
            try:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                if not path.exists():  # written by another between our opening and our lock
                    continue
                with open(file, "rb", closefd=False) as held:
                    yield from _batches(held.read(), path)
                path.unlink(missing_ok=True)
            finally:
                os.close(file)


def _batches(content: bytes, path: Path) -> Iterator[tuple[UUID, list[str]]]:
    """In the order they were begun."""
    found: dict[UUID, list[str]] = {}
    # Beyond the last line there is room nobody wrote to, and perhaps one cut off by the end of its process.
    *lines, rest = content.rstrip(b"\x00").split(b"\n")
    if rest:
        log.error("a line of %s was cut off and is left out", path.name)
    for line in lines:
        try:
            token, text = line.decode().split("\t", 1)
            if text.count("\t") != FIELDS - 1:
                raise ValueError("fields")
            found.setdefault(UUID(token), []).append(text)
        except ValueError:
            log.error("a line of %s cannot be read and is left out", path.name)
    yield from found.items()
