from __future__ import annotations

from datetime import datetime

from txng.accounts.models import Account, User
from txng.kernel.errors import NotThere
from txng.notifications.models import Notice
from txng.notifications.queries import notices_for


def mark_read(*, user: User, account: Account, notice_id: int, at: datetime) -> Notice:
    """One's own inbox, for the organisation one acts for; no entry (names.md 2)."""
    notice = notices_for(user, account, at).filter(pk=notice_id).first()
    if notice is None:
        raise NotThere
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, user: User, account: Account, at: datetime) -> int:
    """What came after the page was made stays unread: the person has not seen it."""
    return notices_for(user, account, at).filter(read_at=None).update(read_at=at)
