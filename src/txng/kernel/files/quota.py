"""The room an establishment has for its files (names.md 5: 2 GB, a setting)."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from txng.kernel.errors import BadInput
from txng.kernel.files.models import UsedRoom


def charge(owner: str, size: int) -> None:
    """Count a file before its row is written; raise BadInput when it does not fit. Nobody's files are not counted.

    One statement decides and counts: of two uploads in the same second that fit only singly, one is refused.
    """
    if not owner:
        return
    limit = settings.FILES_ROOM
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_usedroom AS room (owner, used) SELECT %s, %s WHERE %s <= %s "
            "ON CONFLICT (owner) DO UPDATE SET used = room.used + EXCLUDED.used "
            "WHERE room.used + EXCLUDED.used <= %s",
            [owner, size, size, limit, limit],
        )
        if cursor.rowcount:
            return
    raise BadInput(
        _("The room for files is used up: %(used)s of %(limit)s MB. Call the hotline to have it enlarged.")
        % {"used": used(owner) // 1024 // 1024, "limit": limit // 1024 // 1024},
        code="no_room",
    )


def used(owner: str) -> int:
    return UsedRoom.objects.filter(pk=owner).values_list("used", flat=True).first() or 0
