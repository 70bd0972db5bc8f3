"""The establishment's side: what is missing and where to mend it, the request, the certificate."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.oversight import actions
from txng.oversight.forms import ProposeForm
from txng.oversight.overview import about
from txng.registry.models import Establishment


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def own_certificate(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.CERTIFICATE_READ)
    establishment = get_object_or_404(Establishment.objects.select_related("unit"), id=actor.establishment_id)
    if request.method == "POST":
        actor.require(Permission.CERTIFICATE_PROPOSE, establishment)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.propose_certificate(actor=actor, establishment_id=establishment.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your request has been sent. The operator decides."))
            return redirect("own-certificate")
    context = about(establishment, actor) | {"form": form}
    return render(request, "oversight/establishment/certificate.html", context, status=422 if form.is_bound else 200)
