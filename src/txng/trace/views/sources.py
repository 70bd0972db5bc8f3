"""Mức đọc: how forgivingly each program's events are read (docs/epcis-quyet-dinh.md)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_operator
from txng.accounts.models import ApiClient
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.trace.actions import set_source
from txng.trace.forms import SourceForm
from txng.trace.models import Capture
from txng.trace.sources import history_of, programs, require_change, setting_of

FIELD_OF = {"reason_missing": "reason", "source_wrong": "source"}


def _dressed(client: ApiClient) -> ApiClient:
    held = setting_of(client)
    client.setting = held  # type: ignore[attr-defined]
    client.source = Capture.Source(held.source if held else Capture.Source.STANDARD)  # type: ignore[attr-defined]
    return client


@require_safe
@for_operator
def source_list(request: HttpRequest) -> HttpResponse:
    actor_of(request).require_verb(Permission.CONFIGURATION_READ)
    context = {"clients": [_dressed(client) for client in programs(now())]}
    return render(request, "trace/sources/list.html", context)


@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, client_id: int) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.CONFIGURATION_READ)
    client = _dressed(get_object_or_404(programs(now()), pk=client_id))
    if request.method == "POST":
        require_change(actor)
    form = SourceForm(request.POST if request.method == "POST" else None, initial={"source": client.source})  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            made = set_source(
                actor=actor, client_id=client.pk, source=typed["source"], reason=typed["reason"], at=now()
            )
        except RuleBroken as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            if made is None:
                messages.info(request, _("Its events were read so already; nothing has changed."))
            else:
                messages.success(request, _("From its next message on, the events of this program are read so."))
            return redirect("source", client.pk)
    context = {
        "client": client,
        "form": form,
        "may_change": actor.holds(Permission.CONFIGURATION_CHANGE),
        "history": [_told(entry) for entry in history_of(client)[:50]],
    }
    return render(request, "trace/sources/detail.html", context, status=422 if form.errors else 200)


def _told(entry: object) -> dict[str, object]:
    after = entry.after or {}  # type: ignore[attr-defined]
    return {"entry": entry, "source": Capture.Source(after["source"]).label}
