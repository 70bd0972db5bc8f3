"""“Kiểm tra” (/co-quan/kiem-tra/): officers scan goods in a row, with three sounds, also where there is no network.

Not among the views of the scan, which may not load the back office (import contract).
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.oversight import actions, queries
from txng.oversight.actions.save_inspection_draft import Seen
from txng.oversight.forms import InspectionForm
from txng.oversight.inspection import CODES, InspectionDraft
from txng.resolver import telling, words
from txng.resolver.scanner import may_read_codes, scanner_context

A_PAGE = 25


@require_safe
@for_agencies
def inspection_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.INSPECTION_READ)
    drafts = queries.inspections_of(actor).prefetch_related("codes")
    page = Paginator(drafts, A_PAGE).get_page(request.GET.get("trang"))
    rows = [{"draft": draft, "tones": _tones(draft)} for draft in page]
    context = {"page": page, "rows": rows, "may_record": actor.holds(Permission.INSPECTION_RECORD)}
    return render(request, "resolver/inspections/list.html", context)


@require_safe
@for_agencies
def inspection_detail(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(queries.inspections_of(actor_of(request)), id=draft_id)
    codes = [
        {
            "code": code,
            "known": words.known(code.read),
            "told": telling.in_short(code.told),
            "verdict": telling.in_short(code.verdict),
            "tone": telling.tone_of(code.verdict),
        }
        for code in draft.codes.all()
    ]
    differences = sum(code.differs for code in draft.codes.all())
    context = {"draft": draft, "codes": codes, "tones": _tones(draft), "differences": differences}
    return render(request, "resolver/inspections/detail.html", context)


def _tones(draft: InspectionDraft) -> Counter[str]:
    return Counter(telling.tone_of(code.verdict) for code in draft.codes.all())


# --- scanning ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
@may_read_codes
def inspection_scan(request: HttpRequest) -> HttpResponse:
    """The camera where there is a script; without one a code a line, judged when the draft is saved."""
    actor = actor_of(request)
    actor.require_verb(Permission.INSPECTION_RECORD)
    form = InspectionForm(request.POST if request.method == "POST" else None, initial={"client_id": uuid4()})
    if form.is_bound and form.is_valid():
        at, data = now(), form.cleaned_data
        lines = [line.strip() for line in data["codes"].splitlines() if line.strip()]
        try:
            draft = actions.save_inspection_draft(
                actor=actor,
                client_id=data["client_id"],
                place=data["place"],
                note=data["note"],
                codes=[_seen_now(line, at) for line in lines[: CODES + 1]],
                began_at=at,
                at=at,
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return redirect("inspection-detail", draft_id=draft.pk)
    asked = request.GET.get("ma", "").strip()[:300]
    context = {**scanner_context(), "form": form, "asked": asked, "told": telling.tell(asked) if asked else None}
    status = 422 if form.is_bound else 200
    return render(request, "resolver/inspections/scan.html", context, status=status)


def _seen_now(read: str, at: datetime) -> Seen:
    told = telling.tell(read)
    return told.seen(read, told=told.verdict, at=at)
