"""How a person wants to be told: by kind, by hour, at which address."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.gate import actor_of, for_agencies, for_establishments
from txng.accounts.acting import person_of
from txng.kernel import throttle
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.notifications import actions, letters, queries
from txng.notifications.choices import confirmed_address
from txng.notifications.forms import PreferencesForm
from txng.notifications.models import QuietHours
from txng.notifications.timing import QUIET

ASKED, WINDOW = 5, 30 * 60


def _name(request: HttpRequest, name: str) -> str:
    return f"agency-{name}" if actor_of(request).is_agency else name


def choose(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=_chosen(user))
    if form.is_bound and form.is_valid():
        try:
            actions.choose_preferences(user=user, mails=form.mails, quiet=form.hours)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(_name(request, "notice-preferences"))
    context = {
        "form": form,
        "address": user.email or "",
        "confirmed": bool(confirmed_address(user)),
        "can_send": letters.can_send(),
        "address_name": _name(request, "notice-address"),
        "back_name": _name(request, "notice-list"),
    }
    return render(request, "notifications/preferences.html", context, status=422 if form.is_bound else 200)


def _chosen(user: Any) -> dict[str, Any]:
    hours = QuietHours.objects.filter(user=user).first()
    begins, ends = (hours.begins, hours.ends) if hours else QUIET
    quiet = begins != ends
    return {f"mail_{kind}": mail for kind, mail in queries.preferences_of(user).items()} | {
        "quiet": quiet,
        "begins": str(begins if quiet else QUIET[0]),
        "ends": str(ends if quiet else QUIET[1]),
    }


def ask(request: HttpRequest) -> HttpResponse:
    """Send the letter that confirms the address on record; nobody can be made to receive a hundred of them."""
    user = person_of(request)
    throttle.hit(f"confirm-address:{user.pk}", ASKED, WINDOW)
    try:
        actions.ask_to_confirm(user=user, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A letter is on its way. Open the link in it within 72 hours."))
    return redirect(_name(request, "notice-preferences"))


def _behind(gate: Callable[[Any], Any]) -> SimpleNamespace:
    return SimpleNamespace(
        choose=require_http_methods(["GET", "HEAD", "POST"])(gate(choose)), ask=require_POST(gate(ask))
    )


ESTABLISHMENT, AGENCY = _behind(for_establishments), _behind(for_agencies)
