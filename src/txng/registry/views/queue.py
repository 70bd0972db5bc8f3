"""The agency's list of dossiers: what lies on the desk, grouped by deadline; everything else by filter."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import today
from txng.registry import queries
from txng.registry.forms import QueueForm
from txng.registry.forms.agency import SHOWN
from txng.registry.models import Agency, Dossier
from txng.review.trays import by_deadline

State = Dossier.State
PAGE = 50


@require_safe
@for_agencies
def queue(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.DOSSIER_READ)
    form = QueueForm(request.GET, communes=queries.communes_of(queries.dossiers_of(actor)))
    form.is_valid()
    wanted = form.cleaned_data.get("trang_thai") or "waiting"
    dossiers = _narrowed(_in_state(actor, wanted), form.cleaned_data)
    page = Paginator(dossiers, PAGE).get_page(request.GET.get("trang"))
    tasks = [queries.task_of(dossier, "") for dossier in page]
    timed = wanted in ("waiting", "account")
    context = {
        "form": form,
        "page": page,
        "groups": by_deadline(tasks, today()) if timed else [],
        "tasks": [] if timed else tasks,
        "count": page.paginator.count,
        "wanted": wanted,
        "title": SHOWN[wanted],
        "shortcuts": _shortcuts(actor, wanted),
        "applied": sum(bool(form.cleaned_data.get(name)) for name in ("tim", "loai", "xa", "trang_thai")),
    }
    return render(request, "registry/agency/queue.html", context)


def _in_state(actor: Actor, wanted: str) -> QuerySet[Dossier]:
    mine = queries.dossiers_of(actor)
    latest = mine.order_by("-submitted_at", "-id")
    return {
        "waiting": queries.dossiers_waiting(actor),
        "account": queries.dossiers_for_an_account(actor),
        "returned": latest.filter(state=State.RETURNED),
        "done": latest.filter(state__in=(State.APPROVED, State.FORWARDED, State.ACCOUNT_ISSUED)),
        "closed": latest.filter(state__in=(State.REJECTED, State.WITHDRAWN)),
        "told": latest.filter(_told(actor)),
    }.get(wanted, latest)


def _told(actor: Actor) -> Q:
    """Filed with the operator past the managing agency, which is told and follows (CB 6.3 Bước 2)."""
    direct = Q(filed_with__kind=Agency.Kind.OPERATOR) & ~Q(managing_agency_id=F("filed_with_id"))
    return direct if actor.kind == "operator" else direct & Q(managing_agency_id=actor.agency_id)


def _narrowed(dossiers: QuerySet[Dossier], asked: dict[str, Any]) -> QuerySet[Dossier]:
    if asked.get("tim"):
        dossiers = queries.found_dossiers(dossiers, asked["tim"])
    if asked.get("loai"):
        dossiers = dossiers.filter(kind=asked["loai"])
    if asked.get("xa"):
        dossiers = dossiers.filter(unit_path__endswith=f".{asked['xa']}.")
    return dossiers


def _shortcuts(actor: Actor, wanted: str) -> list[dict[str, Any]]:
    """The lists that are work or news for this desk, with their counts; one query."""
    waiting = Count("id", filter=Q(id__in=queries.dossiers_waiting(actor).order_by().values("id")))
    account = Count("id", filter=Q(id__in=queries.dossiers_for_an_account(actor).order_by().values("id")))
    told = Count("id", filter=_told(actor))
    counted = queries.dossiers_of(actor).order_by().aggregate(waiting=waiting, account=account, told=told)
    return [
        {"code": code, "label": SHOWN[code], "count": counted[code], "current": code == wanted}
        for code in ("waiting", "account", "told")
        if counted[code] or code == wanted or code == "waiting"
    ]
