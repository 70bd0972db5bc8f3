"""Tạm ngừng, gỡ thông tin: the agencies' desk, and the page on which the establishment explains."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_agencies, for_establishments
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.ledger.queries import history_of
from txng.oversight import actions, displays
from txng.oversight.display_forms import DisplayForm, ExplainForm, RestoreForm
from txng.oversight.forms import GroundedForm
from txng.oversight.models import DisplayState
from txng.oversight.views.steps import Step, Steps, take

A_PAGE = 25


@require_safe
@for_agencies
def display_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.DISPLAY_READ)
    page = Paginator(displays.displays_of(actor), A_PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "may_ask": actor.holds(Permission.DISPLAY_DECIDE)}
    return render(request, "oversight/agency/display_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def display_new(request: HttpRequest) -> HttpResponse:
    """Of one product, named in the address: the button stands on the product's page."""
    actor = actor_of(request)
    actor.require_verb(Permission.DISPLAY_DECIDE)
    chosen = request.GET.get("san-pham", "")
    if not chosen.isdigit() or len(chosen) > 18:
        return redirect("agency-product-list")
    product = get_object_or_404(displays.products_to_ask_about(actor), id=int(chosen))
    lots = displays.lots_of_product(product)[:200]
    form = DisplayForm(request.POST if request.method == "POST" else None, lots=lots)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        ask = actions.request_explanation if typed["way"] == "explain" else actions.suspend_trace_at_once
        try:
            made = ask(
                actor=actor,
                product_id=product.pk,
                lot_id=form.lot_id,
                reason=typed["reason"],
                ground=typed["ground"],
                client_id=typed["client_id"],
                at=now(),
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Recorded. The establishment has been told."))
            return redirect("display-detail", display_id=made.pk)
    context = {"product": product, "form": form}
    return render(request, "oversight/agency/display_new.html", context, status=422 if form.is_bound else 200)


@require_safe
@for_agencies
def display_detail(request: HttpRequest, display_id: int) -> HttpResponse:
    actor = actor_of(request)
    display = get_object_or_404(displays.displays_of(actor), id=display_id)
    decides = actor.may(Permission.DISPLAY_DECIDE, display)
    context = {
        "display": display,
        "late": displays.is_late(display, now()),
        "steps": STEPS.out_of(display.state) if decides else [],
        "history": history_of(display),
    }
    return render(request, "oversight/agency/display_detail.html", context)


STEPS = Steps(
    Step(
        slug="tam-ngung",
        label=gettext_lazy("Stop showing it"),
        told=gettext_lazy("Every scan says so from the moment you confirm. It can be shown again."),
        done=gettext_lazy("It is not shown any more; its pages say who is checking and since when."),
        form=GroundedForm,
        act=actions.suspend_trace,
        states=(DisplayState.EXPLANATION_REQUESTED,),
    ),
    Step(
        slug="hien-thi-lai",
        label=gettext_lazy("Close it: shown as before"),
        told=gettext_lazy("The question is closed, and the pages answer as before."),
        done=gettext_lazy("The question is closed; the pages answer as before."),
        form=RestoreForm,
        act=actions.restore_trace,
        states=(DisplayState.EXPLANATION_REQUESTED, DisplayState.SUSPENDED),
        kind="primary",
    ),
    Step(
        slug="go",
        label=gettext_lazy("Take the information down"),
        told=gettext_lazy("It cannot be taken back. The pages keep saying who took it down, when and on what ground."),
        done=gettext_lazy("The information is taken down."),
        form=GroundedForm,
        act=actions.take_down,
        states=(DisplayState.SUSPENDED,),
        kind="danger",
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def display_step(request: HttpRequest, display_id: int, step: str) -> HttpResponse:
    actor = actor_of(request)
    display = get_object_or_404(displays.displays_of(actor), id=display_id)
    actor.require(Permission.DISPLAY_DECIDE, display)
    return take(
        request,
        STEPS[step],
        back=reverse("display-detail", args=[display.pk]),
        about=f"{display} – {display.establishment}",
        screen="TN-04",
        actor=actor,
        display_id=display.pk,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def own_display(request: HttpRequest, display_id: int) -> HttpResponse:
    """What an agency asked, until when, and the answer."""
    actor = actor_of(request)
    display = get_object_or_404(displays.own_displays_of(actor), id=display_id)
    may = actor.may(Permission.PRODUCT_PROPOSE, display)
    asked = display.explained_at is None and display.ended_at is None and display.state != DisplayState.SHOWN
    form = ExplainForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        actor.require(Permission.PRODUCT_PROPOSE, display)
        if form.is_valid():
            try:
                actions.explain_display(actor=actor, display_id=display.pk, at=now(), **form.cleaned_data)
            except RuleBroken as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Sent. The agency decides."))
                return redirect("own-display", display_id=display.pk)
    context = {"display": display, "form": form if form.is_bound or (may and asked) else None}
    return render(request, "oversight/establishment/display.html", context, status=422 if form.is_bound else 200)
