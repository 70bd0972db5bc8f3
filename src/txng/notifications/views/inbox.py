"""The inbox, for both sides of the desk: the same page behind two doors."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from txng.access.gate import actor_of, for_agencies, for_establishments
from txng.accounts.acting import membership_for, person_of
from txng.accounts.models import Account
from txng.kernel.clock import now
from txng.kernel.errors import NotThere
from txng.notifications import actions, queries
from txng.notifications.table import table

A_PAGE = 25


def account_of(request: HttpRequest) -> Account:
    """The organisation the person acts for just now: another one's notices wait there."""
    seat = membership_for(request)
    if seat is None:
        raise NotThere(_("Not found."))
    return seat.account


def _prefix(request: HttpRequest) -> str:
    return "agency-" if actor_of(request).is_agency else ""


def notice_list(request: HttpRequest) -> HttpResponse:
    found = queries.notices_for(person_of(request), account_of(request), now()).select_related("account")
    kind, everything = request.GET.get("loai", ""), request.GET.get("xem") == "tat-ca"
    kinds = table().kinds
    if kind in kinds:
        found = found.filter(kind=kind)
    if not everything:
        found = found.filter(read_at=None)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("trang"))
    prefix = _prefix(request)
    context: dict[str, Any] = {
        "page": page,
        "lines": queries.lines_of(actor_of(request), page.object_list),
        "kinds": kinds.values(),
        "kind": kinds.get(kind),
        "everything": everything,
        "list_name": f"{prefix}notice-list",
        "open_name": f"{prefix}notice-open",
        "all_name": f"{prefix}notices-read-all",
        "preferences_name": f"{prefix}notice-preferences",
    }
    return render(request, "notifications/notice_list.html", context)


def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Read, and on to the thing it tells of; without one back to the inbox. The thing's own page asks who comes."""
    notice = actions.mark_read(user=person_of(request), account=account_of(request), notice_id=notice_id, at=now())
    (line,) = queries.lines_of(actor_of(request), [notice])
    return redirect(line.path or f"{_prefix(request)}notice-list")


def read_all(request: HttpRequest) -> HttpResponse:
    count = actions.mark_all_read(user=person_of(request), account=account_of(request), at=now())
    messages.success(
        request,
        ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count) % {"count": count},
    )
    return redirect(f"{_prefix(request)}notice-list")


def _behind(gate: Callable[[Any], Any]) -> SimpleNamespace:
    return SimpleNamespace(
        notice_list=require_safe(gate(notice_list)),
        open_notice=require_POST(gate(open_notice)),
        read_all=require_POST(gate(read_all)),
    )


ESTABLISHMENT, AGENCY = _behind(for_establishments), _behind(for_agencies)
