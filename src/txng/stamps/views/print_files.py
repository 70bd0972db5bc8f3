"""“Giao tệp in”: files for print houses, locked; their passphrase; taking them once."""

from __future__ import annotations

from decimal import Decimal
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng import provinces
from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.accounts.freshness import fresh_required
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.stamps import actions, queries
from txng.stamps.labels import Carrier
from txng.stamps.labels.formats import Format
from txng.stamps.models import CodeBatch, PrintFile, StampClass
from txng.stamps.print_forms import FORMATS, PrintFileForm

# Which box a refusal is about.
FIELD_OF = {
    **{name: name for name in ("reason", "template", "format", "house")},
    "must_lock": "lock",
    "pin": "template",
    "gtin": "carrier",
    "expired": "house",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
@fresh_required
def print_files(request: HttpRequest, batch_id: int) -> HttpResponse:
    """What was handed over so far, and a form for the next file."""
    actor = actor_of(request)
    batch = get_object_or_404(queries.batches_of(actor), id=batch_id)
    actor.require(Permission.PRINT_FILE_DOWNLOAD, batch)
    order, files = batch.print_order, list(queries.print_files_of(actor).filter(order__batch=batch))
    form = _form(request, batch, files)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.request_print_file(
                actor=actor,
                order_id=order.pk,
                at=now(),
                lock=data["lock"],
                format=Format(data["format"]),
                template=data["template"],
                carrier=Carrier(data.get("carrier") or Carrier.QR),
                house_id=int(data["house"]) if data.get("house") else None,
                dpi=int(data["dpi"] or 203),
                offset_mm=(data["offset_x"] or Decimal(0), data["offset_y"] or Decimal(0)),
                reason=data.get("reason") or "",
                client_id=data["client_id"],
            )
        except RuleBroken as refusal:
            field = FIELD_OF.get(refusal.code)
            form.refuse(refusal, field if field in form.fields else None)
        else:
            return redirect("job", job_id=made.job_id)
    named = dict(FORMATS)
    shown = [(file, named[Format(file.format)]) for file in files]
    context = {"batch": batch, "order": order, "files": shown, "form": form, "now": now()}
    return render(request, "stamps/producer/print_files.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, batch: CodeBatch, files: list[PrintFile]) -> PrintFileForm:
    order = batch.print_order
    # How far the printer is off is the printer's, not the order's: the last file's shift is offered again.
    last = files[0] if files else queries.print_files_of(actor_of(request)).first()
    shift = {"offset_x": last.offset_x, "offset_y": last.offset_y} if last else {}
    return PrintFileForm(
        request.POST if request.method == "POST" else None,
        houses=[house for house in queries.print_houses_of(actor_of(request)) if house.valid_to > now()],
        plain=batch.quantity <= provinces.in_force(today()).limits.plain_print_file,
        again=order.downloaded_at is not None,
        gtin=bool(batch.gtin),
        scratch=batch.stamp_class == StampClass.SCRATCH,
        template=order.template,
        initial=shift,
    )


@require_POST
@for_establishments
def passphrase(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Shown in the answer itself and nowhere after it: it goes through no session, no log and no other address."""
    found = get_object_or_404(queries.print_files_of(actor_of(request)), pk=file_id)
    try:
        made, told = actions.show_passphrase(actor=actor_of(request), file_id=found.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("print-files", batch_id=found.order.batch_id)
    context = {"file": made, "order": made.order, "told": told, "plain_name": _plain_name(made)}
    answer = render(request, "stamps/producer/passphrase.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _plain_name(made: PrintFile) -> str:
    return f"tem-{made.order.number}.{Format(made.format).suffix}"


@require_POST
@for_establishments
def take(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The single download. It changes state and is recorded: hence a POST and never a link."""
    found = get_object_or_404(queries.print_files_of(actor_of(request)), pk=file_id)
    try:
        made, parts = actions.hand_over_print_file(actor=actor_of(request), file_id=found.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("print-files", batch_id=found.order.batch_id)
    name, kind = _plain_name(made), Format(made.format).content_type
    if made.lock != PrintFile.Lock.NONE:
        name, kind = f"{name}.p7m", "application/pkcs7-mime; smime-type=authEnveloped-data"
    answer = StreamingHttpResponse(parts, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, answer)  # an answer in parts is one to every middleware


@require_POST
@for_establishments
def discard(request: HttpRequest, file_id: UUID) -> HttpResponse:
    found = get_object_or_404(queries.print_files_of(actor_of(request)), pk=file_id)
    actions.discard_print_file(actor=actor_of(request), file_id=found.pk, at=now())
    messages.success(request, _("The file is deleted."))
    return redirect("print-files", batch_id=found.order.batch_id)
