"""How forgivingly each program's events are read, and whom that can be asked of (docs/epcis-quyet-dinh.md)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.keys import alive
from txng.accounts.models import ApiClient
from txng.kernel.errors import NotAllowed
from txng.ledger.models import Entry
from txng.trace.events import TraceEvent
from txng.trace.models import Capture, SourceSetting


def setting_of(client: ApiClient) -> SourceSetting | None:
    """A key that replaces another is the same program, and goes on being read as it was."""
    at: ApiClient | None = client
    while at is not None:
        if (found := SourceSetting.objects.filter(client=at).first()) is not None:
            return found
        at = at.replaces
    return None


def source_of(client: ApiClient) -> str:
    found = setting_of(client)
    return found.source if found is not None else str(Capture.Source.STANDARD)


def programs(at: datetime) -> QuerySet[ApiClient]:
    """Keys that may send events now; a key replaced a moment ago still may."""
    return (
        ApiClient.objects.filter(alive(at), Q(verbs__contains=[str(Permission.TRACE_CAPTURE)]))
        .select_related("account__establishment", "account__agency", "made_by", "replaces")
        .order_by("account_id", "name", "id")
    )


def require_change(actor: Actor) -> None:
    actor.require_verb(Permission.CONFIGURATION_READ)
    if not actor.holds(Permission.CONFIGURATION_CHANGE):
        raise NotAllowed(
            _("You may look at the configuration, not change it."), code=f"missing:{Permission.CONFIGURATION_CHANGE}"
        )


def history_of(client: ApiClient) -> QuerySet[Entry]:
    entries: Any = Entry.objects.filter(
        kind=str(TraceEvent.SOURCE_SET), subject_type=ApiClient._meta.label_lower, subject_id=str(client.pk)
    )
    return entries.order_by("-id")
