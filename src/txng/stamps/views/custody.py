"""What became of the printed stamps: printed, received, reconciled; cancelled, printed again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.accounts.freshness import fresh_required
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.stamps import actions, queries
from txng.stamps.forms import CancelForm, CloseForm, PrintedForm, ReceivedForm
from txng.stamps.models import PrintOrder
from txng.stamps.views.batch_page import batch_page


@require_POST
@for_establishments
def printed(request: HttpRequest, batch_id: int) -> HttpResponse:
    return _act(
        request,
        batch_id,
        Permission.PRINT_FILE_DOWNLOAD,
        "printed",
        PrintedForm(request.POST),
        actions.record_printed,
        _("It is recorded that the stamps are printed."),
    )


@require_POST
@for_establishments
def received(request: HttpRequest, batch_id: int) -> HttpResponse:
    return _act(
        request,
        batch_id,
        Permission.PRINT_FILE_DOWNLOAD,
        "received",
        ReceivedForm(request.POST),
        actions.receive_stamps,
        _("It is recorded that the stamps were received."),
    )


@require_POST
@for_establishments
def close(request: HttpRequest, batch_id: int) -> HttpResponse:
    return _act(
        request,
        batch_id,
        Permission.PRINT_FILE_DOWNLOAD,
        "close",
        CloseForm(request.POST, auto_id="close_%s"),
        actions.close_print_order,
        _("The print order is reconciled."),
    )


@require_POST
@for_establishments
def cancel(request: HttpRequest, batch_id: int) -> HttpResponse:
    return _act(
        request,
        batch_id,
        Permission.BATCH_REQUEST,
        "cancel",
        CancelForm(request.POST, auto_id="cancel_%s"),
        actions.cancel_print_order,
        _("The print order is cancelled."),
    )


@require_POST
@for_establishments
@fresh_required
def reprint(request: HttpRequest, batch_id: int) -> HttpResponse:
    batch = get_object_or_404(queries.batches_of(actor_of(request)), id=batch_id)
    try:
        client_id = uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        client_id = uuid.uuid4()
    try:
        order = actions.reprint_stamps(
            actor=actor_of(request), order_id=batch.print_order.pk, client_id=client_id, at=now()
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("batch-detail", batch_id=batch.pk)
    messages.success(request, _("Print order %(number)s has been sent.") % {"number": order.number})
    return redirect("batch-detail", batch_id=order.batch_id)


def _act(
    request: HttpRequest,
    batch_id: int,
    permission: Permission,
    name: str,
    form: Any,
    verb: Callable[..., PrintOrder],
    done: str,
) -> HttpResponse:
    batch = get_object_or_404(queries.batches_of(actor_of(request)), id=batch_id)
    actor_of(request).require(permission, batch)
    if form.is_valid():
        try:
            verb(actor=actor_of(request), order_id=batch.print_order.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("batch-detail", batch_id=batch.pk)
    return batch_page(request, batch, **{name: form})
