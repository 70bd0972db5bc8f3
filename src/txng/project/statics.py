from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class Storage(CompressedManifestStaticFilesStorage):
    """Modules that import modules name them by their fingerprints too: a page never runs two releases at once."""

    support_js_module_import_aggregation = True

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """A file and its copy with a fingerprint mostly say the same: packed once, the other takes what came out."""
        alike: dict[tuple[str, bytes], list[str]] = {}
        for path in paths:
            whole = Path(self.path(path))
            alike.setdefault((whole.suffix, sha256(whole.read_bytes()).digest()), []).append(path)
        copies = {first: others for first, *others in alike.values()}
        for path, packed in super().compress_files(copies):
            yield path, packed
            for other in copies[path]:
                same = other + packed.removeprefix(path)
                shutil.copy2(self.path(packed), self.path(same))
                yield other, same
