from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access.doors import for_everybody, for_holders
from txng.kernel import throttle
from txng.kernel.clock import now
from txng.kernel.errors import BadInput, NotThere, RuleBroken
from txng.oversight import actions, queries, references
from txng.oversight.forms import ComplaintForm, LookUpForm
from txng.oversight.models import Complaint
from txng.oversight.references import Reference

FILED, WINDOW = 5, 30 * 60
_SALT = "txng.complaint"
RECEIPT_SECONDS = 3600


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_new(request: HttpRequest) -> HttpResponse:
    """Báo sản phẩm có vấn đề: open to everybody, without an account."""
    sent = request.method == "POST"
    text = request.POST.get("reference", "") if sent else request.GET.get("tham-chieu", "")
    about = references.read(text)
    initial = {"reference": text if about else "", "scanned": request.GET.get("ma", "")[:300]}
    form = ComplaintForm(
        request.POST if sent else None, request.FILES if sent else None, initial=initial, known=about is not None
    )
    if sent and form.is_valid():
        already = Complaint.objects.filter(client_id=form.cleaned_data["client_id"]).first()
        if already is None:
            throttle.hit(f"complaint:{throttle.network(request)}", FILED, WINDOW)
        try:
            complaint = already or _file(request, form, about)
        except BadInput as refusal:
            form.refuse(refusal, "photos")
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return redirect("complaint-filed", receipt=signing.dumps(complaint.pk, salt=_SALT))
    status = 422 if form.is_bound else 200
    return render(request, "oversight/public/complaint_new.html", {"form": form, "about": about}, status=status)


def _file(request: HttpRequest, form: ComplaintForm, about: Reference | None) -> Complaint:
    data = form.cleaned_data
    return actions.file_complaint(
        actor=request.actor,  # type: ignore[attr-defined]
        client_id=data["client_id"],
        text=data["text"],
        about=about or Reference(scanned=data.get("scanned", "")),
        bought_at=data["bought_at"],
        contact_name=data["contact_name"],
        contact_phone=data["contact_phone"] or "",
        photos=data["photos"] or (),
        at=now(),
    )


@for_holders
@require_safe
def complaint_filed(request: HttpRequest, receipt: str) -> HttpResponse:
    """Number and look-up code, for an hour: the address must not go on opening them from somebody's history."""
    try:
        complaint_id = signing.loads(receipt, salt=_SALT, max_age=RECEIPT_SECONDS)
    except signing.BadSignature:
        raise NotThere from None
    complaint = Complaint.objects.prefetch_related("photos__file").get(id=complaint_id)
    return render(request, "oversight/public/complaint_filed.html", {"complaint": complaint})


@for_everybody
@require_safe
def complaint_status(request: HttpRequest) -> HttpResponse:
    """Where a report stands, by its look-up code. Only wrong codes count against a network."""
    form = LookUpForm(request.GET if "ma" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        return render(
            request, "oversight/public/complaint_status.html", {"form": form}, status=422 if form.is_bound else 200
        )
    key = f"complaint-lookup:{throttle.network(request)}"
    throttle.refuse_over(key, FILED, WINDOW)
    complaint = queries.complaint_by_lookup(form.cleaned_data["ma"])
    if complaint is None:
        throttle.hit(key, FILED, WINDOW)
        form.refuse(_("No report has this look-up code."), "ma")
        return render(request, "oversight/public/complaint_status.html", {"form": form}, status=404)
    return render(request, "oversight/public/complaint_status.html", {"form": form, "complaint": complaint})
