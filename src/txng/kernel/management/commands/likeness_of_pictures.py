from __future__ import annotations

import io
from typing import Any

from django.core.management.base import BaseCommand

from txng.kernel.files import storage
from txng.kernel.files.models import StoredFile
from txng.kernel.files.remake import likeness


class Command(BaseCommand):
    """For pictures stored before there was one; new ones get theirs when they are made anew. Safe at any time."""

    help = "Work out the likeness of stored pictures that have none, by which the same photo is found again."

    def handle(self, *args: Any, **options: Any) -> None:
        from PIL import Image

        done = missing = 0
        for stored in StoredFile.objects.filter(kind="image", likeness=None).order_by("stored_at").iterator(200):
            try:
                with Image.open(io.BytesIO(storage.read(stored.path))) as image:
                    found = likeness(image)
            except OSError:
                missing += 1  # a file lost with its disk; the backup check tells of those
                continue
            if found is not None:
                StoredFile.objects.filter(pk=stored.pk).update(likeness=found)
                done += 1
        self.stdout.write(f"{done} pictures; {missing} files could not be read")
