"""The serial keys of this installation, read once a process from the key folder (never from the database)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from txng.stamps.models import CodeBatch
from txng.stamps.serials import KeyRing, NoKey, create_key, load_key_ring


def folder() -> Path:
    return Path(settings.KEYS_FOLDER) / "serials"


@lru_cache(maxsize=1)
def ring() -> KeyRing:
    """The live keys. Raises NoKey when the folder holds none."""
    return load_key_ring(folder())


def ring_for_issuing() -> KeyRing:
    """The same, and a first key for an installation that has issued nothing yet.

    With batches in the database a missing key file is a loss to be told, not a reason to begin anew: every printed
    stamp would turn into “Không tìm thấy mã này”.
    """
    try:
        return ring()
    except NoKey:
        if CodeBatch.objects.exists():
            raise
        create_key(folder())
        return ring()
