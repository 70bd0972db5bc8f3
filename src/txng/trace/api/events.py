"""POST /events and GET /events/{eventID} (standards.md 2.1)."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from txng.access.gate import actor_of
from txng.access.permissions import Permission
from txng.accounts.api.authentication import client_of
from txng.gs1.epcis import EpcisError, Fault, write_event
from txng.kernel.clock import now
from txng.kernel.errors import NotThere
from txng.trace import actions, media
from txng.trace.api import answers, bodies, headers
from txng.trace.api.gate import resource
from txng.trace.api.problems import EpcisRefusal
from txng.trace.beside import known_prefixes
from txng.trace.queries import events_of
from txng.trace.reading import read
from txng.trace.sources import source_of

PATH = "/epcis/events/"


def accept(request: HttpRequest) -> HttpResponse:
    """201 once the event is stored; sent again, the same answer."""
    body, kind = bodies.message(request)
    source = media.SOURCES[source_of(client_of(request))]
    document = read(body, kind, source=source, limits=media.limits())
    if document.kind != "event":
        raise EpcisError(Fault("schema", "/type", "not_an_event", "a document is sent to /epcis/capture"))
    if not document.events:
        raise EpcisRefusal(400, document.faults[0].code, document.faults[0].message, faults=document.faults)
    stored = actions.capture_event(
        actor=actor_of(request),
        client=client_of(request),
        event=document.events[0],
        body=body,
        media=kind,
        at=now(),
    )
    event, _ = answers.as_asked(stored, headers.asked(request).epc_format)
    return HttpResponse(
        write_event(event, identifiers="sent", prefixes=known_prefixes()),
        status=201,
        content_type="application/json",
        headers={"Location": address_of(stored.event_id)},
    )


def address_of(event_id: str) -> str:
    """Relative: whichever of our hosts was asked, the event is there too."""
    return PATH + quote(event_id, safe="")


def one(request: HttpRequest, event_id: str) -> HttpResponse:
    """The event and every declaration that it is wrong: all bear the same ID (standards.md 1.6)."""
    answers.preferred(request)
    rows = list(events_of(actor_of(request)).filter(event_id=event_id).order_by("record_time", "id"))
    if not rows:
        raise NotThere
    return answers.query_document(request, rows, headers.asked(request))


event = resource(GET=(Permission.TRACE_READ, one))
