"""Lịch sử: who did what, for an establishment about itself and for officers as far as they may see (Deliver 7)."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from txng.access.gate import for_agencies, for_establishments
from txng.access.permissions import Permission
from txng.accounts.acting import actor_for
from txng.ledger.queries import entries_in_reach, narrowed
from txng.ui import fields
from txng.ui.forms import Form

PAGE = 50


class HistoryFilter(Form):
    person = fields.TextField(label=gettext_lazy("Person or organisation"), max_length=120, required=False)
    first = fields.OneBoxDateField(label=gettext_lazy("From day"), required=False)
    last = fields.OneBoxDateField(label=gettext_lazy("To day"), required=False)

    @property
    def count(self) -> int:
        return sum(bool(self.data.get(name)) for name in self.fields) if self.is_bound else 0


@for_establishments
@require_http_methods(["GET", "HEAD"])
def own_history(request: HttpRequest) -> HttpResponse:
    return _history(request, "establishment")


@for_agencies
@require_http_methods(["GET", "HEAD"])
def agency_history(request: HttpRequest) -> HttpResponse:
    return _history(request, "agency")


def _history(request: HttpRequest, side: str) -> HttpResponse:
    actor = actor_for(request)
    actor.require_verb(Permission.HISTORY_READ)
    asked = any(name in request.GET for name in HistoryFilter.base_fields)
    filters = HistoryFilter(request.GET if asked else None)
    entries = entries_in_reach(actor)
    if filters.is_bound and filters.is_valid():
        entries = narrowed(entries, **filters.cleaned_data)
    asked_before = request.GET.get("truoc", "")
    before = int(asked_before) if re.fullmatch("[0-9]{1,18}", asked_before) else 0
    if before:
        entries = entries.filter(id__lt=before)
    # From a line on, not by page number: counting a ledger of years for every page would take longer than reading it.
    found = list(entries[: PAGE + 1])
    context: dict[str, Any] = {
        "side": side,
        "filters": filters,
        "entries": found[:PAGE],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "newest": bool(before),
    }
    return render(request, "accounts/history/list.html", context)
