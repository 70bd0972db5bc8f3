from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class Storage(CompressedManifestStaticFilesStorage):
    """Modules that import modules name them by their fingerprints too: a page never runs two releases at once."""

    support_js_module_import_aggregation = True
