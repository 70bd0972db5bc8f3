"""Sổ giấy: a book of paper for those who will not have a phone in their hand, and the page to type it in (CT-02)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue import groups
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.production import actions, queries
from txng.production.diary import reading
from txng.production.forms.diary_book import LineForm
from txng.production.models import Lot
from txng.production.process.due import due
from txng.production.work import WORK, work_for, works_of_nature

FIRST_PAGE, ON_A_PAGE, PAGES, LINES = 12, 17, 4, 12


@require_safe
@for_establishments
def book(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.DIARY_WRITE)
    return render(request, "production/diary/book.html", {"lots": reading.writable_lots(actor)})


@require_safe
@for_establishments
def book_print(request: HttpRequest) -> HttpResponse:
    """For one lot, with what its process asks for written in; or empty, for a kind of goods."""
    actor = actor_of(request)
    actor.require_verb(Permission.DIARY_WRITE)
    lot = _lot(actor, request.GET.get("lo", "")) if "lo" in request.GET else None
    if lot is not None:
        works, planned = work_for(lot.product), [(one, WORK[one.activity].label) for one in due(lot, today())]
    else:
        group = groups.group(request.GET.get("nhom", ""))
        if group is None:
            raise NotThere(_("Not found."))
        works, planned = works_of_nature(group.nature), []
    context: dict[str, Any] = {
        "lot": lot,
        "works": works,
        "pages": _pages(planned),
        "organisation": actor.organisation,
        "today": today(),
    }
    context["group"] = groups.group(lot.product.group) if lot else group
    return render(request, "production/diary/book_print.html", context)


def _pages(planned: list[Any]) -> list[list[tuple[int, Any]]]:
    """Numbered lines, those planned first. The first page has the heading above its lines, and fewer of them."""
    room = FIRST_PAGE + ON_A_PAGE * (PAGES - 1)
    while room < len(planned):
        room += ON_A_PAGE
    lines = list(enumerate([*planned, *[None] * (room - len(planned))], start=1))
    return [lines[:FIRST_PAGE], *(lines[at : at + ON_A_PAGE] for at in range(FIRST_PAGE, room, ON_A_PAGE))]


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def typing(request: HttpRequest) -> HttpResponse:
    """A line of paper, a line here. What is right is written down, what is not stays typed with its reason."""
    actor = actor_of(request)
    lot = _lot(actor, request.GET.get("lo", ""))
    actor.require(Permission.DIARY_WRITE, lot)
    works = work_for(lot.product)
    if request.method != "POST":
        return _typing_page(request, lot, [_empty(n, works) for n in range(LINES)])
    written, kept = 0, []
    above: Any = None
    for n in range(LINES):
        form = LineForm(request.POST, prefix=f"d{n}", works=works)
        if form.is_empty:
            continue
        said = form.ready(above)
        above = form.cleaned_data.get("done_on") or above
        if said is not None:
            try:
                actions.write_diary(actor=actor, lot_id=lot.pk, at=now(), from_paper=True, **said)
            except RuleBroken as refusal:
                form.refuse(refusal, _column(refusal))
            else:
                written += 1
                continue
        kept.append(form)
    if written:
        messages.success(
            request, ngettext("%(n)s line written down.", "%(n)s lines written down.", written) % {"n": written}
        )
    if not kept and written:
        return redirect(f"{reverse('diary-typing')}?lo={lot.pk}")
    used = {form.prefix for form in kept}
    free = [f"d{n}" for n in range(LINES) if f"d{n}" not in used]
    forms = [*kept, *(_empty(int(prefix[1:]), works) for prefix in free)]
    return _typing_page(request, lot, forms, refused=len(kept), status=422)


def _typing_page(
    request: HttpRequest, lot: Lot, forms: list[LineForm], *, refused: int = 0, status: int = 200
) -> HttpResponse:
    context = {"lot": lot, "forms": forms, "refused": refused, "nothing": request.method == "POST" and not refused}
    return render(request, "production/diary/typing.html", context, status=status)


def _empty(number: int, works: list[Any]) -> LineForm:
    return LineForm(prefix=f"d{number}", works=works, initial={"client_id": uuid4()})


def _column(refusal: RuleBroken) -> str | None:
    known = {"future": "done_on", "before_opening": "done_on", "date_order": "done_on", "quantity": "quantity"}
    return known.get(refusal.code)


def _lot(actor: Actor, wanted: str) -> Lot:
    if not (wanted.isdecimal() and len(wanted) < 18):
        raise NotThere(_("Not found."))
    return get_object_or_404(queries.lots_of(actor), id=wanted)
