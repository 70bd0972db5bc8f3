"""Papers of our own making, kept byte by byte: a signature over a PDF does not survive being written anew.

Never for what somebody sent: that goes through `intake`.
"""

from __future__ import annotations

import hashlib

from txng.kernel.clock import now
from txng.kernel.files import storage
from txng.kernel.files.intake import short_name
from txng.kernel.files.models import StoredFile


def keep_paper(data: bytes, *, name: str) -> StoredFile:
    digest = hashlib.sha256(data).hexdigest()
    stored = StoredFile(
        kind=StoredFile.Kind.PDF,
        content_type="application/pdf",
        name=short_name(name),
        size=len(data),
        sha256=digest,
        sent_sha256=digest,
        stored_at=now(),
    )
    # The file first: a row without a file would be a lie, a file without a row is only waste.
    storage.write(stored.path, data)
    stored.save(force_insert=True)
    return stored
