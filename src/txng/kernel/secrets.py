"""Secrets that must not lie in the database or the repository."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_from_file(path: Path) -> str:
    """The secret in `path`, made on first use with mode 0600.

    Two processes may start at once: the file is created exclusively, the slower one reads the faster one's.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        for _attempt in range(100):
            text = path.read_text()
            if text:
                return text
        raise RuntimeError(f"{path} is empty") from None
    with os.fdopen(handle, "w") as file:
        text = secrets.token_hex(32)
        file.write(text)
    return text
