"""Programs of other organisations, as an establishment may come to know them: by the beginning of their key."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.keys import PREFIX, alive
from txng.accounts.models import ApiClient
from txng.trace.models import PartnerGrant


def by_beginning(typed: str, *, own: int | None, at: datetime) -> ApiClient | None:
    """The partner reads out what its list of keys shows of it. Nobody finds a key by searching: the six characters
    are drawn at random, and it must be the only one that begins so."""
    shown = PREFIX + typed.strip().rstrip("….").removeprefix(PREFIX)
    others = ApiClient.objects.filter(alive(at), shown=shown).exclude(account__establishment=own)
    found = list(others.select_related("account__establishment", "account__agency")[:2])
    return found[0] if len(found) == 1 else None


def grants_of(actor: Actor) -> QuerySet[PartnerGrant]:
    """Living ones first, then those that ended."""
    if not actor.holds(Permission.TRACE_SHARE):
        return PartnerGrant.objects.none()
    rows = PartnerGrant.objects.filter(establishment=actor.establishment_id)
    return rows.select_related("client__account__establishment", "client__account__agency").order_by(
        "-ended_at", "-granted_at", "-id"
    )
