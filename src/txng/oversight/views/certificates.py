"""The agencies' side: the register, the conditions of one establishment, and the operator's steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_agencies
from txng.accounts.freshness import fresh_required
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.kernel.text import fold
from txng.ledger.queries import history_of
from txng.oversight import actions, certificates, signing_work
from txng.oversight.eligibility import findings
from txng.oversight.forms import DeclineForm, IssueForm, ProposeForm, RegisterForm, ReinstateForm, StopForm
from txng.oversight.models import CertificateState
from txng.oversight.overview import about
from txng.oversight.showing import shown
from txng.oversight.views.steps import Step, Steps, take
from txng.registry.models import Establishment

A_PAGE = 25


def _establishments(actor: Actor) -> Any:
    """Those whose certificate the actor may see; each stands in its own reach, hence the annotation."""
    return (
        Establishment.objects.annotate(establishment_id=F("id"))  # type: ignore[no-redef]
        .filter(actor.reach(Permission.CERTIFICATE_READ))
        .select_related("unit")
        .order_by("name", "id")
    )


@require_safe
@for_agencies
def certificate_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.CERTIFICATE_READ)
    form = RegisterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    rows = certificates.matching(
        certificates.certificates_of(actor), asked.get("tim") or "", asked.get("xem") or "", on=today()
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": form,
        "page": page,
        "rows": [shown(row, on=today()) for row in page],
        "count": page.paginator.count,
        "applied": sum(bool(asked.get(name)) for name in ("tim", "xem")),
        "may_propose": actor.holds(Permission.CERTIFICATE_PROPOSE),
    }
    return render(request, "oversight/agency/certificate_list.html", context)


@require_safe
@for_agencies
def certificate_new(request: HttpRequest) -> HttpResponse:
    """Find the establishment first; its page says whether the conditions are met."""
    actor = actor_of(request)
    actor.require_verb(Permission.CERTIFICATE_PROPOSE)
    text = request.GET.get("tim", "").strip()[:100]
    rows = []
    if text:
        found = _establishments(actor)
        for word in text.split()[:6]:
            found = found.filter(plain_name__contains=fold(word)) | found.filter(tax_code__startswith=word)
        rows = list(found[:A_PAGE])
    return render(
        request, "oversight/agency/certificate_find.html", {"text": text, "establishments": rows, "limit": A_PAGE}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def certificate_of_establishment(request: HttpRequest, establishment_id: int) -> HttpResponse:
    """What is missing, what there is, and the proposal."""
    actor = actor_of(request)
    establishment = get_object_or_404(_establishments(actor), id=establishment_id)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        actor.require(Permission.CERTIFICATE_PROPOSE, establishment)
        if form.is_valid():
            try:
                made = actions.propose_certificate(
                    actor=actor, establishment_id=establishment.pk, at=now(), **form.cleaned_data
                )
            except RuleBroken as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Proposed. The operator decides."))
                return redirect("certificate-detail", certificate_id=made.pk)
    context = about(establishment, actor) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "oversight/agency/certificate_establishment.html", context, status=status)


@require_safe
@for_agencies
def certificate_detail(request: HttpRequest, certificate_id: int) -> HttpResponse:
    actor = actor_of(request)
    certificate = get_object_or_404(certificates.certificates_of(actor), id=certificate_id)
    decides = actor.may(Permission.CERTIFICATE_DECIDE, certificate)
    own = certificate.is_open and certificate.proposed_by_id == actor.user_id
    conditions = findings(certificate.establishment, on=today()) if certificate.is_open else []
    context = {
        "it": shown(certificate, on=today()),
        "certificate": certificate,
        "findings": conditions,
        "met": sum(finding.is_met for finding in conditions),
        "steps": STEPS.out_of(certificate.state) if decides and not own and certificate.declined_at is None else [],
        "own_proposal": decides and own,
        "decides": decides,
        "unsigned": signing_work.is_due(certificate),
        "history": history_of(certificate),
    }
    return render(request, "oversight/agency/certificate_detail.html", context)


STEPS = Steps(
    Step(
        slug="cap",
        label=gettext_lazy("Issue the certificate"),
        told=gettext_lazy("The certificate gets its number and is signed digitally within a minute."),
        done=gettext_lazy("The certificate has been issued. The digital signature follows by itself."),
        form=IssueForm,
        act=actions.issue_certificate,
        states=(CertificateState.PROPOSED,),
        kind="primary",
    ),
    Step(
        slug="khong-cap",
        label=gettext_lazy("Do not issue"),
        told=gettext_lazy("The proposal is closed; it may be proposed again once the reason is gone."),
        done=gettext_lazy("Answered. The establishment reads the reason on its page."),
        form=DeclineForm,
        act=actions.decline_certificate,
        states=(CertificateState.PROPOSED,),
    ),
    Step(
        slug="tam-dinh-chi",
        label=gettext_lazy("Suspend"),
        told=gettext_lazy("The page behind the QR code says so from the moment you confirm. It can be reinstated."),
        done=gettext_lazy("The certificate is suspended; its page says so."),
        form=StopForm,
        act=actions.suspend_certificate,
        states=(CertificateState.ISSUED,),
    ),
    Step(
        slug="khoi-phuc",
        label=gettext_lazy("Reinstate"),
        told=gettext_lazy("The conditions are looked at again. The page behind the QR code turns valid at once."),
        done=gettext_lazy("The certificate is in force again."),
        form=ReinstateForm,
        act=actions.reinstate_certificate,
        states=(CertificateState.SUSPENDED,),
        kind="primary",
    ),
    Step(
        slug="thu-hoi",
        label=gettext_lazy("Revoke the certificate"),
        told=gettext_lazy("It cannot be taken back: the certificate stays revoked, and a new one has to be proposed."),
        done=gettext_lazy("The certificate is revoked; its page says so."),
        form=StopForm,
        act=actions.revoke_certificate,
        states=(CertificateState.ISSUED, CertificateState.SUSPENDED),
        kind="danger",
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
@fresh_required
def certificate_step(request: HttpRequest, certificate_id: int, step: str) -> HttpResponse:
    actor = actor_of(request)
    certificate = get_object_or_404(certificates.certificates_of(actor), id=certificate_id)
    actor.require(Permission.CERTIFICATE_DECIDE, certificate)
    return take(
        request,
        STEPS[step],
        back=reverse("certificate-detail", args=[certificate.pk]),
        about=" · ".join(filter(None, (certificate.establishment.name, certificate.number))),
        screen="GX-07",
        actor=actor,
        certificate_id=certificate.pk,
    )


@require_POST
@for_agencies
def certificate_sign_again(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """After the signing service is back: the job goes into the queue once more, instead of waiting for its turn."""
    actor = actor_of(request)
    certificate = get_object_or_404(certificates.certificates_of(actor), id=certificate_id)
    actor.require(Permission.CERTIFICATE_DECIDE, certificate)
    if signing_work.is_due(certificate):
        signing_work.ask_again(certificate)
        messages.success(request, _("The signing is tried again. Reload this page in a moment."))
    return redirect("certificate-detail", certificate_id=certificate.pk)
