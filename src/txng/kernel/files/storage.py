"""Where the bytes lie: a folder of the installation's state, out of the web server's reach."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    return Path(settings.FILES_FOLDER)


def write(relative: str, data: bytes) -> None:
    """Write beside and rename, so that a reader never meets half a file."""
    target = folder() / relative
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = target.with_suffix(target.suffix + ".part")
    try:
        with open(beside, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(beside, target)
    except OSError:  # a full disk is not to be filled with halves
        beside.unlink(missing_ok=True)
        raise


def read(relative: str) -> bytes:
    return (folder() / relative).read_bytes()


def open_path(relative: str) -> Path:
    return folder() / relative
