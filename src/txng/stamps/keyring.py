"""The serial keys of this installation, read from the key folder and never from the database."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from txng.access.actors import system
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.stamps.models import CodeBatch, CodeLevel, KeyVersion
from txng.stamps.serials import KeyRing, NoKey, create_key, key_files, key_ring


def folder() -> Path:
    return Path(settings.KEYS_FOLDER) / "serials"


def ring() -> KeyRing:
    """The keys. Raises NoKey when the folder holds none."""
    return key_ring(folder())


def ring_for_issuing() -> KeyRing:
    """The same, and a first key for an installation that has issued nothing yet.

    With serials in the database a missing key file is a loss to be told, not a reason to begin anew: every printed
    stamp would turn into “Không tìm thấy mã này”. Batches of one code for all were made under no key.
    """
    try:
        return ring()
    except NoKey:
        if CodeBatch.objects.filter(level=CodeLevel.ITEM).exists():
            raise
        known = KeyVersion.objects.order_by("-version").values_list("version", flat=True).first()
        version = create_key(folder(), above=known or 0)
        KeyVersion.objects.create(version=version, made_at=now(), made_by=system().label)
        return ring()


def version_for_issuing(keys: KeyRing) -> int:
    """The newest version that may issue, held until the transaction ends: nobody withdraws it meanwhile."""
    for version in keys.versions:
        if may_issue(version):
            return version
    raise RuleBroken(
        _("Every key version is withdrawn. Tell the operator to make a new one."), code="no_key_for_issuing"
    )


def may_issue(version: int) -> bool:
    """Asked under a share lock: whoever withdraws waits for this batch, or this batch finds the version withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT withdrawn_at FROM stamps_keyversion WHERE version = %s FOR SHARE", [version])
        row = cursor.fetchone()
    return row is None or row[0] is None


def record_versions() -> list[KeyVersion]:
    """Every version that has a file, as rows: one laid there by hand or by an older release is entered now."""
    live, withdrawn = key_files(folder())
    at = now()
    KeyVersion.objects.bulk_create(
        [KeyVersion(version=version, made_at=at) for version in (*live, *withdrawn)], ignore_conflicts=True
    )
    return list(KeyVersion.objects.order_by("-version"))
