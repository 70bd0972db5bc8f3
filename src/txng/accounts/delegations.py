"""Delegations as the operator's page lists them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng.accounts.models import Delegation
from txng.kernel.clock import today
from txng.kernel.files.links import file_url
from txng.registry.models import Agency


def agencies_to_delegate_to() -> QuerySet[Agency]:
    kinds = (Agency.Kind.DEPARTMENT, Agency.Kind.COMMUNE)
    return Agency.objects.filter(kind__in=kinds, valid_to=None).order_by("kind", "name", "id")


def state_of(delegation: Delegation, on: date) -> tuple[str, str]:
    """Identifier of the badge and its word."""
    if delegation.ended_at is not None:
        return "closed", pgettext("delegation", "Ended")
    if delegation.valid_from > on:
        return "waiting", _("Not in force yet")
    if delegation.valid_to is not None and delegation.valid_to < on:
        return "expired", _("Expired")
    return "active", _("In force")


def shown() -> list[Delegation]:
    """All of them, newest first, each with its state and the address of its paper."""
    rows = list(Delegation.objects.select_related("agency", "paper").order_by("-id"))
    for row in rows:
        row.state, row.label = state_of(row, today())  # type: ignore[attr-defined]
        row.paper_url = file_url(row.paper) if row.paper else ""  # type: ignore[attr-defined]
    return rows
