"""Secrets that must not lie in the database or the repository."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def secret_from_file(path: Path) -> str:
    """The secret in `path`, made on first use with mode 0600.

    Two processes may start at once. Each writes a whole key beside and links it into place; the slower one's link
    fails and it reads the faster one's, so that nobody ever meets a file without a key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, beside = tempfile.mkstemp(dir=path.parent)  # mode 0600
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(32))
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(beside, path)
        finally:
            os.unlink(beside)
    text = path.read_text().strip()
    if not text:
        raise RuntimeError(f"{path} is empty")
    return text
