"""“Tập thử”: where the people of an establishment practise; open, begin anew, back to the real work."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.accounts import seats
from txng.accounts.acting import ACTING_FOR
from txng.accounts.models import User
from txng.kernel.clock import now
from txng.kernel.errors import NotThere
from txng.registry import actions
from txng.registry.models import Establishment
from txng.registry.practice import practice_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def practice(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.PRACTICE_OPEN)
    if request.method == "POST":
        return _enter(request, actions.open_practice(actor=actor, at=now()))
    there = _own(actor.establishment_id) if actor.practice else practice_of(actor.establishment_id)
    return render(request, "accounts/own/practice.html", {"practice": there, "inside": actor.practice})


@require_POST
@for_establishments
def practice_reset(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.PRACTICE_OPEN)
    seen = request.POST.get("practice", "")
    number = int(seen) if seen.isdecimal() and len(seen) < 19 else 0
    return _enter(request, actions.reset_practice(actor=actor, practice_id=number, at=now()))


@require_POST
@for_establishments
def practice_leave(request: HttpRequest) -> HttpResponse:
    """Back to where one came from: the establishment whose people practise here."""
    actor = actor_of(request)
    if not actor.practice:
        return redirect("establishment-home")
    return _enter(request, Establishment.objects.get(pk=_own(actor.establishment_id).practice_of_id or 0))


def _own(establishment_id: int | None) -> Establishment:
    return Establishment.objects.get(pk=establishment_id or 0)


def _enter(request: HttpRequest, establishment: Establishment) -> HttpResponse:
    """As if chosen on the page of the switcher."""
    assert isinstance(request.user, User)
    seat = seats.working_seats(request.user).filter(account__establishment=establishment).first()
    if seat is None:
        raise NotThere(_("Not found."))
    request.session[ACTING_FOR] = seat.account_id
    messages.success(request, _("You work for %(name)s now.") % {"name": seat.account.organisation_name})
    return redirect("establishment-home")
