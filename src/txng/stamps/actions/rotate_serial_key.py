from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.stamps import keyring
from txng.stamps.events import StampEvent
from txng.stamps.models import KeyVersion
from txng.stamps.serials import LIVE_VERSIONS, create_key, key_files, withdraw_key


@transaction.atomic
def rotate_serial_key(*, actor: Actor, at: datetime) -> KeyVersion:
    """A new key version: batches ordered from now on use it, those of before go on opening under theirs (names.md 4).

    At most four live, because a stamp that is no code of ours is tried under each. The file is made last: a refused
    or broken rotation leaves none behind, and a file without its row is entered by the next one.
    """
    actor.require_verb(Permission.KEY_WITHDRAW)
    with connection.cursor() as cursor:  # two rotations at once: the second counts the first one's
        cursor.execute("LOCK TABLE stamps_keyversion IN SHARE ROW EXCLUSIVE MODE")
    known = keyring.record_versions()
    if sum(key.withdrawn_at is None for key in known) >= LIVE_VERSIONS:
        raise RuleBroken(
            _("Four key versions are live already. Withdraw one that is no longer needed first."), code="four_live"
        )
    for key in known:
        if key.withdrawn_at is not None and key.version in key_files(keyring.folder())[0]:
            withdraw_key(keyring.folder(), key.version)
    version = create_key(keyring.folder(), above=max((key.version for key in known), default=0))
    key = KeyVersion.objects.create(version=version, made_at=at, made_by=actor.label)
    record(StampEvent.KEY_ROTATED, actor=actor, subject=key, at=at, after={"version": version})
    return key
