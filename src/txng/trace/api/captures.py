"""POST /capture, GET /capture and GET /capture/{captureID} (standards.md 2.3)."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from lxml import etree

from txng.access.gate import actor_of
from txng.access.permissions import Permission
from txng.accounts.api.authentication import client_of
from txng.kernel.clock import now
from txng.kernel.errors import NotThere
from txng.trace import actions, faults, media
from txng.trace.api import answers, bodies, headers, paging
from txng.trace.api.gate import resource
from txng.trace.api.problems import SPACE, xml_text
from txng.trace.models import Capture
from txng.trace.queries import captures_of
from txng.trace.reading import glance
from txng.trace.sources import source_of


def accept(request: HttpRequest) -> HttpResponse:
    """202 and where the job stands. What cannot be read is refused at once; what it says is the job's to judge."""
    behaviour = headers.behaviour(request)
    body, kind = bodies.message(request)
    client = client_of(request)
    events = glance(body, kind, source=media.SOURCES[source_of(client)], limits=media.limits())
    capture = actions.accept_capture(
        actor=actor_of(request),
        client=client,
        body=body,
        media=kind,
        behaviour=behaviour,
        event_count=events,
        at=now(),
    )
    return HttpResponse(status=202, headers={"Location": _address(capture), "GS1-Capture-Error-Behaviour": behaviour})


def listed(request: HttpRequest) -> HttpResponse:
    answers.preferred(request, answers.OFFERED[:2])
    size, after = paging.page_size(request), paging.place(request)
    jobs = captures_of(actor_of(request)).defer("body")
    if after is not None:
        moment, number = datetime.fromisoformat(after[0]), uuid.UUID(after[1])
        jobs = jobs.filter(Q(asked_at__lt=moment) | Q(asked_at=moment, id__lt=number))
    page = list(jobs[: size + 1])
    answer = HttpResponse(json.dumps([_shown(job) for job in page[:size]]), content_type="application/json")
    if len(page) > size:
        last = page[size - 1]
        paging.next_page(request, answer, [last.asked_at.isoformat(), str(last.pk)])
    return answer


def one(request: HttpRequest, capture_id: uuid.UUID) -> HttpResponse:
    kind = answers.preferred(request)
    job = _found(request, capture_id)
    original = reverse("epcis-capture-document", args=[job.pk])
    content = _xml(_shown(job)) if kind.endswith("xml") else json.dumps(_shown(job)).encode()
    return HttpResponse(content, content_type=kind, headers={"Link": f'<{original}>; rel="original"'})


def document(request: HttpRequest, capture_id: uuid.UUID) -> HttpResponse:
    """What was sent, byte for byte, to who sent it."""
    job = _found(request, capture_id, whole=True)
    ending = "xml" if media.is_xml(job.media_type) else "json"
    return HttpResponse(
        bytes(job.body),
        content_type=job.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{job.pk}.{ending}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Digest": f"sha-256={base64.b64encode(bytes.fromhex(job.sha256)).decode()}",
        },
    )


def _found(request: HttpRequest, capture_id: uuid.UUID, *, whole: bool = False) -> Capture:
    jobs = captures_of(actor_of(request)).filter(pk=capture_id)
    job = (jobs if whole else jobs.defer("body")).first()
    if job is None:
        raise NotThere
    return job


def _address(capture: Capture) -> str:
    return reverse("epcis-capture-job", args=[capture.pk])


def _shown(job: Capture) -> dict[str, Any]:
    found: dict[str, Any] = {"captureID": str(job.pk), "createdAt": _time(job.asked_at)}
    if job.finished_at is not None:
        found["finishedAt"] = _time(job.finished_at)
    return found | {
        "running": job.running,
        "success": job.success,
        "captureErrorBehaviour": job.behaviour,
        "errors": faults.told(job.errors),
        # Ours: how many there were, whatever the list above leaves out.
        "eventCount": job.event_count,
        "storedCount": job.stored_count,
        "duplicateCount": job.duplicate_count,
        "errorCount": job.error_count,
    }


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _xml(job: dict[str, Any]) -> bytes:
    """As the OpenAPI describes it: id and state as attributes, the rest as elements."""
    root = etree.Element(f"{{{SPACE}}}EPCISCaptureJob", nsmap={"epcis": SPACE})
    for name in ("captureID", "running", "success"):
        root.set(name, json.dumps(job[name]).strip('"'))
    for name in ("createdAt", "finishedAt", "captureErrorBehaviour", "eventCount", "storedCount", "errorCount"):
        if name in job:
            etree.SubElement(root, name).text = str(job[name])
    for error in job["errors"]:
        part = etree.SubElement(root, "errors")
        for name, value in error.items():
            etree.SubElement(part, name).text = xml_text(value)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


captures = resource(
    options=headers.capture_capabilities,
    GET=(Permission.TRACE_CAPTURE, listed),
    POST=(Permission.TRACE_CAPTURE, accept),
)
capture_job = resource(GET=(Permission.TRACE_CAPTURE, one))
capture_document = resource(GET=(Permission.TRACE_CAPTURE, document))
