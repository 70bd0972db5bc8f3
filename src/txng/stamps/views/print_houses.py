"""“Nhà in”: whom an establishment has its stamps printed by."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.accounts.freshness import fresh_required
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.stamps import actions, queries
from txng.stamps.print_forms import PrintHouseForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
@fresh_required
def print_houses(request: HttpRequest) -> HttpResponse:
    """Whose key a file is locked to is as serious as the order itself: hence the fresh sign-in."""
    actor = actor_of(request)
    actor.require_verb(Permission.PRINT_FILE_DOWNLOAD)
    form = PrintHouseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            house = actions.register_print_house(
                actor=actor, name=data["name"], certificate=data["certificate"].encode(), at=now()
            )
        except RuleBroken as refusal:
            form.add_error("certificate", str(refusal))
        else:
            messages.success(request, _("“%(name)s” is registered.") % {"name": house.name})
            return redirect("print-houses")
    context = {"form": form, "houses": list(queries.print_houses_of(actor)), "now": now()}
    return render(request, "stamps/producer/print_houses.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_establishments
def retire(request: HttpRequest, house_id: int) -> HttpResponse:
    house = get_object_or_404(queries.print_houses_of(actor_of(request)), pk=house_id)
    actions.retire_print_house(actor=actor_of(request), house_id=house.pk, at=now())
    messages.success(request, _("“%(name)s” is no longer on the list.") % {"name": house.name})
    return redirect("print-houses")
