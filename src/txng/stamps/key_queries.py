"""The key versions as the operator sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet, Sum
from django.utils.translation import pgettext

from txng.access import Actor, Permission
from txng.stamps import keyring
from txng.stamps.models import CodeLevel, CodeRange, KeyVersion, KeyWithdrawal
from txng.stamps.serials import LIVE_VERSIONS, key_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    version: int
    made_at: datetime | None
    made_by: str
    codes: int
    state: str  # issuing, live, waiting, withdrawn, missing
    state_label: str
    withdrawn_at: datetime | None
    waiting: KeyWithdrawal | None

    @property
    def can_be_withdrawn(self) -> bool:
        return self.withdrawn_at is None and self.waiting is None


def key_versions(actor: Actor) -> list[Shown]:
    """Newest first: what has a row, what has a file, and what codes were made under, even where its file is gone."""
    actor.require_verb(Permission.KEY_WITHDRAW)
    rows = KeyVersion.objects.in_bulk()
    live, withdrawn = key_files(keyring.folder())
    with_serials = CodeRange.objects.filter(batch__level=CodeLevel.ITEM)  # a code all share is made under no key
    counted = with_serials.order_by().values_list("batch__key_version")
    codes = dict(counted.annotate(codes=Sum(F("last") - F("first") + 1)))
    waiting = {found.key_id: found for found in KeyWithdrawal.objects.filter(state=KeyWithdrawal.State.WAITING)}
    numbers = sorted({*rows, *live, *withdrawn, *codes}, reverse=True)
    good = [n for n in numbers if n in live and (n not in rows or rows[n].withdrawn_at is None)][:LIVE_VERSIONS]
    found = []
    for number in numbers:
        row = rows.get(number)
        if row is not None and row.withdrawn_at is not None:
            state, label = "withdrawn", pgettext("key version", "Withdrawn")
        elif number in waiting:
            state, label = "waiting", pgettext("key version", "Withdrawal proposed")
        elif number not in good:
            state, label = "missing", pgettext("key version", "File not found")
        elif number == good[0]:
            state, label = "issuing", pgettext("key version", "New batches use it")
        else:
            state, label = "live", pgettext("key version", "Verifies only")
        found.append(
            Shown(
                version=number,
                made_at=row.made_at if row else None,
                made_by=row.made_by if row else "",
                codes=codes.get(number, 0),
                state=state,
                state_label=label,
                withdrawn_at=row.withdrawn_at if row else None,
                waiting=waiting.get(number),
            )
        )
    return found


def withdrawals_of(actor: Actor) -> QuerySet[KeyWithdrawal]:
    actor.require_verb(Permission.KEY_WITHDRAW)
    return KeyWithdrawal.objects.select_related("key")
