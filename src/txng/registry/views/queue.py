"""The agency's list of dossiers: what lies on the desk, grouped by deadline; everything else by filter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now, today
from txng.registry import queries
from txng.registry.forms import QueueForm
from txng.registry.forms.agency import SHOWN
from txng.registry.models import Agency, Dossier
from txng.review.sheets import answer, workbook
from txng.review.trays import by_deadline
from txng.ui.formats import vn_date, vn_datetime

State = Dossier.State
PAGE = 50
MOST = 5000  # rows of a sheet (names.md 5)


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
    boxes = _receivable(actor, page) if wanted == "waiting" else set()
    tasks = [
        replace(queries.task_of(dossier, ""), box=str(dossier.pk) if dossier.pk in boxes else "") for dossier in page
    ]
    timed = wanted in ("waiting", "account")
    context = {
        "form": form,
        "page": page,
        "groups": by_deadline(tasks, today()) if timed else [],
        "undoable": queries.undoable(actor, now()),
        # Receiving many is safe: it decides nothing. The rows that may be received carry their box.
        "receivable": any(task.box for task in tasks),
        "sheet": _sheet_address(request),
        "tasks": [] if timed else tasks,
        "count": page.paginator.count,
        "wanted": wanted,
        "title": SHOWN[wanted],
        "shortcuts": _shortcuts(actor, wanted),
        "may_import": actor.holds(Permission.DOSSIER_IMPORT),
        "applied": sum(bool(form.cleaned_data.get(name)) for name in ("tim", "loai", "xa", "trang_thai")),
    }
    return render(request, "registry/agency/queue.html", context)


@require_safe
@for_agencies
def queue_sheet(request: HttpRequest) -> HttpResponse:
    """The list as it is narrowed on the screen, all its pages, in its order."""
    actor = actor_of(request)
    actor.require_verb(Permission.DOSSIER_READ)
    form = QueueForm(request.GET, communes=queries.communes_of(queries.dossiers_of(actor)))
    form.is_valid()
    wanted = form.cleaned_data.get("trang_thai") or "waiting"
    heads = [
        *(_("Number of the dossier"), _("Establishment"), _("Tax code"), _("Commune or ward"), _("Phone")),
        *(_("Receiving agency"), _("Filed"), pgettext("sheet", "State"), _("Due on")),
    ]
    rows = [
        [
            dossier.number,
            dossier.name,
            dossier.tax_code,
            dossier.unit.name if dossier.unit else "",
            dossier.phone,
            dossier.filed_with.name if dossier.filed_with else "",
            vn_datetime(dossier.submitted_at),
            dossier.get_state_display(),
            vn_date(dossier.due_on),
        ]
        for dossier in _narrowed(_in_state(actor, wanted), form.cleaned_data)[:MOST]
    ]
    return answer(f"ho-so-{today():%Y%m%d}", workbook(str(SHOWN[wanted]), heads, rows))


def _sheet_address(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("trang", None)
    return f"{reverse('dossier-queue-sheet')}?{asked.urlencode()}"


def _receivable(actor: Actor, page: Any) -> set[int]:
    """Of the rows shown, the ones that wait to be received here."""
    return {
        dossier.pk
        for dossier in page
        if dossier.state == State.SUBMITTED and actor.may(Permission.DOSSIER_RECEIVE, dossier)
    }


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
