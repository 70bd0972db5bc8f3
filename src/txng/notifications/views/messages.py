"""The operator's look at letters: what left, what waits, what needs a person."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_operator
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.notifications import actions, letters, queries
from txng.notifications.models import MessageState

A_PAGE = 50


@require_safe
@for_operator
def message_list(request: HttpRequest) -> HttpResponse:
    found = queries.messages_of(actor_of(request))
    counts = queries.counts(found)
    state = request.GET.get("trang-thai", "")
    if state in MessageState.values:
        found = found.filter(state=state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("trang"))
    states = [(value, label, counts[value]) for value, label in MessageState.choices]
    context = {
        "page": page,
        "states": states,
        "state": state,
        "dead": counts[MessageState.DEAD],
        "can_send": letters.can_send(),
    }
    return render(request, "notifications/message_list.html", context)


@require_safe
@for_operator
def message_detail(request: HttpRequest, message_id: int) -> HttpResponse:
    """The way of one letter. Its words are its reader's: the log shows the heading alone."""
    actor = actor_of(request)
    message = get_object_or_404(queries.messages_of(actor), pk=message_id)
    again = getattr(message, "replaced_by", None)
    context = {
        "message": message,
        "log": message.log.order_by("id"),
        "again": again,
        "may_send": actor.holds(Permission.MESSAGE_SEND_AGAIN) and message.state == MessageState.DEAD and again is None,
    }
    return render(request, "notifications/message_detail.html", context)


@require_POST
@for_operator
def message_again(request: HttpRequest, message_id: int) -> HttpResponse:
    try:
        again = actions.send_again(actor=actor_of(request), message_id=message_id, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("message-detail", message_id=message_id)
    messages.success(request, _("The letter is on its way again."))
    return redirect("message-detail", message_id=again.pk)
