"""The door: what is needed, a new draft, and the look-up by the code of the receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from txng import provinces
from txng.access.doors import for_everybody
from txng.access.gate import actor_of
from txng.kernel.clock import now
from txng.kernel.errors import TooMany
from txng.kernel.throttle import hit, network
from txng.registry import actions, clocks, queries
from txng.registry.forms import LookupForm
from txng.registry.progress import progress_of

# names.md 5: registration 5 in 30 minutes from one network. A desk that helps people register is not slowed down.
LIMIT, WINDOW = 5, 30 * 60


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    profile = provinces.current()
    context = {"profile": profile, "required_papers": [p for p in profile.dossier.papers if p.required]}
    if request.method != "POST":
        return render(request, "registry/public/start.html", context)
    actor = actor_of(request)
    try:
        if not actor.is_agency:
            hit(f"registration:{network(request)}", LIMIT, WINDOW)
    except TooMany as refusal:
        return render(request, "registry/public/start.html", {**context, "refusal": refusal}, status=429)
    _dossier, token = actions.start_dossier(actor=actor, at=now())
    return HttpResponseRedirect(reverse("registration-tasks", args=[token]))


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """State and clock, nothing of what the dossier says: ten characters are a small secret (names.md 5)."""
    if request.method != "POST":
        return render(request, "registry/public/lookup.html", {"form": LookupForm()})
    form = LookupForm(request.POST)
    if not form.is_valid():
        return render(request, "registry/public/lookup.html", {"form": form}, status=422)
    try:
        hit(f"dossier-lookup:{network(request)}", LIMIT, WINDOW)
    except TooMany as refusal:
        form.refuse(refusal, "code")
        return render(request, "registry/public/lookup.html", {"form": form}, status=429)
    dossier = queries.dossier_by_lookup(form.cleaned_data["code"])
    if dossier is None or dossier.submitted_at is None:
        return render(request, "registry/public/lookup.html", {"form": form, "nothing": True}, status=404)
    context = {
        "form": form,
        "dossier": dossier,
        "progress": progress_of(dossier),
        "expected": clocks.answer_expected(dossier.submitted_at, dossier.due_on),
    }
    return render(request, "registry/public/lookup.html", context)
