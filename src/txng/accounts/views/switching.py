"""Đổi nơi làm việc: several organisations of one kind, one at a time (CB 3.6, CT-REG 3.6; names.md 7.19)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from txng.access.gate import signed_in
from txng.accounts import seats
from txng.accounts.acting import ACTING_FOR, membership_for
from txng.accounts.models import User
from txng.kernel.errors import NotThere


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    mine = list(seats.working_seats(request.user))
    if request.method == "POST":
        wanted = request.POST.get("account", "")
        chosen = next((seat for seat in mine if str(seat.account_id) == wanted), None)
        if chosen is None:
            raise NotThere(_("Not found."))
        request.session[ACTING_FOR] = chosen.account_id
        messages.success(request, _("You work for %(name)s now.") % {"name": chosen.account.organisation_name})
        return redirect("enter")
    context = {"seats": mine, "current": membership_for(request)}
    return render(request, "accounts/people/switch.html", context)
