"""/queries/{name}/subscriptions: who is told of new events, where and when (RE-15, standards.md 2.6)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from txng.access.gate import actor_of
from txng.access.permissions import Permission
from txng.accounts.api.authentication import client_of
from txng.gs1.epcis import values
from txng.kernel.clock import now
from txng.kernel.errors import NotThere, RuleBroken
from txng.trace import named, outside, schedules
from txng.trace.actions.subscribe import Wish, subscribe
from txng.trace.actions.unsubscribe import unsubscribe
from txng.trace.api import answers, asking, headers, paging
from txng.trace.api.gate import resource
from txng.trace.api.named_queries import address_of, body_of, found
from txng.trace.api.problems import EpcisRefusal
from txng.trace.models import Subscription

CONTROLS = "epcisException:SubscriptionControlsException"
_MEMBERS = ("dest", "signatureToken", "secret", "initialRecordTime", "reportIfEmpty", "schedule", "stream")


def make(request: HttpRequest, name: str) -> HttpResponse:
    query = found(request, name)
    wish = _wish(body_of(request, kind=CONTROLS), headers.asked(request).epc_format)
    client = client_of(request)
    try:
        made = subscribe(actor=actor_of(request), client=client, query=query, wish=wish, at=now())
    except RuleBroken as refused:
        raise EpcisRefusal(409, refused.code, str(refused)) from None
    location = f"{address_of(query)}/subscriptions/{made.pk}"
    return asking.plain(request, _shown(made), status=201, Location=location)


def _wish(body: Any, epc_format: str) -> Wish:
    if not isinstance(body, dict):
        raise _wrong("A subscription is an object with dest and either schedule or stream.")
    for member in body:
        if member not in _MEMBERS:
            raise _wrong(f"“{member[:60]}” is no member of a subscription.")
    try:
        outside.checked(body.get("dest"))
    except outside.NotOutside as why:
        raise _wrong(f"dest: {why}.") from None
    stream, schedule = body.get("stream", False), body.get("schedule")
    if not isinstance(stream, bool) or stream is (schedule is not None):
        raise _wrong("Either schedule or stream: true, and not both.")
    token = body.get("signatureToken", body.get("secret", ""))
    if not isinstance(token, str) or len(token) > 200 or not token.isascii() or (token and not token.isprintable()):
        raise _wrong("signatureToken has at most 200 printable ASCII characters.")
    if_empty = body.get("reportIfEmpty", False)
    if not isinstance(if_empty, bool):
        raise _wrong("reportIfEmpty is true or false.")
    return Wish(
        dest=body["dest"],
        token=token,
        schedule=_schedule(schedule),
        stream=stream,
        report_if_empty=if_empty,
        initial_record_time=_since(body.get("initialRecordTime")),
        epc_format=epc_format,
    )


def _schedule(given: Any) -> dict[str, Any] | None:
    if given is None:
        return None
    try:
        schedules.next_time(given, now())
    except schedules.NoSchedule as why:
        raise _wrong(f"schedule: {why}.") from None
    return dict(given)


def _since(given: Any) -> datetime | None:
    if given is None:
        return None
    try:
        if isinstance(given, str):
            return values.moment(given)
    except values.NoTime:
        pass
    raise _wrong("initialRecordTime is a date and time with a zone.")


def _wrong(detail: str) -> EpcisRefusal:
    return EpcisRefusal(400, "subscription", detail, kind=CONTROLS)


def listed(request: HttpRequest, name: str) -> HttpResponse:
    answers.preferred(request, asking.JSON_ONLY)
    asking.nothing_but_paging(request)
    size, after = paging.page_size(request), paging.place(request)
    subscriptions = named.subscriptions_of(found(request, name)).order_by("pk")
    if after is not None:
        subscriptions = subscriptions.filter(pk__gt=after)
    page = list(subscriptions[: size + 1])
    answer = asking.plain(request, [_shown(one) for one in page[:size]])
    if len(page) > size:
        paging.next_page(request, answer, str(page[size - 1].pk))
    return answer


def one(request: HttpRequest, name: str, subscription_id: uuid.UUID) -> HttpResponse:
    answers.preferred(request, asking.JSON_ONLY)
    asking.nothing_but_paging(request)
    made = named.subscriptions_of(found(request, name)).filter(pk=subscription_id).first()
    if made is None:
        raise NotThere
    return asking.plain(request, _shown(made))


def end(request: HttpRequest, name: str, subscription_id: uuid.UUID) -> HttpResponse:
    query = found(request, name)
    unsubscribe(actor=actor_of(request), query=query, subscription_id=subscription_id, at=now())
    return HttpResponse(status=204)


def _shown(made: Subscription) -> dict[str, Any]:
    """Never the token: whoever needs it has it (standards.md 2.6)."""
    body: dict[str, Any] = {
        "subscriptionID": str(made.pk),
        "dest": made.dest,
        "createdAt": _time(made.made_at),
        "initialRecordTime": _time(made.initial_record_time),
        "reportIfEmpty": made.report_if_empty,
        "epcFormat": made.epc_format,
    }
    if made.last_notified_at is not None:
        body["lastNotifiedAt"] = _time(made.last_notified_at)
    return body | ({"stream": True} if made.stream else {"schedule": made.schedule})


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


subscriptions = resource(GET=(Permission.TRACE_READ, listed), POST=(Permission.TRACE_READ, make))
subscription = resource(GET=(Permission.TRACE_READ, one), DELETE=(Permission.TRACE_READ, end))
